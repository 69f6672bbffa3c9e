using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.Models;
using static System.Math;

namespace Outcomes.Statistics.Change;

/// <summary>Change from a first to a second measurement of the same people, with the paired t test and standardised forms.</summary>
/// <remarks>
/// d_z divides by the SD of change, d_av by the mean of the two SDs (Cumming 2012), d_rms by their root mean square, d_pre by the SD
/// before; d_rm is d_z √(2(1 − r)) (Lakens 2013, doi:10.3389/fpsyg.2013.00863). Every g uses the exact correction with n − 1. Intervals
/// pivot the noncentral t (Algina and Keselman 2003, doi:10.1177/0013164403256358).
/// </remarks>
public sealed class PairedChange
{
    const string Constant = "the change does not vary";
    const string TooFew = "fewer than two complete pairs";

    // Costs more than all the rest together, so it waits until an interval of d is asked for.
    readonly Lazy<Interval?> _noncentrality;

    PairedChange(CompletePairs pairs, double level)
    {
        Pairs = pairs;
        Level = level;
        (Pre, Post) = (Moments.Of(pairs.Pre), Moments.Of(pairs.Post));
        Change = Moments.Of(pairs.Differences());
        Correlation = Correlate(pairs, Pre, Post);
        Test = Change.StandardError.Exists
            ? Coefficient.Of("change", Change.Mean.Value, Change.StandardError.Value, Df, level, Max(Abs(Pre.Mean.Value), Abs(Post.Mean.Value)))
            : Coefficient.None("change", TooFew);
        _noncentrality = new(() => Test.T.Exists ? NoncentralT.NoncentralityInterval(Test.T.Value, Df, level) : null);
    }

    /// <summary>The complete pairs, and the counts of the others.</summary>
    public CompletePairs Pairs { get; }

    /// <summary>The confidence level of every interval here.</summary>
    public double Level { get; }

    /// <summary>Before.</summary>
    public Moments Pre { get; }

    /// <summary>After.</summary>
    public Moments Post { get; }

    /// <summary>After less before.</summary>
    public Moments Change { get; }

    /// <summary>Pearson's r of before and after; none where one of them does not vary.</summary>
    public Number Correlation { get; }

    /// <summary>The mean change with its paired t test. R: <c>t.test(post, pre, paired = TRUE)</c>.</summary>
    public Coefficient Test { get; }

    /// <summary>Limits of the noncentrality of t, from which the intervals of d follow; null where there is no t.</summary>
    public Interval? NoncentralityInterval => _noncentrality.Value;

    /// <summary>Mean change over its SD. R: <c>effectsize::cohens_d(post, pre, paired = TRUE)</c>.</summary>
    public EffectSize Dz => StandardisedBy(Change.StandardDeviation);

    /// <summary>d_z with Hedges' correction, without the cost of its interval.</summary>
    public Number Gz => Test.T.Exists ? EffectSize.Hedges(Df).Map(j => j * Test.T.Value / Sqrt(Pairs.Count)) : Test.T;

    /// <summary>Mean change over the mean of the two SDs.</summary>
    public EffectSize Dav => StandardisedBy(OfBoth((pre, post) => (pre + post) / 2));

    /// <summary>Mean change over the root mean square of the two SDs.</summary>
    public EffectSize Drms => StandardisedBy(OfBoth((pre, post) => Sqrt((pre * pre + post * post) / 2)));

    /// <summary>d_z on the scale of a single measurement, d_z √(2(1 − r)); without interval.</summary>
    public EffectSize Drm => Correlation.Exists && Dz.D.Exists
        ? Plain(Change.Mean.Value, Change.StandardDeviation.Value / Sqrt(2 * (1 - Correlation.Value)))
        : EffectSize.None(Correlation.Reason ?? Constant);

    /// <summary>Mean change over the SD before (Morris and DeShon 2002); without interval.</summary>
    public EffectSize Dpre => Pre.StandardDeviation.Exists ? Plain(Change.Mean.Value, Pre.StandardDeviation.Value) : EffectSize.None(TooFew);

