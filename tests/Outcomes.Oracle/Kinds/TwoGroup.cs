using Outcomes.Statistics.Change;
using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.Models;
using Outcomes.Statistics.Ranks;

namespace Outcomes.Oracle.Kinds;

/// <summary>Two independent groups: means, standardised differences, ranks, spread.</summary>
public static class TwoGroup
{
    public static void Answer(Case @case, Answers answers)
    {
        var arms = TwoArms.Of(@case);
        double[] first = arms.Values(@case.Data, arms.First), second = arms.Values(@case.Data, arms.Second);
        var groups = TwoGroups.Of(first, second);
        var ranks = RankSumTest.Of(first, second);
        answers.Add("groups", () => new Tree((arms.First, Group(groups.First)), (arms.Second, Group(groups.Second))));
        answers.Add("welch", () => Test(groups.Welch));
        answers.Add("pooled", () => Test(groups.Pooled));
        answers.Add("cohen_d", () => EffectSize(groups.CohenD));
        answers.Add("effectsize", () => new Tree(("g", groups.CohenD.G), ("ci95", Trees.Limits(groups.CohenD.GInterval))));
        answers.Add("glass_delta", () => groups.GlassDelta);
        answers.Add("metafor_SMD", () => new Tree(("yi", groups.StandardisedDifference.Effect), ("vi", groups.StandardisedDifference.Variance)));
        answers.Add("rank_sum", () => RankSum(ranks));
        answers.Add("hl_shift", () => ranks.MedianDifference);
        answers.Add("levene_bf", () => Trees.Of(Levene.Test(
            [.. first, .. second], Factor.Of("group", [.. first.Select(_ => arms.First), .. second.Select(_ => arms.Second)]))));
    }

    static Tree Group(Moments moments) => new(("n", moments.N), ("mean", moments.Mean), ("sd", moments.StandardDeviation));

    static Tree Test(Coefficient test) =>
        new(("t", test.T), ("df", test.Df), ("p", test.P), ("diff", test.Estimate), ("ci95", Trees.Limits(test.Interval)));

    static Tree EffectSize(EffectSize effect)
    {
        var tree = Trees.Of(effect);
        tree["ci95"] = tree["d_ci95"];
        return tree;
    }

    static Tree RankSum(RankSumTest ranks)
    {
        var (shift, interval) = ranks.AsR();
        return new(("W", ranks.W), ("p", ranks.P), ("shift_root", shift), ("ci95", Trees.Limits(interval)),
            ("method", ranks.IsExact ? "Wilcoxon rank sum exact test" : "Wilcoxon rank sum test with continuity correction"));
    }
}
