using Outcomes.Statistics.Distributions;
using static System.Math;

namespace Outcomes.Statistics.Descriptives;

/// <summary>
/// Description of a sample: location, spread and shape. R: <c>mean</c>, <c>sd</c>, <c>quantile</c>, <c>mad</c>, <c>psych::skew</c>,
/// <c>psych::kurtosi</c>. Members that do not exist for the sample say why.
/// </summary>
public sealed class Summary
{
    readonly double[] _sorted;
    readonly Number _g1, _g2;

    Summary(double[] sorted, int missing)
    {
        (_sorted, Missing, Moments) = (sorted, missing, Moments.Of(sorted));
        (_g1, _g2) = Shape();
    }

    /// <summary>Number of values that are there.</summary>
    public int N => _sorted.Length;

    /// <summary>Number of values that are missing.</summary>
    public int Missing { get; }

    /// <summary>Number, mean and variance.</summary>
    public Moments Moments { get; }

    /// <summary>The median.</summary>
    public Number Median => Quantile7(0.5);

    /// <summary>The smallest value.</summary>
    public Number Minimum => N > 0 ? _sorted[0] : Number.None(Moments.NoValues);

    /// <summary>The largest value.</summary>
    public Number Maximum => N > 0 ? _sorted[^1] : Number.None(Moments.NoValues);

    /// <summary>The median absolute deviation from the median × 1.4826, consistent with the SD of a normal. R: <c>mad(x)</c>.</summary>
    public Number MedianAbsoluteDeviation => N == 0 ? Number.None(Moments.NoValues)
        : 1.4826 * Of(Array.ConvertAll(_sorted, value => Abs(value - Median.Value))).Median.Value;

    /// <summary>Skewness g1 = m3 / m2^1.5 (type 1).</summary>
    public Number Skewness1 => _g1;

    /// <summary>Skewness G1, as SAS, SPSS and Excel have it (type 2).</summary>
    public Number Skewness2 => N > 2 ? _g1.Map(g => g * Sqrt((double)N * (N - 1)) / (N - 2)) : Number.None("fewer than three values");

    /// <summary>Skewness b1 = m3 / s³ (type 3, the default of <c>psych::skew</c>).</summary>
    public Number Skewness3 => _g1.Map(g => g * Pow((N - 1.0) / N, 1.5));

    /// <summary>Excess kurtosis g2 = m4 / m2² − 3 (type 1).</summary>
    public Number Kurtosis1 => _g2;

    /// <summary>Excess kurtosis G2, as SAS, SPSS and Excel have it (type 2).</summary>
    public Number Kurtosis2 => N > 3
        ? _g2.Map(g => (N - 1.0) / ((N - 2.0) * (N - 3.0)) * ((N + 1.0) * g + 6)) : Number.None("fewer than four values");

    /// <summary>Excess kurtosis b2 = m4 / s⁴ − 3 (type 3, the default of <c>psych::kurtosi</c>).</summary>
    public Number Kurtosis3 => _g2.Map(g => (g + 3) * (1 - 1.0 / N) * (1 - 1.0 / N) - 3);

    /// <summary>Describes the values; NaN is missing and counted.</summary>
    /// <exception cref="InputException">A value is infinite.</exception>
    public static Summary Of(ReadOnlySpan<double> values)
    {
        Require.NotInfinite(values);
        var sorted = new double[values.Length];
        var n = 0;
        foreach (var value in values)
            if (!double.IsNaN(value)) sorted[n++] = value;
        Array.Resize(ref sorted, n);
        Array.Sort(sorted);
        return new(sorted, values.Length - n);
    }

    /// <summary>The t interval of the mean; null of fewer than two values.</summary>
    public Interval? MeanInterval(double level = 0.95) => Moments.StandardError.Exists
        ? Interval.Around(Moments.Mean.Value, StudentT.Critical(level, N - 1) * Moments.StandardError.Value, level) : null;

    /// <summary>A quantile of type 7, the default of R, NumPy and Excel's PERCENTILE.INC (Hyndman and Fan 1996, doi:10.2307/2684934).</summary>
    public Number Quantile7(double p) => Quantile(p, (N - 1) * p);

    /// <summary>A quantile of type 6, that of SPSS and Excel's PERCENTILE.EXC.</summary>
    public Number Quantile6(double p) => Quantile(p, (N + 1) * p - 1);

    /// <summary>The mean without the lowest and the highest share. R: <c>mean(x, trim = share)</c>.</summary>
    public Number TrimmedMean(double share)
    {
        if (!(share >= 0 && share <= 0.5)) throw new InputException(nameof(share), $"must lie between 0 and ½, is {share:R}");
        if (share == 0.5) return Median;
        var cut = (int)Floor(N * share);
        return Moments.Of(_sorted.AsSpan(cut, N - 2 * cut)).Mean;
    }

    Number Quantile(double p, double position)
    {
        Require.Probability(p);
        if (N == 0) return Number.None(Moments.NoValues);
        // R's slack: a position that is whole but for rounding is taken as whole.
        var below = (int)Floor(position + 9e-16);
        var weight = Abs(position - below) < 9e-16 ? 0 : position - below;
        double at = _sorted[Clamp(below, 0, N - 1)], next = _sorted[Clamp(below + 1, 0, N - 1)];
        return weight == 0 ? at : (1 - weight) * at + weight * next;
    }

    (Number G1, Number G2) Shape()
    {
        double s2 = 0, s3 = 0, s4 = 0;
        foreach (var value in _sorted)
        {
            double d = value - Moments.Mean.Value, square = d * d;
            s2 += square;
            s3 += square * d;
            s4 += square * square;
        }
        var none = Number.None(N == 0 ? Moments.NoValues : "the values do not vary");
        if (!(s2 > 0)) return (none, none);
        var m2 = s2 / N;
        return (s3 / N / Pow(m2, 1.5), s4 / N / (m2 * m2) - 3);
    }
}
