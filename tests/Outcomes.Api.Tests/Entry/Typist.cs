using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Data;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;

namespace Outcomes.Api.Tests.Entry;

/// <summary>A therapist of the school s1 of the small study.</summary>
static class Typist
{
    const string Password = "seven quiet rivers at noon";

    static Task<string> Invite(RunningHost host, Role role, string? school) =>
        host.Services.GetRequiredService<InvitationStore>().Invite([role == Role.Steward ? new RoleGrant(role) : new RoleGrant(role, SmallStudy.Id, null, school)], TimeSpan.FromDays(1), "test");

    public static async Task<FormClient> Client(RunningHost host, Role role = Role.Therapist, string? school = "s1")
    {
        var token = await Invite(host, role, school);
        var client = new FormClient(host.Address);
        (await client.Send($"/invitations/{token}", $"/invitations/{token}", ("name", $"{role} {token[..6]}"), ("password", Password))).EnsureSuccessStatusCode();
        return client;
    }

    public static async Task<BrowserSession> Browser(RunningHost host, Microsoft.Playwright.BrowserNewContextOptions? options = null, Role role = Role.Therapist)
    {
        var person = await BrowserSession.Open(host.Address, options);
        await SignIn(host, person, role);
        return person;
    }

    /// <returns>The name of the account.</returns>
    public static async Task<string> SignIn(RunningHost host, BrowserSession person, Role role)
    {
        var token = await Invite(host, role, "s1");
        await person.Page.GotoAsync($"/invitations/{token}");
        await person.Page.Locator("input[name=name]").FillAsync($"{role} {token[..6]}");
        await person.Page.Locator("input[name=password]").FillAsync(Password);
        await person.Page.Keyboard.PressAsync("Enter");
        await person.Page.WaitForURLAsync(url => !url.Contains("/invitations/", StringComparison.Ordinal));
        return $"{role} {token[..6]}";
    }

    public static async Task SignInAgain(BrowserSession person, string name)
    {
        await person.Page.GotoAsync("/sign-in");
        await person.Page.Locator("input[name=name]").FillAsync(name);
        await person.Page.Locator("input[name=password]").FillAsync(Password);
        await person.Page.Keyboard.PressAsync("Enter");
        await person.Page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }

    public static IReadOnlyList<string> Answers(RunningHost host) => Rows(host, "SELECT answers FROM assessment ORDER BY id");

    public static IReadOnlyList<string> Drafts(RunningHost host) => Rows(host, "SELECT answers FROM entry_draft");

    public static IReadOnlyList<string> Rows(RunningHost host, string sql) => DatabaseDump.Rows(Path.Combine(host.DataDirectory, Database.FileName), sql);

    public static async Task Until(Func<bool> holds)
    {
        for (var i = 0; i < 200 && !holds(); i++) await Task.Delay(50);
        Assert.True(holds());
    }
}
