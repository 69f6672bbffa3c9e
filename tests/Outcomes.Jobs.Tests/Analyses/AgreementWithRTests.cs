using System.Text.Json.Nodes;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Jobs.Analyses;
using Xunit;

namespace Outcomes.Jobs.Tests.Analyses;

/// <summary>Numbers of a whole run beside those that R computes from the same table (R/engine.R). R prints 15 digits.</summary>
public class AgreementWithRTests
{
    const double Exact = 1e-8, Iterated = 2e-5;   // lmer and rma stop before the last digits

    static readonly AnalysisResult Small = Run();
    static AnalysisResult Synthetic => SyntheticData.Result;

    static AnalysisResult Run()
    {
        var (study, snapshot) = SmallTrial.Read();
        return AnalysisEngine.Run(study, snapshot);
    }

    public static TheoryData<string, int> Contrasts => new() { { "small", 0 }, { "synthetic", 0 }, { "synthetic", 1 } };

    [Theory]
    [MemberData(nameof(Contrasts))]
    public void A_contrast_and_its_sensitivity_analyses_are_R_s(string data, int index)
    {
        var (stress, r) = (Stress(data), Reference(data)["contrasts"]![index]!);
        var contrast = stress.Contrasts[index];
        Equal(r["n"]!, contrast.N);
        Equal(r["n_comparator"]!, contrast.NComparator);
        Equal(r["primary"]!, contrast.Difference);
        Equal(r["primary"]!["df"]!, contrast.Df);
        Equal(r["primary"]!["p"]!, contrast.P);
        foreach (var (kind, name, tolerance) in new[] { (SensitivityKind.ChangeScore, "change_score", Exact), (SensitivityKind.RankBased, "rank_based", Exact), (SensitivityKind.MixedModel, "mixed_model", Iterated) })
        {
            var sensitivity = stress.Sensitivity.Single(s => s.Kind == kind && s.Arm == contrast.Arm);
            Equal(r[name]!, sensitivity.Difference, tolerance);
            Equal(r[name]!["p"]!, sensitivity.P, kind == SensitivityKind.MixedModel ? 1e-3 : tolerance);   // a p of 1e-4 magnifies what lmer leaves
        }
    }

    [Fact]
    public void P_values_of_a_family_and_the_two_one_sided_tests_are_R_s()
    {
        var (stress, r) = (Stress("synthetic"), Reference("synthetic"));
        for (var i = 0; i < 2; i++) Equal(r["holm"]![i]!, stress.Contrasts[i].AdjustedP);
        Equivalent(r["equivalence"]!, stress.Equivalence.Single());
        Equivalent(Reference("small")["contrasts"]![0]!["tost"]!, Stress("small").Equivalence.Single());
        static void Equivalent(JsonNode r, EquivalenceResult test)
        {
            Equal(r["low"]!, test.Difference.Low);
            Equal(r["high"]!, test.Difference.High);
            Equal(r["p"]!, test.P);
            Assert.Equal((double)r["p"]! < 0.05, test.Equivalent);
        }
    }

    [Theory]
    [InlineData("small", "contrast_by_latency", "contrast-by-latency")]
    [InlineData("small", "change_by_latency", "change-by-latency")]
    [InlineData("synthetic", "change_by_latency", "latency")]
    public void An_effect_along_a_moderator_and_its_region_are_R_s(string data, string name, string id)
    {
        var (moderation, r) = (Moderation(data, id), Reference(data)[name]!);
        Equal(r["slope"]!, moderation.Slope);
        Equal(r["slope"]!["p"]!, moderation.P);
        Assert.Equal(25, moderation.Points.Count);
        Equal(r["first"]!, moderation.Points[0].Effect);
        Equal(r["last"]!, moderation.Points[^1].Effect);
        Assert.Equal((string)r["region"]!, moderation.Region);
        if (r["low"] is not { } low) return;
        Equal(low, moderation.RegionLow, 1e-7);
        Equal(r["high"]!, moderation.RegionHigh, 1e-7);
    }

    [Theory]
    [InlineData("small")]
    [InlineData("synthetic")]
    public void A_contrast_in_each_language_and_the_test_of_all_interactions_are_R_s(string data)
    {
        var (moderation, r) = (Moderation(data, "language"), Reference(data)["language"]!);
        Equal(r["p"]!, moderation.P);
        foreach (var (level, effect) in r["levels"]!.AsObject()) Equal(effect!, moderation.Levels.Single(l => l.Level == level).Effect);
    }

