using static System.Math;

namespace Outcomes.Statistics.Descriptives;

/// <summary>Number, mean and spread of a sample.</summary>
/// <param name="N">Number of values.</param>
/// <param name="Mean">The mean; none of an empty sample.</param>
/// <param name="Variance">The variance with n − 1; none of fewer than two values.</param>
public readonly record struct Moments(int N, Number Mean, Number Variance)
{
    /// <summary>Why an empty sample has no mean.</summary>
    public const string NoValues = "no values";

    /// <summary>Why one value has no variance.</summary>
    public const string OneValue = "fewer than two values";

    /// <summary>The SD with n − 1; none of fewer than two values.</summary>
    public Number StandardDeviation => Variance.Map(Sqrt);

    /// <summary>The standard error of the mean.</summary>
    public Number StandardError => Variance.Exists ? Sqrt(Variance.Value / N) : Variance;

    /// <summary>
    /// Two passes, the second corrected for the rounding of the mean (Chan, Golub and LeVeque 1983, doi:10.1080/00031305.1983.10483115,
    /// equation 1.7), with compensated sums: NIST's hardest sets keep the digits that their data have. R: <c>mean(x)</c>, <c>var(x)</c>.
    /// </summary>
    public static Moments Of(ReadOnlySpan<double> values)
    {
        Require.Finite(values);
        var n = values.Length;
        if (n == 0) return new(0, Number.None(NoValues), Number.None(NoValues));
        var rough = Sum(values, 0) / n;
        var mean = rough + Sum(values, rough) / n;
        if (n == 1) return new(1, mean, Number.None(OneValue));
        double squares = 0, rest = 0;
        foreach (var value in values)
        {
            var d = value - mean;
            squares += d * d;
            rest += d;
        }
        return new(n, mean, (squares - rest * rest / n) / (n - 1));
    }

    /// <summary>Σ (x − origin) with Neumaier's compensation, which costs little beside the reading.</summary>
    static double Sum(ReadOnlySpan<double> values, double origin)
    {
        double sum = 0, lost = 0;
        foreach (var value in values)
        {
            var x = value - origin;
            var next = sum + x;
            lost += Abs(sum) >= Abs(x) ? sum - next + x : x - next + sum;
            sum = next;
        }
        return sum + lost;
    }
}
