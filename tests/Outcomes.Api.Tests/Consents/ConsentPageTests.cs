using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.Consents.Consenting;

namespace Outcomes.Api.Tests.Consents;

public class ConsentPageTests
{
    const string Password = "seven quiet rivers at noon";

    [Fact]
    public async Task A_therapist_records_an_answer_for_the_own_school_and_another_schools_participant_is_not_there()
    {
        await using var host = await Started();
        using var browser = await SignedIn(host, new RoleGrant(Role.Therapist, "small", School: "s1"));
        var page = await browser.Page("/studies/small/consents");
        Assert.Contains("S1-001", page, StringComparison.Ordinal);
        Assert.DoesNotContain("S2-001", page, StringComparison.Ordinal);

        (string, string)[] Answer(string participant, string day) => [("participant", participant), ("purpose", "research"), ("given_by", "guardian"), ("answer", "given"), ("text", Text), ("language", "en"), ("decided_on", day)];
        var foreign = await browser.Send("/studies/small/consents", "/studies/small/consents", Answer("S2-001", "2026-02-25"));
        var missing = await browser.Send("/studies/small/consents", "/studies/small/consents", Answer("S1-999", "2026-02-25"));
        Assert.Equal([422, 422], [(int)foreign.StatusCode, (int)missing.StatusCode]);
        Assert.Equal((await missing.Content.ReadAsStringAsync()).Split("<main")[1].Replace("S1-999", "", StringComparison.Ordinal).Split("<form")[0], (await foreign.Content.ReadAsStringAsync()).Split("<main")[1].Replace("S2-001", "", StringComparison.Ordinal).Split("<form")[0]);
        Assert.Contains("before this version", await (await browser.Send("/studies/small/consents", "/studies/small/consents", Answer("S1-001", "2025-01-01"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Recorded.", await (await browser.Send("/studies/small/consents", "/studies/small/consents", Answer("s1-001", "2026-02-25"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await host.Record(Said("S1-001", "research", "student"));
        Assert.Equal(["S1-001"], await host.Exported());
        Assert.Contains("consents_viewed", host.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_study_that_keeps_consent_elsewhere_says_so_in_one_line()
    {
        var (host, _) = await SmallStudy.Started();
        await using var own = host;
        using var browser = await SignedIn(host, new RoleGrant(Role.Therapist, "small", School: "s1"));
        foreach (var address in new[] { "/studies/small", "/studies/small/plan", "/studies/small/consents" })
            Assert.Contains("Consent is kept elsewhere", await browser.Page(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Researchers_see_how_many_are_kept_out_and_boards_do_not()
    {
        await using var host = await Started();
        await host.Record([.. Agreed("S1-001"), .. Agreed("S2-001"), Said("S2-002", "research", "guardian"), Said("S2-002", "research", "student")]);
        using var researcher = await SignedIn(host, new RoleGrant(Role.Researcher, "small"));
        using var board = await SignedIn(host, new RoleGrant(Role.BoardReader, "small"));
        Assert.Contains("Kept out of analyses and reports: 2. Kept out of the dataset: 1.", await researcher.Page("/studies/small"), StringComparison.Ordinal);
        Assert.DoesNotContain("Kept out", await board.Page("/studies/small"), StringComparison.Ordinal);
        var told = await (await host.Client.GetAsync("api/v1/studies/small/consents")).Body();
        Assert.Equal((4, 1, 2, 4), ((int)told["participants"]!, (int)told["kept_out"]!["dataset"]!, (int)told["kept_out"]!["analysis"]!, (int)told["kept_out"]!["reuse"]!));
    }

    [Fact]
    public async Task A_steward_erases_after_a_dry_run_and_reviews_what_had_left_in_a_real_browser()
    {
        await using var host = await Started();
        await host.Record([.. Agreed("S1-001"), .. Agreed("S1-002")]);
        await host.Exported();
        using var steward = await SignedIn(host, new RoleGrant(Role.Steward, "small"), "keeper.one");
        await using var session = await BrowserSession.Open(host.Address);
        session.Expected = message => message.Contains("422", StringComparison.Ordinal);
        await session.Page.GotoAsync("/sign-in");
        await session.Page.FillAsync("#name", "keeper.one");
        await session.Page.FillAsync("#password", Password);
        await session.Page.ClickAsync("main button");
        await session.Page.GotoAsync("/studies/small/erasure");
        await session.Page.FillAsync("#participant", "s1-002");
        await session.Page.ClickAsync("text=See what would go");
        await session.Picture("erasure-dry-run");
        await session.Page.FillAsync("#again", "S1-001");
        await session.Page.ClickAsync("text=Erase for good");
        await Assertions.Expect(session.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("another one");
        Assert.Equal(["S1-001", "S1-002"], await host.Exported());
        await session.Page.FillAsync("#again", "S1-002");
        await session.Page.ClickAsync("text=Erase for good");
        await Assertions.Expect(session.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Erased");
        await session.Picture("erasure-done");
        await session.Page.GotoAsync("/studies/small/reviews");
        await session.Picture("reviews");
        await session.Page.SelectOptionAsync("select >> nth=0", "recalled");
        await session.Page.ClickAsync("text=Decide >> nth=0");
        await Assertions.Expect(session.Page.Locator("main")).ToContainTextAsync("recalled: whoever has it was asked to destroy it");
        Assert.Equal(["S1-001"], await host.Exported());
    }

    [Fact]
    public async Task The_consent_page_in_pictures()
    {
        await using var host = await Started();
        await host.Record([.. Agreed("S1-001"), Said("S1-002", "research", "guardian"), Said("S1-002", "research", "student", "refused")]);
        using var therapist = await SignedIn(host, new RoleGrant(Role.Therapist, "small", School: "s1"), "carer.one");
        foreach (var language in new[] { "en", "ar" })
        {
            await using var session = await BrowserSession.Open(host.Address, new() { Locale = language });
            await session.Page.GotoAsync("/sign-in");
            await session.Page.FillAsync("#name", "carer.one");
            await session.Page.FillAsync("#password", Password);
            await session.Page.ClickAsync("main button");
            await session.Page.GotoAsync("/studies/small/consents");
            await Assertions.Expect(session.Page.Locator("table")).ToContainTextAsync("S1-002");
            await session.Picture($"consents-{language}");
        }
    }

    static async Task<FormClient> SignedIn(RunningHost host, RoleGrant role, string? name = null)
    {
        var invitation = await host.Services.GetRequiredService<InvitationStore>().Invite([role], TimeSpan.FromDays(1), "test");
        var browser = new FormClient(host.Address);
        (await browser.Send($"/invitations/{invitation}", $"/invitations/{invitation}", ("name", name ?? $"person {(int)role.Role}"), ("password", Password))).EnsureSuccessStatusCode();
        return browser;
    }
}
