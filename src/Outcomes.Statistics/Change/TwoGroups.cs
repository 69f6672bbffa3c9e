using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.Models;
using static System.Math;

namespace Outcomes.Statistics.Change;

/// <summary>Two independent groups: first less second.</summary>
public sealed class TwoGroups
{
    const string TooFew = "a group has fewer than two values";

    TwoGroups(Moments first, Moments second, double level) => (First, Second, Level) = (first, second, level);

    /// <summary>The first group.</summary>
    public Moments First { get; }

    /// <summary>The second group, the reference.</summary>
    public Moments Second { get; }

    /// <summary>The confidence level of every interval here.</summary>
    public double Level { get; }

    /// <summary>Welch's test, for unequal variances (Welch 1947, doi:10.1093/biomet/34.1-2.28). R: <c>t.test(x1, x0)</c>.</summary>
    public Coefficient Welch
    {
        get
        {
            if (!Enough) return Coefficient.None("difference", TooFew);
            double v1 = First.Variance.Value / First.N, v0 = Second.Variance.Value / Second.N, v = v1 + v0;
            var df = v > 0 ? v * v / (v1 * v1 / (First.N - 1) + v0 * v0 / (Second.N - 1)) : Df;
            return Coefficient.Of("difference", Difference, Sqrt(v), df, Level, Magnitude);
        }
    }

    /// <summary>Student's test, for equal variances. R: <c>t.test(x1, x0, var.equal = TRUE)</c>.</summary>
    public Coefficient Pooled => PooledVariance is { Exists: true } variance
        ? Coefficient.Of("difference", Difference, Sqrt(variance.Value * (1.0 / First.N + 1.0 / Second.N)), Df, Level, Magnitude)
        : Coefficient.None("difference", TooFew);

    /// <summary>
    /// Cohen's d by the pooled SD with an interval that pivots the noncentral t (Steiger and Fouladi 1997), and Hedges' g with the exact
    /// correction. R: <c>effectsize::hedges_g(x1, x0)</c>.
    /// </summary>
    public EffectSize CohenD
    {
        get
        {
            var test = Pooled;
            if (!test.T.Exists) return EffectSize.None(test.T.Reason!);
            var limits = NoncentralT.NoncentralityInterval(test.T.Value, Df, Level).Times(Sqrt(1.0 / First.N + 1.0 / Second.N));
            return EffectSize.Of(Difference, Sqrt(PooledVariance.Value), Df, limits);
        }
    }

    /// <summary>The difference over the SD of the second group (Glass 1976); none where that does not vary.</summary>
    public Number GlassDelta => Second.StandardDeviation is { Exists: true, Value: > 0 } sd
        ? Difference / sd.Value : Number.None("the second group does not vary");

    /// <summary>g and its large-sample variance 1/n1 + 1/n0 + g²/2(n1 + n0). R: <c>metafor::escalc("SMD")</c>.</summary>
    public (Number Effect, Number Variance) StandardisedDifference
    {
        get
        {
            // Without the interval, which costs a hundred times as much.
            if (!Pooled.T.Exists) return (Number.None(Pooled.T.Reason!), Number.None(Pooled.T.Reason!));
            var g = EffectSize.Hedges(Df).Map(j => j * Difference / Sqrt(PooledVariance.Value));
            return (g, g.Map(value => 1.0 / First.N + 1.0 / Second.N + value * value / (2.0 * (First.N + Second.N))));
        }
    }

    double Difference => First.Mean.Value - Second.Mean.Value;

    double Magnitude => Max(Abs(First.Mean.Value), Abs(Second.Mean.Value));

    int Df => First.N + Second.N - 2;

    bool Enough => First.N > 1 && Second.N > 1;

    Number PooledVariance => Enough
        ? ((First.N - 1) * First.Variance.Value + (Second.N - 1) * Second.Variance.Value) / Df : Number.None(TooFew);

    /// <summary>Compares two groups.</summary>
    /// <exception cref="InputException">A group is empty, or a value is not finite.</exception>
    public static TwoGroups Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double level = 0.95)
    {
        Require.Level(level);
        Require.AtLeast(1, first.Length, nameof(first));
        Require.AtLeast(1, second.Length, nameof(second));
        Require.Finite(first);
        Require.Finite(second);
        return new(Moments.Of(first), Moments.Of(second), level);
    }
}
