using static System.Math;

namespace Outcomes.Statistics.Descriptives;

/// <summary>A Gaussian kernel density of a sample: f(x) = Σ φ((x − xᵢ)/h) / (n h).</summary>
/// <remarks>
/// The bandwidth is Silverman's rule of thumb, h = 0.9 min(s, IQR/1.34) n^(−1/5) (Silverman 1986, Density Estimation for Statistics and Data
/// Analysis, equation 3.31, doi:10.1201/9781315140919): <c>bw.nrd0(x)</c> in R, quartiles of type 7. The sum is exact; R's <c>density(x)</c> bins the
/// data for its Fourier transform and is off by some 1e-3 of the height. The same number in R: <c>mean(dnorm(at, x, bw.nrd0(x)))</c>.
/// Made for one hump: several sharp ones are smoothed into each other.
/// </remarks>
public sealed class KernelDensity
{
    /// <summary>How far beyond the sample a grid reaches, in bandwidths. R: <c>density(cut = 3)</c>.</summary>
    public const double Cut = 3;

    readonly double[] _values;

    KernelDensity(double[] values, double bandwidth) => (_values, Bandwidth) = (values, bandwidth);

    /// <summary>h, in the unit of the values.</summary>
    public double Bandwidth { get; }

    /// <summary>From a sample.</summary>
    /// <exception cref="InputException">Fewer than two values, one that is not finite, or all are equal: then no density exists.</exception>
    public static KernelDensity Of(ReadOnlySpan<double> values)
    {
        Require.AtLeast(2, values.Length, nameof(values));
        Require.Finite(values);
        var summary = Summary.Of(values);
        double sd = summary.Moments.StandardDeviation.Value, quartiles = summary.Quantile7(0.75).Value - summary.Quantile7(0.25).Value;
        // Where half of the sample or more is one value the quartiles do not differ; R then takes the SD alone.
        var spread = quartiles > 0 ? Min(sd, quartiles / 1.34) : sd;
        if (!(spread > 0)) throw new InputException(nameof(values), "do not vary");
        return new(values.ToArray(), 0.9 * spread * Pow(values.Length, -0.2));
    }

    /// <summary>The density at a point.</summary>
    public double At(double point)
    {
        double sum = 0;
        foreach (var value in _values)
        {
            var z = (point - value) / Bandwidth;
            sum += Exp(-0.5 * z * z);
        }
        return sum / (_values.Length * Bandwidth * Sqrt(2 * PI));
    }

    /// <summary>Evenly spaced points over the sample's range and <see cref="Cut"/> bandwidths beyond it. R: <c>density(x, n = points)$x</c>.</summary>
    /// <exception cref="InputException">Fewer than two points.</exception>
    public IReadOnlyList<double> Grid(int points)
    {
        Require.AtLeast(2, points, nameof(points), "points");
        double from = _values.Min() - Cut * Bandwidth, to = _values.Max() + Cut * Bandwidth;
        return [.. Enumerable.Range(0, points).Select(i => from + (to - from) * i / (points - 1))];
    }
}
