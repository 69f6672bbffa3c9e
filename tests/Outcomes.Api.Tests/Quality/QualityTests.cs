using System.Net;
using System.Text.RegularExpressions;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.Entry;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Quality;

/// <summary>What is missing, late or odd is found, each by its rule, and told to those whose schools it is of.</summary>
public sealed class QualityTests
{
    /// <summary>S1-001 in school s1 and S2-001 in s2, with something to find for each kind; nothing is missing at the baseline of S1-001.</summary>
    static async Task<RunningHost> Started()
    {
        var (host, session) = await SmallStudy.Started();
        var same = Stress("S1-001");                                                                                   // all the same, though four items are turned round
        var (late, changed) = (Stress("S1-001", "endpoint", 0), Stress("S2-001", "baseline", 0));
        late["completed_utc"] = "2026-07-01T10:00:00Z";                                                                // due on 10 May
        foreach (var item in new[] { "1", "2", "3", "6", "9", "10" }) late["answers"]![item] = 4;                       // 40, and it was 20: half of the range
        changed["completed_utc"] = "2026-02-20T10:00:00Z";                                                             // enrolled on 1 March
        foreach (var item in new[] { "4", "5", "7", "8" }) changed["answers"]![item] = 4;                               // 0 …
        var second = Stress("S2-001", "endpoint", 4);
        second["completed_utc"] = "2026-05-11T10:00:00Z";
        foreach (var item in new[] { "4", "5", "7", "8" }) second["answers"]![item] = 0;                                // … and 40
        var (before, after) = (CheckIn("S1-001", session, "before"), CheckIn("S1-001", session, "after"));
        after["completed_utc"] = "2026-03-02T08:00:00Z";
        foreach (var answer in new[] { await host.Send("assessments", Json(same, late, changed, second, before, after)), await host.Send("sessions", Json(Short())) }) answer.EnsureSuccessStatusCode();
        return host;

        static System.Text.Json.Nodes.JsonObject Short()
        {
            var session = Session(NewId(), [], "s2");
            session["duration_minutes"] = 2;
            return session;
        }
    }

    static IReadOnlyList<string> Found(string html, string kind) =>
        [.. Regex.Matches(html, $"<tr>\\s*<td>{kind}</td>\\s*<th scope=\"row\"><bdi>([^<]*)</bdi>").Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Each_kind_is_found_where_it_is_and_nowhere_else()
    {
        await using var host = await Started();
        using var researcher = await host.As(new RoleGrant(Role.Researcher, Id));
        var page = await researcher.Page("/studies/small/quality");
        Assert.Equal(["S1-001"], Found(page, "All answers the same"));
        Assert.Equal(["S1-001"], Found(page, "Late"));
        Assert.Contains("52 days after it was due", page);
        Assert.Equal(["S2-001"], Found(page, "Large change"));
        Assert.Equal(["S2-001"], Found(page, "Before enrolment"));
        Assert.Equal(["S1-001"], Found(page, "After comes before before"));
        Assert.Equal(["Session"], Found(page, "Impossible duration"));
        Assert.Empty(Found(page, "Missing"));
        Assert.DoesNotContain(">Late</td>", await researcher.Page("/studies/small/quality?days=60"));
        Assert.Empty(Found(await researcher.Page("/studies/small/quality?school=s2"), "Late"));
        Assert.Empty(Found(await researcher.Page("/studies/small/quality?kind=large_change"), "Late"));
        Assert.Equal(["S2-001"], Found(await researcher.Page("/studies/small/quality?q=2-00"), "Large change"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await researcher.Get("/studies/small/quality?days=soon")).StatusCode);
    }

    [Fact]
    public async Task What_is_missing_leads_a_therapist_to_the_form_and_another_school_s_is_not_told()
    {
        await using var host = (await SmallStudy.Started()).Host;
        using var therapist = await Typist.Client(host);
        var page = await therapist.Page("/studies/small/quality?kind=missing");
        Assert.Equal(["S1-001", "S1-001", "S1-001", "S1-001"], Found(page, "Missing"));
        Assert.Contains("href=\"/studies/small/enter/S1-001/pss-10/baseline\"", page);
        Assert.DoesNotContain("S2-001", page);
        Assert.DoesNotContain("/query\"", page);
    }

    [Fact]
    public async Task What_was_let_stand_is_told_with_its_reason()
    {
        var (host, sent) = await Assessments.Correcting.Stored();
        await using var _1 = host;
        using var therapist = await Typist.Client(host);
        await Assessments.Correcting.Correct(therapist, Assessments.Correcting.Address(sent), "mistyped", ("on", "2026-03-03"));
        Assert.Contains("All answers the same: It stands so on the paper", await therapist.Page("/studies/small/quality?kind=overruled"));
    }
}
