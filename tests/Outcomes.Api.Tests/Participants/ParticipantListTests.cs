using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Participants;

/// <summary>The page that therapists and educators work from: pseudonyms of their own schools, and nothing that was answered.</summary>
public sealed class ParticipantListTests : IAsyncLifetime
{
    const string Page = "/studies/small/participants";

    RunningHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        (_host, _) = await Started();
        (await _host.Send("assessments", Json(Stress("S1-001")))).EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_therapist_sees_own_pseudonyms_attendance_and_which_questionnaires_are_there_or_due()
    {
        using var therapist = await SignedIn(Role.Therapist, "s1");
        var page = WebUtility.HtmlDecode(await therapist.Page(Page));
        Assert.Contains("S1-001", page, StringComparison.Ordinal);
        Assert.Contains("1 of 1 attended", page, StringComparison.Ordinal);
        Assert.Contains("pss-10, Baseline: recorded", page, StringComparison.Ordinal);
        Assert.Contains("pss-10, Endpoint: due since", page, StringComparison.Ordinal);
        Assert.DoesNotContain("S2-001", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Page}\"", await therapist.Page("/studies/small"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_educator_sees_who_and_attendance_and_no_questionnaire()
    {
        using var educator = await SignedIn(Role.Educator, "s1");
        var page = WebUtility.HtmlDecode(await educator.Page(Page));
        Assert.Contains("S1-001", page, StringComparison.Ordinal);
        Assert.Contains("1 of 1 attended", page, StringComparison.Ordinal);
        Assert.DoesNotContain("pss-10", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Therapist_of_one_school_and_educator_of_another_sees_questionnaires_only_where_they_record_them()
    {
        using var both = await SignedIn([new(Role.Therapist, "small", School: "s1"), new(Role.Educator, "small", School: "s2")]);
        var rows = WebUtility.HtmlDecode(await both.Page(Page)).Split("<tr>");
        Assert.Contains("pss-10", rows.Single(r => r.Contains("S1-001", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("pss-10", rows.Single(r => r.Contains("S2-001", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_view_is_in_the_audit_chain_without_what_was_searched_for()
    {
        using var therapist = await SignedIn(Role.Therapist, "s1");
        await therapist.Page(Page + "?q=s1-0&school=s1");
        var seen = DatabaseDump.Rows(Path.Combine(_host.DataDirectory, Outcomes.Data.Database.FileName), "SELECT event FROM audit WHERE json_extract(event, '$.action') = 'participants_viewed'");
        var view = JsonNode.Parse(Assert.Single(seen))!;
        Assert.Equal(("small", "1", "s1"), ((string)view["subject"]!, (string)view["details"]!["rows"]!, (string)view["details"]!["school"]!));
        Assert.DoesNotContain("S1-0", seen[0], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_search_that_is_no_pseudonym_and_a_school_that_is_not_ones_own_are_refused_without_being_repeated()
    {
        using var therapist = await SignedIn(Role.Therapist, "s1");
        var answer = await therapist.Get(Page + "?q=Rosa%20M&school=s2");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains("Names are not known here", page, StringComparison.Ordinal);
        Assert.Contains("The study has no such school.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Rosa", page[..page.IndexOf("<footer", StringComparison.Ordinal)], StringComparison.OrdinalIgnoreCase);   // the foot leads to the same address in other languages
        Assert.Contains("Compare the pseudonym sign by sign", await therapist.Page(Page + "?q=X99"), StringComparison.Ordinal);
        using var other = await SignedIn([new(Role.Educator, "small", District: "gone")]);
        Assert.Contains("None of this study", await other.Page(Page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_a_hundred_come_in_pages_each_once_over_the_page_and_the_api()
    {
        var many = Enumerable.Range(2, 249).Select(i => (JsonNode)Participant($"S1-{i:000}")).ToArray();
        (await _host.Send("participants", Json(many))).EnsureSuccessStatusCode();
        var (seen, sizes, next) = (new List<string>(), new List<int>(), (string?)null);
        do
        {
            var page = JsonNode.Parse(await _host.Client.GetStringAsync($"api/v1/studies/small/participants?school=s1{(next is null ? "" : $"&after={next}")}"))!;
            Assert.Equal(250, (int)page["total"]!);
            var rows = page["participants"]!.AsArray();
            sizes.Add(rows.Count);
            seen.AddRange(rows.Select(r => (string)r!["pseudonym"]!));
            next = (string?)page["next"];
        }
        while (next is not null);
        Assert.Equal([100, 100, 50], sizes);
        Assert.Equal(seen.Order(StringComparer.Ordinal).Distinct(), seen);
        using var therapist = await SignedIn(Role.Therapist, "s1");
        var first = WebUtility.HtmlDecode(await therapist.Page(Page));
        Assert.Contains("250 participants", first, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Page}?after=S1-100\"", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_the_api_a_key_that_records_nothing_learns_nothing_of_questionnaires()
    {
        using var reader = await _host.ClientWith(["participants:read"]);
        var row = JsonNode.Parse(await reader.GetStringAsync("api/v1/studies/small/participants?q=S1"))!["participants"]![0]!;
        Assert.Equal(["arm", "enrolled_on", "pseudonym", "school", "sessions_attended", "sessions_held"], row.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));
        using var writer = await _host.ClientWith(["participants:read", "data:write"]);
        var asked = JsonNode.Parse(await writer.GetStringAsync("api/v1/studies/small/participants?q=S1"))!["participants"]![0]!["assessments"]!.AsArray();
        Assert.Equal(["there", "due"], asked.Select(a => (string)a!["state"]!));
    }

    Task<FormClient> SignedIn(Role role, string school) => SignedIn([new(role, "small", School: school)]);

    async Task<FormClient> SignedIn(RoleGrant[] roles)
    {
        var token = await _host.Services.GetRequiredService<InvitationStore>().Invite(roles, TimeSpan.FromDays(1), "test");
        var browser = new FormClient(_host.Address);
        (await browser.Send($"/invitations/{token}", $"/invitations/{token}", ("name", NewId().ToString("N")), ("password", "seven quiet rivers at noon"))).EnsureSuccessStatusCode();
        return browser;
    }
}