    /// <summary>
    /// d_rms with a normal interval from its large-sample variance, free of the assumption of equal variances (Bonett 2008,
    /// doi:10.1037/1082-989X.13.2.99, equation 13). R: <c>statpsych::ci.stdmean.ps</c>.
    /// </summary>
    public Coefficient Bonett2008
    {
        get
        {
            var d = Drms.D;
            if (!d.Exists || !Correlation.Exists) return Coefficient.None("d_rms", d.Reason ?? Correlation.Reason!);
            double v1 = Pre.Variance.Value, v2 = Post.Variance.Value, s2 = (v1 + v2) / 2, r = Correlation.Value;
            var variance = d.Value * d.Value * (v1 * v1 + v2 * v2 + 2 * r * r * v1 * v2) / (8 * Df * s2 * s2)
                + Change.Variance.Value / (Df * s2);
            return Coefficient.Of("d_rms", d.Value, Sqrt(variance), double.PositiveInfinity, Level);
        }
    }

    /// <summary>g_z and its large-sample variance 1/n + g²/2n, for a meta-analysis. R: <c>metafor::escalc("SMCC")</c>.</summary>
    public (Number Effect, Number Variance) StandardisedByChange => (Gz, Gz.Map(g => 1.0 / Pairs.Count + g * g / (2 * Pairs.Count)));

    /// <summary>g_pre and its large-sample variance 2(1 − r)/n + g²/2n. R: <c>metafor::escalc("SMCR")</c>.</summary>
    public (Number Effect, Number Variance) StandardisedByPre =>
        (Dpre.G, Correlation.Exists ? Dpre.G.Map(g => 2 * (1 - Correlation.Value) / Pairs.Count + g * g / (2 * Pairs.Count)) : Correlation);

    int Df => Pairs.Count - 1;

    /// <summary>Describes the change over the complete pairs; NaN is missing.</summary>
    /// <exception cref="InputException">The lengths differ, a value is infinite, or no pair is complete.</exception>
    public static PairedChange Of(ReadOnlySpan<double> pre, ReadOnlySpan<double> post, double level = 0.95)
    {
        Require.Level(level);
        var pairs = CompletePairs.Of(pre, post);
        Require.AtLeast(1, pairs.Count, nameof(pre), "complete pairs");
        return new(pairs, level);
    }

    EffectSize StandardisedBy(Number standardiser)
    {
        if (!standardiser.Exists) return EffectSize.None(TooFew);
        // A constant change has a mean of rounding error over an SD of rounding error, or zero: say so.
        if (!Test.T.Exists) return EffectSize.None(Constant);
        var scale = Change.StandardDeviation.Value / (Sqrt(Pairs.Count) * standardiser.Value);
        return EffectSize.Of(Change.Mean.Value, standardiser.Value, Df, NoncentralityInterval?.Times(scale));
    }

    EffectSize Plain(double difference, double standardiser) => EffectSize.Of(difference, standardiser, Df, null);

    Number OfBoth(Func<double, double, double> combine) => Pre.StandardDeviation.Exists && Post.StandardDeviation.Exists
        ? combine(Pre.StandardDeviation.Value, Post.StandardDeviation.Value) : Pre.StandardDeviation;

    static Number Correlate(CompletePairs pairs, Moments pre, Moments post)
    {
        if (pairs.Count < 2) return Number.None(TooFew);
        double sum = 0;
        for (var i = 0; i < pairs.Count; i++) sum += (pairs.Pre[i] - pre.Mean.Value) * (pairs.Post[i] - post.Mean.Value);
        var scale = Sqrt(pre.Variance.Value) * Sqrt(post.Variance.Value);
        return scale > 0 ? Clamp(sum / (pairs.Count - 1) / scale, -1, 1) : Number.None("one of the measurements does not vary");
    }
}
