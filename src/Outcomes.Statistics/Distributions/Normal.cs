using MathNet.Numerics;
using static System.Math;

namespace Outcomes.Statistics.Distributions;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    const double InverseSqrtTwoPi = 0.39894228040143267794;

    /// <summary>The density φ(z). R: <c>dnorm(z)</c>.</summary>
    public static double Density(double z) => InverseSqrtTwoPi * Exp(-z * z / 2);

    /// <summary>P(Z ≤ z), accurate on the relative scale in the lower tail. R: <c>pnorm(z)</c>.</summary>
    public static double Cdf(double z) => UpperTail(-z);

    /// <summary>P(Z &gt; z), accurate on the relative scale. R: <c>pnorm(z, lower = FALSE)</c>.</summary>
    public static double UpperTail(double z)
    {
        var u = z / Sqrt(2);
        var tail = SpecialFunctions.Erfc(u) / 2;
        if (!(Abs(z) > 2)) return tail;
        // Far out the rounding of u alone costs z² units in the last place: put back what z²/2 − u² lost.
        double half = z * z / 2, square = u * u;
        var lost = half - square + (FusedMultiplyAdd(z, z / 2, -half) - FusedMultiplyAdd(u, u, -square));
        return z > 0 && double.IsFinite(lost) ? tail * (1 - lost) : tail;
    }

    /// <summary>P(|Z| &gt; |z|), the two-sided p value. R: <c>2 * pnorm(-abs(z))</c>.</summary>
    public static double TwoSided(double z) => 2 * UpperTail(Abs(z));

    /// <summary>The value below which Z lies with probability <paramref name="p"/>. R: <c>qnorm(p)</c>.</summary>
    public static double Quantile(double p)
    {
        Require.Probability(p);
        return p == 0.5 ? 0 : p < 0.5 ? -UpperQuantile(p) : UpperQuantile(1 - p);
    }

    static double UpperQuantile(double q)
    {
        if (q == 0) return double.PositiveInfinity;
        var z = Sqrt(2) * SpecialFunctions.ErfcInv(2 * q);
        // One step of Newton on the log tail mends the last digits of the rational approximation.
        var tail = UpperTail(z);
        return z + Log(tail / q) * tail / Density(z);
    }
}