    [Theory]
    [InlineData("small")]
    [InlineData("synthetic")]
    public void All_schools_together_are_metafor_s(string data)
    {
        var (summary, r) = (Stress(data).SiteSummary!, Reference(data)["sites"]!);
        Equal(r, summary.Mean, Iterated);
        Equal(r["prediction_low"]!, summary.Prediction.Low, Iterated);
        Equal(r["prediction_high"]!, summary.Prediction.High, Iterated);
        Equal(r["tau"]!, summary.Tau, Iterated);
        Equal(r["i_squared_pct"]!, summary.ISquaredPct, Iterated);
    }

    [Theory]
    [InlineData("small")]
    [InlineData("synthetic")]
    public void Five_numbers_and_the_density_of_change_are_R_s(string data)
    {
        var (live, r) = (Stress(data).Distributions.Single(d => d.Arm == "live"), Reference(data)["spread"]!);
        for (var i = 0; i < 5; i++) Equal(r["five"]![i]!, Quantity.Of(live.FiveNumbers[i]));
        Assert.Equal(64, live.Density.Count);
        foreach (var (at, i) in new[] { (0, 0), (19, 1), (63, 2) })
        {
            Equal(r["at"]![i]!, Quantity.Of(live.Density[at].Change));
            Equal(r["density"]![i]!, Quantity.Of(live.Density[at].Density));
        }
    }

    [Fact]
    public void Change_in_a_subgroup_is_R_s_t_interval() =>
        Equal(Reference("synthetic")["spanish"]!, Stress("synthetic").Subgroups.Single(g => g is { By: Grouping.Language, Level: "es", Arm: null }).Change);

    /// <summary>Draws differ from mice's; both estimates scatter about the same number with a variance of B/m.</summary>
    [Fact]
    public void Multiple_imputation_scatters_about_what_mice_gives()
    {
        var (mi, r) = (Stress("synthetic").Sensitivity.Single(s => s is { Kind: SensitivityKind.MultipleImputation, Arm: "live" }), Reference("synthetic")["imputed"]!);
        var (theirs, between, m) = ((double)r["value"]!, (double)r["between"]!, (double)r["m"]!);
        Assert.InRange(mi.Difference.Value.Value!.Value, theirs - 4 * Math.Sqrt(between / 20 + between / m), theirs + 4 * Math.Sqrt(between / 20 + between / m));
        var half = (mi.Difference.High.Value - mi.Difference.Low.Value) / 2;
        Assert.InRange(half!.Value / (double)r["se"]!, 1.8, 2.7);   // about t(.975) of some 10 to 14 degrees of freedom
    }

    [Fact]
    public void A_delta_of_zero_is_missing_at_random_and_others_move_the_estimate_their_way()
    {
        var live = Stress("synthetic").Sensitivity.Where(s => s.Arm == "live").ToList();
        var scenarios = live.Where(s => s.Kind == SensitivityKind.DeltaAdjusted).OrderBy(s => s.Delta).ToList();
        Assert.Equal([-4, -2, 0, 2, 4], scenarios.Select(s => s.Delta!.Value));
        Assert.Equal(live.Single(s => s.Kind == SensitivityKind.MultipleImputation).Difference, scenarios[2].Difference);
        Assert.Equal(scenarios.Select(s => s.Difference.Value.Value).Order(), scenarios.Select(s => s.Difference.Value.Value));
    }

    static OutcomeResult Stress(string data) => (data == "small" ? Small : Synthetic).Outcomes.Single(o => o.Id == "stress");

    static ModerationResult Moderation(string data, string id) => (data == "small" ? Small : Synthetic).Outcomes.SelectMany(o => o.Moderation).Single(m => m.Id == id);

    static JsonNode Reference(string data) => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Analyses", "R", data + ".json")))!;

    static void Equal(JsonNode expected, Estimate actual, double tolerance = Exact)
    {
        Equal(expected["value"]!, actual.Value, tolerance);
        Equal(expected["low"]!, actual.Low, tolerance);
        Equal(expected["high"]!, actual.High, tolerance);
    }

    static void Equal(JsonNode expected, Quantity actual, double tolerance = Exact)
    {
        var (e, a) = ((double)expected, actual.Value ?? double.NaN);
        Assert.True(Math.Abs(e - a) <= tolerance * Math.Max(1e-3, Math.Abs(e)), $"{expected.GetPath()}: {a:R} is not {e:R}");
    }
}
