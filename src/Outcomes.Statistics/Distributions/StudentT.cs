using static System.Math;

namespace Outcomes.Statistics.Distributions;

/// <summary>Student's t distribution, central; df may be fractional or infinite (then it is normal).</summary>
public static class StudentT
{
    /// <summary>P(T ≤ t). R: <c>pt(t, df)</c>.</summary>
    public static double Cdf(double t, double df) => UpperTail(-t, df);

    /// <summary>P(T &gt; t), accurate on the relative scale. R: <c>pt(t, df, lower = FALSE)</c>.</summary>
    public static double UpperTail(double t, double df) => t >= 0 ? TwoSided(t, df) / 2 : 1 - TwoSided(t, df) / 2;

    /// <summary>P(|T| &gt; |t|), the two-sided p value, accurate on the relative scale. R: <c>2 * pt(-abs(t), df)</c>.</summary>
    public static double TwoSided(double t, double df) =>
        double.IsInfinity(df) ? 2 * Normal.UpperTail(Abs(t)) : FisherF.UpperTail(t * t, 1, df);

    /// <summary>The value below which T lies with probability <paramref name="p"/>. R: <c>qt(p, df)</c>.</summary>
    public static double Quantile(double p, double df)
    {
        Require.Probability(p);
        if (double.IsInfinity(df)) return Normal.Quantile(p);
        return p < 0.5 ? -Sqrt(FisherF.UpperQuantile(2 * p, 1, df)) : Sqrt(FisherF.UpperQuantile(2 * (1 - p), 1, df));
    }

    /// <summary>The t beyond which, on either side, lies 1 − <paramref name="level"/>. R: <c>qt((1 + level) / 2, df)</c>.</summary>
    public static double Critical(double level, double df)
    {
        Require.Level(level);
        return Quantile((1 + level) / 2, df);
    }
}
