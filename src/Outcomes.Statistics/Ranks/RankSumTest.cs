using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.Numerics;
using static System.Math;

namespace Outcomes.Statistics.Ranks;

/// <summary>
/// Wilcoxon's rank-sum test of two groups (Mann and Whitney's), as R's <c>wilcox.test(x1, x0, conf.int = TRUE)</c>: exact if both have
/// fewer than 50 and no two values are tied; else normal with tie correction and half a unit of continuity.
/// </summary>
public sealed class RankSumTest
{
    const string NoVariance = "all values are equal";
    readonly double[] _first, _second;

    RankSumTest(double[] first, double[] second)
    {
        (_first, _second) = (first, second);
        (W, Ties) = Statistic(0);
        IsExact = first.Length < SignedRankTest.ExactBelow && second.Length < SignedRankTest.ExactBelow && Ties == 0;
    }

    /// <summary>The rank sum of the first group less n1(n1 + 1)/2: pairs in which it is ahead, ties as half.</summary>
    public double W { get; }

    /// <summary>Whether the exact distribution is used.</summary>
    public bool IsExact { get; }

    /// <summary>Two-sided p.</summary>
    public Number P
    {
        get
        {
            if (IsExact) return RankSum.Of(_first.Length, _second.Length).TwoSided((int)W);
            var z = Standardised(0, true);
            return double.IsFinite(z) ? Normal.TwoSided(z) : Number.None(NoVariance);
        }
    }

    /// <summary>The Hodges-Lehmann shift: the median of all differences between the groups.</summary>
    public double MedianDifference => OrderStatistics.Median(new Differences(_first, _second));

    double Ties { get; }

    /// <summary>Tests two groups.</summary>
    /// <exception cref="InputException">A group is empty, or a value is not finite.</exception>
    public static RankSumTest Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        Require.AtLeast(1, first.Length, nameof(first));
        Require.AtLeast(1, second.Length, nameof(second));
        Require.Finite(first);
        Require.Finite(second);
        double[] x = first.ToArray(), y = second.ToArray();
        Array.Sort(x);
        Array.Sort(y);
        return new(x, y);
    }

    /// <summary>The shift and interval that R prints: order statistics in the exact branch, zeros of the statistic in the normal one.</summary>
    public (Number Shift, Interval? Interval) AsR(double level = 0.95, double tolerance = 1e-12)
    {
        Require.Level(level);
        var alpha = 1 - level;
        if (IsExact)
        {
            var differences = new Differences(_first, _second);
            long from = Max(1, RankSum.Of(_first.Length, _second.Length).Quantile(alpha / 2)), count = OrderStatistics.Count(differences);
            var to = count - from + 1;
            return (MedianDifference, new(OrderStatistics.Smallest(differences, from), OrderStatistics.Smallest(differences, to), level));
        }
        double low = _first[0] - _second[^1], high = _first[^1] - _second[0];
        double atLow = Standardised(low, true), atHigh = Standardised(high, true);
        if (!double.IsFinite(atLow) || !double.IsFinite(atHigh)) return (Number.None(NoVariance), null);
        double Solve(double z) => atLow - z <= 0 ? low : atHigh - z >= 0 ? high
            : Root.Find(d => Standardised(d, true) - z, low, high, atLow - z, atHigh - z, tolerance);
        var quantile = -Normal.Quantile(alpha / 2);
        var interval = new Interval(Solve(quantile), Solve(-quantile), level);
        return (Root.Find(d => Standardised(d, false), low, high, tolerance), interval);
    }

    double Standardised(double shift, bool continuity)
    {
        double n1 = _first.Length, n0 = _second.Length, n = n1 + n0;
        var (w, ties) = Statistic(shift);
        var z = w - n1 * n0 / 2;
        var sigma = Sqrt(n1 * n0 / 12 * (n + 1 - ties / (n * (n - 1))));
        return (z - (continuity ? Sign(z) * 0.5 : 0)) / sigma;
    }

    /// <summary>W and Σ(t³ − t) after shifting the first group down, by merging the sorted groups.</summary>
    (double W, double Ties) Statistic(double shift)
    {
        int i = 0, j = 0;
        double w = 0, ties = 0;
        while (i < _first.Length || j < _second.Length)
        {
            var value = Min(
                i < _first.Length ? _first[i] - shift : double.PositiveInfinity, j < _second.Length ? _second[j] : double.PositiveInfinity);
            int ofFirst = 0, ofSecond = 0;
            while (i < _first.Length && _first[i] - shift == value) (i, ofFirst) = (i + 1, ofFirst + 1);
            while (j < _second.Length && _second[j] == value) (j, ofSecond) = (j + 1, ofSecond + 1);
            w += ofFirst * (j - ofSecond + ofSecond / 2.0);
            double t = ofFirst + ofSecond;
            ties += t * t * t - t;
        }
        return (w, ties);
    }
}
