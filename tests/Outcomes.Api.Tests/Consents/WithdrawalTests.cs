using Microsoft.Extensions.DependencyInjection;
using Outcomes.Jobs.Reports;
using Outcomes.Api.Tests.Analyses;
using Xunit;
using static Outcomes.Api.Tests.Consents.Consenting;

namespace Outcomes.Api.Tests.Consents;

/// <summary>A withdrawal makes the analysis stale; the next is without whoever withdrew, and the earlier one cannot be computed again.</summary>
public class WithdrawalTests
{
    [Fact]
    public async Task After_a_withdrawal_the_next_analysis_counts_nobody_who_withdrew()
    {
        await using var host = await Started(Analysing.Settings);
        await host.Record([.. Agreed("S1-001"), .. Agreed("S1-002"), .. Agreed("S2-001")]);
        var first = await host.Finished("small");
        var result = await host.Result("small", "researcher");
        Assert.Equal(2, Enrolled(result, "live"));

        await host.Record(Said("S1-002", "research", "guardian", "withdrawn", "2026-03-10"));
        var second = await host.Finished("small");
        Assert.NotEqual((string)first["snapshot_hash"]!, (string)second["snapshot_hash"]!);
        Assert.Equal(1, Enrolled(await host.Result("small", "researcher"), "live"));
        Assert.DoesNotContain("S1-002", (await host.Result("small", "researcher")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_from_before_says_that_it_cannot_be_computed_again_and_one_from_before_more_came_still_matches()
    {
        await using var host = await Started(Analysing.Settings);
        await host.Record([.. Agreed("S1-001"), .. Agreed("S1-002")]);
        await host.Finished("small");
        var report = await Analysing.Until(async () => await host.Client.GetAsync("api/v1/studies/small/reports/researcher.html") is { IsSuccessStatusCode: true } made ? await made.Content.ReadAsByteArrayAsync() : null);
        Assert.Contains("Data Matches same", await Verified(host, report));

        await host.Record(Agreed("S2-001"));   // was kept out of the first, and still is when it is computed again
        await host.Finished("small");
        Assert.Contains("Data Matches same", await Verified(host, report));

        await host.Record(Said("S1-002", "research", "student", "withdrawn", "2026-03-10"));
        var lines = await Verified(host, report);
        Assert.Contains("Data CannotBeChecked withdrawn", lines);
        Assert.Contains("Results CannotBeChecked not_computed", lines);
        Assert.Contains("File Matches stored", lines);
    }

    static async Task<List<string>> Verified(RunningHost host, byte[] report)
    {
        var verify = host.Services.GetRequiredService<VerifyReport>();
        return [.. (await verify.Run(Domain.Access.Actor.OnThisMachine("test"), report, TestContext.Current.CancellationToken)).Select(c => $"{c.Part} {c.Verdict} {c.Reason}")];
    }

    static double Enrolled(System.Text.Json.Nodes.JsonNode result, string arm) =>
        (double)(result["result"] ?? result)["flow"]!.AsArray().Single(f => (string)f!["arm"]! == arm)!["enrolled"]!;
}
