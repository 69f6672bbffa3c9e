using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Outcomes.Api.Tests.Analyses;

/// <summary>Real people's answers (psychTools::sai, study SHOP), sent through the API, give the numbers that R gives.</summary>
public class StateAnxietyTests
{
    const double Relative = 1e-9;   // the reference file's own tolerance; 1e-10 for alpha

    [Fact]
    public async Task The_result_of_the_real_study_equals_the_reference()
    {
        await using var host = await RunningHost.Start(Analysing.Settings);
        await host.SendExample("state-anxiety");
        var outcome = (await host.Result("state-anxiety", "researcher"))["result"]!["outcomes"]![0]!;
        var reference = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("tests", "Outcomes.Oracle", "cases", "rci_sai_shop.json")))!["reference"]!;

        var (totals, group, trend) = (reference["totals"]!["value"]!, outcome["groups"]![0]!, outcome["trend"]!.AsArray());
        foreach (var (mean, name) in trend.Zip(["pre", "post"]))
        {
            Equal(totals[name]!["n"]!, mean!["n"]!);
            Equal(totals[name]!["mean"]!, mean["mean"]!["value"]!);
        }
        var inputs = reference["rci"]!["inputs"]!["value"]!;
        Equal(inputs["n"]!, group["finished"]!);
        Equal(inputs["mean_pre"]!, group["pre_mean"]!["value"]!);
        Equal(inputs["sd_pre"]!, group["pre_sd"]!);
        Equal(totals["post"]!["sd"]!, group["post_sd"]!);

        var (alpha, measured) = (reference["reliability_pre"]!["alpha"]!["value"]!, outcome["measurement"]!);
        Equal(alpha["raw"]!, measured["alpha"]!["value"]!, 1e-10);
        Equal(alpha["feldt_ci95"]![0]!, measured["alpha"]!["low"]!, 1e-10);
        Equal(alpha["feldt_ci95"]![1]!, measured["alpha"]!["high"]!, 1e-10);
        Equal(reference["reliability_pre"]!["total"]!["value"]!["sem_alpha"]!, measured["sem"]!);

        var (thresholds, rule) = (reference["rci"]!["thresholds"]!["value"]!, outcome["reliable_change"]!);
        foreach (var (theirs, ours) in new[] { ("s_diff", "s_diff"), ("min_reliable_raw_change", "threshold"), ("cutoff_a", "cutoff_a"), ("cutoff_b", "cutoff_b"), ("cutoff_c", "cutoff_c") })
            Equal(thresholds[theirs]!, rule[ours]!);
        var counts = reference["rci"]!["counts"]!["value"]!;
        foreach (var name in new[] { "unchanged", "deteriorated", "unclassified", "recovered" }) Equal(counts[name]!, group["categories"]![name]!);
        Assert.Equal((double)counts["recovered"]! + (double)counts["improved"]!, (double)group["categories"]!["improved"]!);
    }

    [Fact]
    public async Task The_board_is_not_told_that_one_person_did_not_finish_nor_how_few_got_worse()
    {
        await using var host = await RunningHost.Start(Analysing.Settings);
        await host.SendExample("state-anxiety");
        var outcome = (await host.Result("state-anxiety", "board"))["result"]!["outcomes"]![0]!;
        var group = outcome["groups"]![0]!;
        Assert.Equal(97, (double)group["finished"]!);
        Assert.Equal("small_group", (string)group["categories"]!["deteriorated"]!["absent"]!);
        Assert.Equal("complementary", (string)group["categories"]!["unchanged"]!["absent"]!);
        Assert.Equal("complementary", (string)group["started"]!["absent"]!);
        Assert.Equal("complementary", (string)outcome["measurement"]!["sem"]!["absent"]!);
    }

    [Fact]
    public async Task Two_systems_that_were_sent_the_same_rows_have_the_same_snapshot_and_the_same_result()
    {
        var results = new List<JsonNode>();
        for (var i = 0; i < 2; i++)
        {
            await using var host = await RunningHost.Start(Analysing.Settings);
            await host.SendExample("state-anxiety");
            var analysis = await host.Finished("state-anxiety");
            results.Add(analysis);
            var released = (await host.Result("state-anxiety", "researcher"))["result"]!;
            released["provenance"]!.AsObject().Remove("data_through_utc");
            released["standing"]!.AsObject().Remove("first_data_utc");
            results.Add(released);
        }
        Assert.Equal((string)results[0]["snapshot_hash"]!, (string)results[2]["snapshot_hash"]!);
        Assert.Equal(results[1].ToJsonString(), results[3].ToJsonString());
    }

    [Fact]
    public async Task A_study_without_a_finished_analysis_has_no_result_and_says_so()
    {
        var (host, _) = await SmallStudy.Started();
        await using var running = host;
        using var answer = await host.Client.GetAsync("api/v1/studies/small/results/board");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("no finished analysis", (string)(await answer.Body())["detail"]!, StringComparison.Ordinal);
        Assert.Equal("[]", await host.Client.GetStringAsync("api/v1/studies/small/analyses"));
    }

    static void Equal(JsonNode expected, JsonNode actual, double tolerance = Relative)
    {
        var (e, a) = ((double)expected, (double)actual);
        Assert.True(Math.Abs(e - a) <= 1e-10 + tolerance * Math.Abs(e), $"{actual.GetPath()}: {a:R} is not {e:R}");
    }
}
