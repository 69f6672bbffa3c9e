namespace Outcomes.Statistics.Distributions;

/// <summary>The χ² distribution: F with infinite second degrees of freedom, times the first.</summary>
public static class ChiSquared
{
    /// <summary>P(X ≤ x). R: <c>pchisq(x, df)</c>.</summary>
    public static double Cdf(double x, double df) => FisherF.Cdf(x / df, df, double.PositiveInfinity);

    /// <summary>P(X &gt; x), accurate on the relative scale. R: <c>pchisq(x, df, lower = FALSE)</c>.</summary>
    public static double UpperTail(double x, double df) => FisherF.UpperTail(x / df, df, double.PositiveInfinity);

    /// <summary>The value below which X lies with probability <paramref name="p"/>. R: <c>qchisq(p, df)</c>.</summary>
    public static double Quantile(double p, double df) => df * FisherF.Quantile(p, df, double.PositiveInfinity);

    /// <summary>The value above which X lies with probability <paramref name="q"/>. R: <c>qchisq(q, df, lower = FALSE)</c>.</summary>
    public static double UpperQuantile(double q, double df) => df * FisherF.UpperQuantile(q, df, double.PositiveInfinity);
}
