using static System.Math;

namespace Outcomes.Statistics.Distributions;

/// <summary>A distribution on the positive axis, as the quantile solver sees it.</summary>
internal interface IPositiveDistribution
{
    /// <summary>P(X ≤ x) if <paramref name="lower"/>, else P(X &gt; x).</summary>
    double Tail(double x, bool lower);

    /// <summary>The density times x, that is the derivative of the tail by ln x but for its sign.</summary>
    double LogDensity(double x);
}

/// <summary>
/// Quantiles by Newton's method for ln tail against ln x, where tails are nearly straight lines, kept inside a bracket. The
/// distribution is a struct, so the calls are direct and nothing is allocated.
/// </summary>
internal static class PositiveQuantile
{
    public static double Solve<T>(in T distribution, double tail, bool lower, double start) where T : struct, IPositiveDistribution
    {
        double low = -740, high = 709, y = Log(start);
        for (var i = 0; i < 400; i++)
        {
            var x = Exp(y);
            var at = distribution.Tail(x, lower);
            var tooSmall = lower ? at < tail : at > tail;
            if (tooSmall) low = y; else high = y;
            var step = -Log(at / tail) * at / distribution.LogDensity(x) * (lower ? 1 : -1);
            if (double.IsFinite(step) && Abs(step) < 1e-15 * Max(1, Abs(y))) return x * (1 + step);
            if (high - low < 1e-16 * Max(1, Abs(y))) return x;
            var next = y + Clamp(step, -4, 4);
            y = next > low && next < high ? next : Max(low, y - 40) / 2 + Min(high, y + 40) / 2;
        }
        return Exp(y);
    }
}
