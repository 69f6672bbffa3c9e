using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Data.Analyses;
using Outcomes.Data.Releases;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Releases;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Releases;

public sealed class ReleaseLedgerTests
{
    static readonly IReadOnlyList<ReleasedCount> Secret = [new("stress/finished/*", 4321, "Shown") { Sums = [["a", "b"]] }];

    [Fact]
    public async Task What_was_released_is_listed_with_when_and_to_whom_and_never_with_its_counts()
    {
        await using var host = await WithReleases(Secret, [new("stress/finished/*", 4322, "Complementary")]);
        var json = await host.Client.GetStringAsync($"api/v1/studies/{Id}/releases");
        var listed = JsonNode.Parse(json)!.AsArray();
        Assert.Equal(["snapshot-2", "snapshot-1"], listed.Select(r => (string)r!["snapshot_hash"]!));
        Assert.Equal(["board", "school"], listed[0]!["audiences"]!.AsArray().Select(a => (string)a!));
        Assert.Equal(["oak"], listed[0]!["schools"]!.AsArray().Select(a => (string)a!));
        Assert.DoesNotContain("432", json);

        var page = await host.Client.GetStringAsync($"/studies/{Id}/releases");
        Assert.Contains("the school board, 1 school", page);
        Assert.DoesNotContain("432", page);
        Assert.Contains($"/studies/{Id}/releases", await host.Client.GetStringAsync($"/studies/{Id}"));
    }

    [Fact]
    public async Task The_ledger_gives_back_every_count_with_its_state_and_sums_and_leaves_out_what_repeats_the_entry_before()
    {
        await using var host = await WithReleases(Secret, [new("stress/finished/*", 4322, "Complementary")]);
        var store = host.Services.GetRequiredService<ReleaseStore>();
        var history = store.History(Id);
        Assert.Equal(["snapshot-1", "snapshot-2"], history.Earlier.Select(e => e.Snapshot));
        var count = Assert.Single(history.Earlier[0].Counts);
        Assert.Equal(("stress/finished/*", 4321, "Shown", "a b"), (count.Key, count.Value, count.State, string.Join(' ', count.Sums[0])));

        var again = Entry(host.Services.GetRequiredService<AnalysisStore>().Newest(Domain.Access.Actor.OnThisMachine("test"), Id)!.Id, 2, history.Earlier[1].Counts);
        Assert.True(await store.Record(again, Audit(again)));
        Assert.False(await store.Record(again, Audit(again)));
        Assert.Equal(2, store.History(Id).Earlier.Count);
    }

    [Fact]
    public async Task A_study_without_a_release_says_so_and_an_unknown_one_is_not_there()
    {
        var (host, _) = await Started();
        await using var __ = host;
        Assert.Equal("[]", await host.Client.GetStringAsync($"api/v1/studies/{Id}/releases"));
        Assert.Contains("Nothing has been released yet", await host.Client.GetStringAsync($"/studies/{Id}/releases"));
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("api/v1/studies/absent/releases")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.GetAsync("/studies/absent/releases")).StatusCode);
    }

    static async Task<RunningHost> WithReleases(params IReadOnlyList<ReleasedCount>[] releases)
    {
        var (host, _) = await Started();
        (await host.Send("assessments", Json(Stress("S1-001")))).EnsureSuccessStatusCode();
        var (analyses, store) = (host.Services.GetRequiredService<AnalysisStore>(), host.Services.GetRequiredService<ReleaseStore>());
        var analysis = NewId().ToString("D");
        await analyses.Begin(analysis, Assert.Single(analyses.Stale("test")), "test");
        await analyses.Finish(analysis, "{}", "hash", new AuditEvent("test", "analysis_finished", analysis, Id));
        for (var i = 0; i < releases.Length; i++)
        {
            var entry = Entry(analysis, i + 1, releases[i]);
            Assert.True(await store.Record(entry, Audit(entry)));
        }
        return host;
    }

    static ReleaseEntry Entry(string analysis, int number, IReadOnlyList<ReleasedCount> counts) =>
        new(NewId().ToString("D"), Id, analysis, $"snapshot-{number}", [Audience.Board, Audience.School], ["oak"], ["en"], counts);

    static AuditEvent Audit(ReleaseEntry entry) => new("test", "released", entry.Id, entry.Study);
}
