using System.Text.Json.Nodes;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Jobs.Analyses;
using Xunit;

namespace Outcomes.Jobs.Tests.Analyses;

/// <summary>What a run says of its plan's life, and that it gives the same bytes twice.</summary>
public class PlanLifeTests
{
    static readonly (JsonObject Definition, Snapshot Snapshot) Small = EdgeData.Small();

    static DateTimeOffset Day(int day) => new(2026, 9, day, 8, 0, 0, TimeSpan.Zero);

    static string[] Life(PlanStanding standing) => [.. AnalysisEngine.Run(SyntheticData.Read(Small.Definition), Small.Snapshot with { Standing = standing })
        .Deviations.Where(d => d.Code is "not_locked" or "locked_after_data" or "amended").Select(d => $"{d.Code} {d.Detail}".Trim())];

    static LockedPlan Locked(string version, int day) => new(version, "hash", Day(day), "key", null, []);

    [Fact]
    public void A_draft_is_not_locked() => Assert.Equal(["not_locked"], Life(PlanStanding.Draft));

    [Fact]
    public void A_plan_locked_before_the_data_departs_from_nothing() =>
        Assert.Empty(Life(new(PlanState.Locked, Day(1), "key", Day(2), [])));

    [Fact]
    public void A_plan_locked_after_the_first_data_says_both_instants() =>
        Assert.Equal(["locked_after_data 2026-09-03T08:00:00.000Z 2026-09-02T08:00:00.000Z"], Life(new(PlanState.Locked, Day(3), "key", Day(2), [])));

    [Fact]
    public void Each_amendment_is_one_departure_and_the_first_lock_is_what_counts() => Assert.Equal(
        ["amended 0.8 0.9 2026-09-05T08:00:00.000Z", "amended 0.9 1 2026-09-09T08:00:00.000Z"],
        Life(new(PlanState.Locked, Day(9), "key", Day(2), [Locked("0.8", 1), Locked("0.9", 5)])));

    [Fact]
    public void The_same_study_and_data_give_the_same_bytes_and_another_seed_of_the_plan_others()
    {
        byte[] Bytes(JsonObject definition) => AnalysisJson.Bytes(AnalysisEngine.Run(SyntheticData.Read(definition), Small.Snapshot));
        var other = (JsonObject)Small.Definition.DeepClone();
        foreach (var analysis in other["plan"]!["sensitivity"]!.AsArray().Where(a => a!["seed"] is not null)) analysis!["seed"] = 5;
        Assert.Equal(Bytes(Small.Definition), Bytes(Small.Definition));
        var (one, two) = (Imputed(Small.Definition), Imputed(other));
        Assert.NotEqual(one, two);
        Quantity Imputed(JsonObject definition) => AnalysisJson.Read(Bytes(definition)).Outcomes[0].Sensitivity.First(s => s.Kind == SensitivityKind.MultipleImputation).Difference.Value;
    }
}
