using System.Globalization;
using System.Text.RegularExpressions;
using Outcomes.Statistics;
using Outcomes.Statistics.Change;
using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.Models;
using Outcomes.Statistics.Ranks;

namespace Outcomes.Oracle.Kinds;

/// <summary>Change of the same people, standardised and by ranks. The model reads "paired: post vs pre".</summary>
public static partial class Paired
{
    public static void Answer(Case @case, Answers answers)
    {
        var (pre, post) = Columns(@case);
        var change = PairedChange.Of(@case.Data.Numbers(pre), @case.Data.Numbers(post));
        Means(change, answers);
        EffectSizes(change, answers);
        Ranks(@case, change.Pairs, Math.Max(@case.Data.Decimals(pre), @case.Data.Decimals(post)), answers);
    }

    static (string Pre, string Post) Columns(Case @case)
    {
        var match = Model().Match(@case.Text() ?? "");
        return match.Success && @case.Data.Has(match.Groups[1].Value) ? (match.Groups[2].Value, match.Groups[1].Value) : ("pre", "post");
    }

    static void Means(PairedChange change, Answers answers)
    {
        answers.Add("change/n_pairs", () => change.Pairs.Count);
        answers.Add("change/pre", () => Trees.Of(change.Pre));
        answers.Add("change/post", () => Trees.Of(change.Post));
        answers.Add("change/correlation", () => change.Correlation);
        answers.Add("change/change", () => new Tree(Trees.Of(change.Change).Select(pair => (pair.Key, pair.Value)))
        {
            ["se"] = change.Change.StandardError,
            ["ci95"] = Trees.Limits(change.Test.Interval),
        });
        answers.Add("change/t_test", () => Trees.Of(change.Test));
    }

    static void EffectSizes(PairedChange change, Answers answers)
    {
        answers.Add("change/d_z", () => Trees.Of(change.Dz));
        answers.Add("change/d_av", () => Trees.Of(change.Dav));
        answers.Add("change/d_rms", () => Trees.Of(change.Drms));
        answers.Add("change/d_rm", () => Trees.Of(change.Drm));
        answers.Add("change/d_pre", () => Trees.Of(change.Dpre));
        answers.Add("change/bonett_2008", () => Bonett(change.Bonett2008));
        answers.Add("change/effectsize_cohens_d", () => new Tree(("d", change.Dz.D), ("ci95", Trees.Limits(change.Dz.DInterval))));
        answers.Add("change/effectsize_hedges_g", () => new Tree(("g", change.Dz.G), ("ci95", Trees.Limits(change.Dz.GInterval))));
        answers.Add("change/metafor_SMCC", () => Effect(change.StandardisedByChange));
        answers.Add("change/metafor_SMCR", () => Effect(change.StandardisedByPre));
    }

    static void Ranks(Case @case, CompletePairs pairs, int decimals, Answers answers)
    {
        // How far R rounded stands in its call; else the decimals of the data.
        var stated = @case.References.TryGetValue("wilcoxon/rounded", out var reference) ? Rounding().Match(reference.Call) : Match.Empty;
        var test = SignedRankTest.Of(pairs.Differences(stated.Success ? int.Parse(stated.Groups[1].Value, CultureInfo.InvariantCulture) : decimals));
        answers.Add("wilcoxon/setup", () => new Tree(
            ("n_pairs", pairs.Count), ("n_zero", test.Zeros), ("n_nonzero", test.N), ("ties_in_abs", test.HasTies),
            ("branch", test.IsExact ? "exact" : "normal+continuity")));
        answers.Add("wilcoxon/rounded", () => AsR(test, 1e-12));
        answers.Add("wilcoxon/r_default", () => AsR(SignedRankTest.Of(pairs.Differences()), 1e-4));
        answers.Add("wilcoxon/rounded_no_continuity", () => new Tree(("p", test.PWithoutContinuity)));
        answers.Add("wilcoxon/hodges_lehmann", () => new Tree(
            ("walsh_median_nonzero", test.WalshMedian), ("walsh_median_with_zeros", test.WalshMedianWithZeros)));
        answers.Add("wilcoxon/hl_ci_normal_order_statistics", () => test.WalshInterval(multiplier: 1.96) is var (k, interval)
            ? new Tree(("k", k), ("ci95", Trees.Limits(interval))) : null);
        answers.Add("wilcoxon/rank_biserial", () => test.RankBiserial);
        answers.Add("wilcoxon/pratt_asymptotic", () => Pratt(test.PrattZ()));
        answers.Add("wilcoxon/exact_conditional_with_ties", () => new Tree(("V", test.V), ("p", test.ExactPGivenTies())));
    }

    static Tree AsR(SignedRankTest test, double tolerance)
    {
        var (estimate, interval) = test.AsR(tolerance: tolerance);
        return new(("V", test.V), ("p", test.P), ("hl_or_root", estimate), ("ci95", Trees.Limits(interval)),
            ("method", test.IsExact ? "Wilcoxon signed rank exact test" : "Wilcoxon signed rank test with continuity correction"));
    }

    /// <summary>coin takes one minus the lower tail, and so prints 0 from z = 8.3 on; our own upper tail has no such floor.</summary>
    static Tree Pratt(Number z) => new(("z", z), ("p", z.Map(value =>
    {
        var lower = Normal.Cdf(value);
        return 2 * Math.Min(lower, 1 - lower);
    })));

    static Tree Bonett(Coefficient d) => new(("d", d.Estimate), ("se", d.StandardError), ("ci95", Trees.Limits(d.Interval)));

    static Tree Effect((Number Effect, Number Variance) effect) => new(("yi", effect.Effect), ("vi", effect.Variance));

    [GeneratedRegex(@"^paired:\s*(\S+)\s+vs\s+(\S+)")]
    private static partial Regex Model();

    [GeneratedRegex(@"round\([^()]*,\s*(\d+)\)")]
    private static partial Regex Rounding();
}
