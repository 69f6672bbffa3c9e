using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Consents;
using Outcomes.Api.Tests.Entry;
using Outcomes.Data.Analyses;
using Outcomes.Data.Consents;
using Outcomes.Domain.Access;
using Xunit;
using static Outcomes.Api.Tests.Assessments.Correcting;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Assessments;

/// <summary>A stored form is corrected with a reason, and nothing that it said before is lost.</summary>
public sealed class CorrectionTests
{
    const string Before = """{"1":2,"10":2,"2":2,"3":2,"4":2,"5":2,"6":2,"7":2,"8":2,"9":2}""";
    const string After = """{"1":4,"10":2,"2":2,"3":2,"4":2,"5":2,"6":2,"7":2,"8":2,"9":2}""";

    static long Change(RunningHost host) => long.Parse(Typist.Rows(host, "SELECT change_number FROM study_data WHERE study_id = 'small'")[0], System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_corrected_form_counts_from_then_on_and_what_it_said_before_stays_with_who_when_and_why()
    {
        var (host, sent) = await Stored();
        await using var _1 = host;
        using var therapist = await Typist.Client(host);
        Assert.Contains(Address(sent), await therapist.Page("/studies/small/assessments?q=1-00"));
        var change = Change(host);
        var look = await (await therapist.Post(Address(sent), [.. await Fields(therapist, Address(sent), ("item.1", "4"))])).Content.ReadAsStringAsync();
        Assert.Contains("Check the correction", look);
        Assert.Empty(Revisions(host));

        Assert.Contains("The correction is stored", await (await therapist.Correct(Address(sent), "mistyped", ("item.1", "4"))).Content.ReadAsStringAsync());
        Assert.Equal([After], Typist.Answers(host));
        Assert.Equal([$"1 mistyped {Before}"], Revisions(host));
        // Both scores are there, and the later counts: 20 with every answer 2, then 22.
        Assert.Equal(["20.0", "22.0"], Typist.Rows(host, "SELECT CAST(value AS TEXT) FROM score ORDER BY scored_utc"));
        Assert.Equal(["22.0"], Typist.Rows(host, "SELECT CAST(value AS TEXT) FROM latest_score"));
        Assert.Equal(change + 1, Change(host));
        Assert.Equal(["assessment_corrected"], Typist.Rows(host, "SELECT action FROM audit WHERE action = 'assessment_corrected'"));
        Assert.Contains("4", await host.Exported("items", "value"));

        await therapist.Correct(Address(sent), "asked_again", ("item.1", "prefer_not_to_answer"), ("on", "2026-03-01"));
        Assert.Equal([$"1 mistyped {Before}", $"2 asked_again {After}"], Revisions(host));
        var history = await therapist.Page(Address(sent));
        Assert.Contains("Item 1: 4, then Preferred not to answer", history);
        Assert.Contains("Item 1: 2, then 4", history);
        Assert.Equal(["2026-03-01T12:00:00.000Z"], Typist.Rows(host, "SELECT completed_utc FROM assessment"));
    }

    [Fact]
    public async Task The_batch_that_the_form_came_with_is_answered_as_before_and_undoes_nothing()
    {
        var (host, sent) = await Stored();
        await using var _1 = host;
        using var therapist = await Typist.Client(host);
        await therapist.Correct(Address(sent), "mistyped", ("item.1", "4"));
        var again = await host.Send("assessments", Json(sent));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal([After], Typist.Answers(host));
        sent["answers"]!["1"] = 4;
        var corrected = await host.Send("assessments", Json(sent));
        Assert.Equal(HttpStatusCode.Conflict, corrected.StatusCode);
        Assert.Equal(["1 id content_differs"], await corrected.Faults());
    }

    [Fact]
    public async Task Of_two_who_correct_at_once_the_second_is_shown_what_stands_there_now_and_loses_nothing()
    {
        var (host, sent) = await Stored();
        await using var _1 = host;
        using var therapist = await Typist.Client(host);
        using var colleague = await Typist.Client(host);
        List<(string, string)> reasons = [("reason", "misread_paper"), ("reason-same_answer", "as_on_paper")];
        List<(string, string)> mine = [.. await Fields(therapist, Address(sent), ("item.1", "4")), .. reasons], theirs = [.. await Fields(colleague, Address(sent), ("item.1", "0"), ("item.2", "3")), .. reasons];
        (await therapist.Post(Address(sent) + "/store", [.. mine])).EnsureSuccessStatusCode();
        var second = await colleague.Post(Address(sent) + "/store", [.. theirs]);
        var page = await second.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
        Assert.Contains("Someone else corrected this form", page);
        Assert.Contains("What stands there now, and what you typed", page);
        Assert.Equal([After], Typist.Answers(host));
        // Sent once more, as it was drawn, the first is stored already; and after a look at the conflict the second can be.
        Assert.Contains("The correction is stored", await (await therapist.Post(Address(sent) + "/store", [.. mine])).Content.ReadAsStringAsync());
        Assert.Single(Revisions(host));
        await colleague.Correct(Address(sent), "misread_paper", ("item.1", "0"), ("item.2", "3"));
        Assert.Equal(2, Revisions(host).Count);
    }

    [Fact]
    public async Task Without_a_change_a_reason_or_a_right_value_nothing_is_stored()
    {
        var (host, sent) = await Stored();
        await using var _1 = host;
        using var therapist = await Typist.Client(host);
        async Task<string> Refused(string reason, params (string, string)[] changed)
        {
            var answer = await therapist.Correct(Address(sent), reason, changed);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            return await answer.Content.ReadAsStringAsync();
        }
        Assert.Contains("Choose why the form is corrected", await Refused("", ("item.1", "4")));
        Assert.Contains("Choose why the form is corrected", await Refused("double_entry", ("item.1", "4")));
        Assert.Contains("href=\"#item-1\"", await Refused("mistyped", ("item.1", "7")));
        Assert.Contains("in the future", await Refused("mistyped", ("on", "2126-01-01")));
        var same = await (await therapist.Post(Address(sent), [.. await Fields(therapist, Address(sent))])).Content.ReadAsStringAsync();
        Assert.Contains("Nothing was changed", same);
        Assert.Empty(Revisions(host));
        Assert.Equal([Before], Typist.Answers(host));
    }

    [Fact]
    public async Task An_analysis_of_before_is_repeated_on_what_stood_there_then()
    {
        var (host, sent) = await Stored();
        await using var _1 = host;
        using var therapist = await Typist.Client(host);
        var snapshots = host.Services.GetRequiredService<SnapshotStore>();
        var first = snapshots.Take("small")!;
        await therapist.Correct(Address(sent), "mistyped", ("item.1", "4"));
        var second = snapshots.Take("small")!;
        await therapist.Correct(Address(sent), "mistyped", ("item.1", "3"), ("item.2", "1"));
        var third = snapshots.Take("small")!;
        Assert.Equal(3, new[] { first, second, third }.Select(s => s.Snapshot.Hash).Distinct().Count());
        foreach (var then in new[] { first, second, third })
        {
            var again = snapshots.Take(new StoredAnalysis("", "small", "1.0", "", "", "", then.Snapshot.Change, then.Snapshot.Hash, "finished", "", 100, "", "", null, null))!;
            Assert.Equal(then.Snapshot.Hash, again.Snapshot.Hash);
        }
        Assert.Equal([20, 22, 20], new[] { first, second, third }.Select(s => s.Snapshot.Assessments.Single().Scores.Single(x => x.Scale == "total").Value!.Value));
    }

    [Fact]
    public async Task An_erasure_takes_what_a_form_said_before_too()
    {
        var (host, sent) = await Stored();
        await using var _1 = host;
        using var therapist = await Typist.Client(host);
        await therapist.Correct(Address(sent), "mistyped", ("item.1", "4"));
        await host.Services.GetRequiredService<ErasureStore>().Erase(Actor.OnThisMachine("test"), "small", "S1-001");
        Assert.Empty(Revisions(host));
        Assert.Empty(Typist.Answers(host));
    }

    [Fact]
    public async Task Only_the_own_schools_forms_are_listed_and_a_name_is_not_searched_for()
    {
        var (host, sent) = await Stored();
        await using var _1 = host;
        using var therapist = await Typist.Client(host, school: "s2");
        Assert.DoesNotContain("S1-001", await therapist.Page("/studies/small/assessments"));
        Assert.Equal(HttpStatusCode.NotFound, (await therapist.Get(Address(sent))).StatusCode);
        var search = await therapist.Get("/studies/small/assessments?q=Maria%20Lopez");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, search.StatusCode);
        Assert.DoesNotContain("value=\"MARIA", await search.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }
}
