using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.Numerics;
using static System.Math;

namespace Outcomes.Statistics.Ranks;

/// <summary>
/// Wilcoxon's signed-rank test of differences, as R's <c>wilcox.test(d, conf.int = TRUE)</c>: zeros are dropped before ranking; the
/// distribution is exact if fewer than 50 are left, none was zero and no two are tied; else normal, with the variance corrected for
/// ties and half a unit of continuity (Hollander, Wolfe and Chicken 2014, chapter 3).
/// </summary>
/// <remarks>
/// In the normal branch R's estimate and interval are zeros of the standardised statistic, a step function, as its root finder happens
/// to stop; <see cref="WalshMedian"/> and <see cref="WalshInterval"/> are the Hodges-Lehmann estimate proper.
/// </remarks>
public sealed class SignedRankTest
{
    /// <summary>Below this many non-zero differences, and without ties, the exact distribution is used.</summary>
    public const int ExactBelow = 50;

    readonly double[] _sorted;
    readonly double[] _sortedWithZeros;

    SignedRankTest(double[] sortedWithZeros)
    {
        _sortedWithZeros = sortedWithZeros;
        Zeros = sortedWithZeros.Count(value => value == 0);
        _sorted = Zeros == 0 ? sortedWithZeros : sortedWithZeros.Where(value => value != 0).ToArray();
        (V, TieSum, _) = SignedRankSum.At(_sorted, 0);
        IsExact = N is > 0 and < ExactBelow && Zeros == 0 && !HasTies;
    }

    /// <summary>Differences that are not zero.</summary>
    public int N => _sorted.Length;

    /// <summary>Differences that are zero, and dropped.</summary>
    public int Zeros { get; }

    /// <summary>Whether two differences have the same size.</summary>
    public bool HasTies => TieSum > 0;

    /// <summary>Whether the exact distribution is used.</summary>
    public bool IsExact { get; }

    /// <summary>The sum of the ranks of positive differences.</summary>
    public double V { get; }

    /// <summary>Two-sided p.</summary>
    public Number P => N == 0 ? Number.None(AllZero) : IsExact ? SignedRank.Of(N).TwoSided((int)V) : NormalP(continuity: true);

    /// <summary>Two-sided p of the normal approximation without continuity correction. R: <c>exact = FALSE, correct = FALSE</c>.</summary>
    public Number PWithoutContinuity => N == 0 ? Number.None(AllZero) : NormalP(continuity: false);

    /// <summary>(W₊ − W₋) over their sum, the matched-pairs rank-biserial correlation (Kerby 2014, doi:10.2466/11.IT.3.1).</summary>
    public Number RankBiserial => N == 0 ? Number.None(AllZero) : 2 * V / RankTotal - 1;

    /// <summary>The Hodges-Lehmann estimate: the median of Walsh averages of the non-zero differences.</summary>
    public Number WalshMedian => N == 0 ? Number.None(AllZero) : OrderStatistics.Median(new WalshAverages(_sorted));

    /// <summary>The median of Walsh averages of all differences.</summary>
    public double WalshMedianWithZeros => OrderStatistics.Median(new WalshAverages(_sortedWithZeros));

    const string AllZero = "every difference is zero";

    double RankTotal => (double)N * (N + 1) / 2;

    double TieSum { get; }

    /// <summary>Tests differences.</summary>
    /// <exception cref="InputException">There is none, or one is not finite.</exception>
    public static SignedRankTest Of(ReadOnlySpan<double> differences)
    {
        Require.AtLeast(1, differences.Length, nameof(differences));
        Require.Finite(differences);
        var sorted = differences.ToArray();
        Array.Sort(sorted);
        return new(sorted);
    }

    /// <summary>
    /// The interval by order statistics of Walsh averages, from the k-th smallest to the k-th largest, with
    /// k = 1 + ⌊n(n+1)/4 − z √(n(n+1)(2n+1)/24)⌋, without tie correction; null where k would be below 1.
    /// </summary>
    /// <param name="level">Confidence level.</param>
    /// <param name="multiplier">z; by default the normal quantile of the level. Tables use 1.96.</param>
    public (long K, Interval? Interval) WalshInterval(double level = 0.95, double? multiplier = null)
    {
        double n = N, z = multiplier ?? Normal.Quantile((1 + level) / 2);
        var k = 1 + (long)Floor(n * (n + 1) / 4 - z * Sqrt(n * (n + 1) * (2 * n + 1) / 24));
        if (k < 1 || N == 0) return (k, null);
        var walsh = new WalshAverages(_sorted);
        var count = OrderStatistics.Count(walsh);
        return (k, new(OrderStatistics.Smallest(walsh, k), OrderStatistics.Smallest(walsh, count - k + 1), level));
    }

