using Microsoft.Extensions.DependencyInjection;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.Tests.Accounts;

/// <summary>People with a role, in a browser without scripts or in a real one, signed in by an invitation as anyone is.</summary>
static class SignedIn
{
    const string Password = "seven quiet rivers at noon";

    public static async Task<FormClient> As(this RunningHost host, params RoleGrant[] roles)
    {
        var browser = new FormClient(host.Address);
        var (link, name) = await Invite(host, roles);
        (await browser.Send(link, link, ("name", name), ("password", Password))).EnsureSuccessStatusCode();
        return browser;
    }

    public static async Task<BrowserSession> InBrowser(this RunningHost host, RoleGrant role, Microsoft.Playwright.BrowserNewContextOptions? options = null)
    {
        var person = await BrowserSession.Open(host.Address, options);
        var (link, name) = await Invite(host, role);
        await person.Page.GotoAsync(link);
        await person.Page.Locator("#name").FillAsync(name);
        await person.Page.Locator("#password").FillAsync(Password);
        await person.Keys("Enter");
        await person.Page.WaitForURLAsync("**/account");
        return person;
    }

    static async Task<(string Link, string Name)> Invite(RunningHost host, params RoleGrant[] roles) =>
        ($"/invitations/{await host.Services.GetRequiredService<InvitationStore>().Invite(roles, TimeSpan.FromDays(1), "test")}", $"Person {Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}"[..24]);
}
