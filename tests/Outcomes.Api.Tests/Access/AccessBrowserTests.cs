using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Access;

/// <summary>A steward and a therapist at a real browser: a key for one school, an invitation for a district, a role that is taken, the list of participants.</summary>
public sealed class AccessBrowserTests : IAsyncLifetime
{
    const string Password = "seven quiet rivers at noon";

    RunningHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        (_host, _) = await Started();
        (await _host.Send("participants", Json([.. Enumerable.Range(2, 120).Select(i => (JsonNode)Participant($"S1-{i:000}"))]))).EnsureSuccessStatusCode();
        (await _host.Send("assessments", Json(Stress("S1-001"), Stress("S1-002")))).EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_steward_makes_a_key_for_a_school_and_sees_what_is_wrong_at_its_field()
    {
        await using var steward = await Joined("Rosa Steward", new RoleGrant(Role.Steward));
        var page = steward.Page;
        steward.Expected = fault => fault.Contains("422", StringComparison.Ordinal);
        await page.GotoAsync("/keys");
        await page.GetByLabel("Which system is it for?").FillAsync("School one");
        await page.Locator("input[value='data:read']").CheckAsync();
        await page.GetByLabel("Study", new() { Exact = true }).SelectOptionAsync("small");
        await page.GetByLabel("Ids of schools").FillAsync("s1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        await Assertions.Expect(page.Locator("#scope-fault")).ToBeVisibleAsync();
        await steward.Picture("keys-fault");
        await page.Locator("input[value='data:read']").UncheckAsync();
        await page.Locator("input[value='data:write']").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("ok_");
        await steward.Picture("keys-made");
    }

    [Fact]
    public async Task A_steward_invites_for_a_district_and_a_role_that_is_taken_signs_its_holder_out()
    {
        await using var steward = await Joined("Rosa Steward", new RoleGrant(Role.Steward));
        await using var therapist = await Joined("Ada Lee", new RoleGrant(Role.Therapist, "small", School: "s1"));
        await therapist.Page.GotoAsync("/studies/small/participants");
        await Assertions.Expect(therapist.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("121 participants");
        await therapist.Picture("participants");
        await therapist.Page.SetViewportSizeAsync(390, 800);
        await therapist.Picture("participants-narrow");
        var page = steward.Page;
        await page.GotoAsync("/people");
        await page.GetByLabel("For which study?").SelectOptionAsync("small");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show its districts and schools" }).ClickAsync();
        await page.Locator("input[value='board_reader']").CheckAsync();
        await page.GetByLabel("All schools of District").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("/invitations/");
        await steward.Picture("people");
        await page.GetByRole(AriaRole.Link, new() { Name = "Ada Lee" }).ClickAsync();
        await steward.Picture("person");
        await page.GetByRole(AriaRole.Button, new() { Name = "End the role: Therapist, small, s1" }).ClickAsync();
        await Assertions.Expect(page.GetByText("This person has no role now")).ToBeVisibleAsync();
        await therapist.Page.ReloadAsync();
        await Assertions.Expect(therapist.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"));
    }

    async Task<BrowserSession> Joined(string name, RoleGrant role)
    {
        var session = await BrowserSession.Open(_host.Address);
        await session.Page.GotoAsync($"/invitations/{await _host.Services.GetRequiredService<InvitationStore>().Invite([role], TimeSpan.FromDays(1), "test")}");
        await session.Page.Locator("#name").FillAsync(name);
        await session.Page.Locator("#password").FillAsync(Password);
        await session.Page.Locator("main form button").First.ClickAsync();
        await session.Page.WaitForURLAsync("**/account");
        return session;
    }
}