    /// <summary>
    /// The estimate and interval that R prints: Walsh averages in the exact branch, zeros of the statistic in the normal one.
    /// </summary>
    /// <param name="level">Confidence level.</param>
    /// <param name="tolerance">Of R's root finder, <c>tol.root</c>; R's default is 1e-4.</param>
    public (Number Estimate, Interval? Interval) AsR(double level = 0.95, double tolerance = 1e-12)
    {
        Require.Level(level);
        if (N == 0) return (Number.None(AllZero), null);
        var alpha = 1 - level;
        if (IsExact)
        {
            var walsh = new WalshAverages(_sorted);
            long from = Max(1, SignedRank.Of(N).Quantile(alpha / 2)), count = OrderStatistics.Count(walsh);
            return (WalshMedian, new(OrderStatistics.Smallest(walsh, from), OrderStatistics.Smallest(walsh, count - from + 1), level));
        }
        double low = _sorted[0], high = _sorted[^1], atLow = Standardised(low, true), atHigh = Standardised(high, true);
        if (!double.IsFinite(atLow) || !double.IsFinite(atHigh)) return ((low + high) / 2, null);
        var estimate = Root.Find(d => Standardised(d, false), low, high, tolerance);
        // With few values a level may be out of reach: R doubles alpha until both roots exist, and gives up at the median with level 0.
        while (atLow - Normal.Quantile(1 - alpha / 2) < 0 || atHigh + Normal.Quantile(1 - alpha / 2) > 0)
            if ((alpha *= 2) >= 1) return (estimate, new(Median(), Median(), 0));
        double Solve(double z) => Root.Find(d => Standardised(d, true) - z, low, high, atLow - z, atHigh - z, tolerance);
        var quantile = -Normal.Quantile(alpha / 2);
        return (estimate, new(Solve(quantile), Solve(-quantile), 1 - alpha));
    }

    /// <summary>
    /// Pratt's z: zeros are ranked with the others and dropped afterwards (Pratt 1959, doi:10.1080/01621459.1959.10501526). R:
    /// <c>coin::wilcoxsign_test(zero.method = "Pratt")</c>.
    /// </summary>
    public Number PrattZ()
    {
        var sizes = Array.ConvertAll(_sortedWithZeros, Abs);
        var (ranks, _) = Midranks.Of(sizes);
        double sum = 0, squares = 0;
        for (var i = 0; i < ranks.Length; i++)
        {
            if (sizes[i] == 0) continue;
            sum += Sign(_sortedWithZeros[i]) * ranks[i];
            squares += ranks[i] * ranks[i];
        }
        return squares > 0 ? sum / Sqrt(squares) : Number.None(AllZero);
    }

    /// <summary>The p value that is exact given the ties. R: <c>exactRankTests::wilcox.exact</c>.</summary>
    public Number ExactPGivenTies()
    {
        if (N == 0) return Number.None(AllZero);
        var (ranks, _) = Midranks.Of(Array.ConvertAll(_sorted, Abs));
        return SignedRank.OfDoubledRanks(Array.ConvertAll(ranks, rank => (int)(2 * rank))).TwoSided((int)(2 * V));
    }

    double Median() => (_sorted[(N - 1) / 2] + _sorted[N / 2]) / 2;

    Number NormalP(bool continuity)
    {
        var z = V - RankTotal / 2;
        var correction = continuity ? Sign(z) * 0.5 : 0;
        return Normal.TwoSided((z - correction) / Sqrt(Variance(N, TieSum)));
    }

    double Standardised(double shift, bool continuity)
    {
        var (v, ties, n) = SignedRankSum.At(_sorted, shift);
        var z = v - (double)n * (n + 1) / 4;
        return (z - (continuity ? double.IsNaN(z) ? 0 : Sign(z) * 0.5 : 0)) / Sqrt(Variance(n, ties));
    }

    static double Variance(double n, double ties) => n * (n + 1) * (2 * n + 1) / 24 - ties / 48;
}
