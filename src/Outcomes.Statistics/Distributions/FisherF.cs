using static System.Math;

namespace Outcomes.Statistics.Distributions;

/// <summary>Fisher's F distribution, central.</summary>
public static class FisherF
{
    /// <summary>P(F ≤ f). R: <c>pf(f, df1, df2)</c>.</summary>
    public static double Cdf(double f, double df1, double df2) => new Ratio(df1, df2).Tail(f, true);

    /// <summary>P(F &gt; f), accurate on the relative scale. R: <c>pf(f, df1, df2, lower = FALSE)</c>.</summary>
    public static double UpperTail(double f, double df1, double df2) => new Ratio(df1, df2).Tail(f, false);

    /// <summary>The value below which F lies with probability <paramref name="p"/>. R: <c>qf(p, df1, df2)</c>.</summary>
    public static double Quantile(double p, double df1, double df2)
    {
        Require.Probability(p);
        return p > 0.5 ? UpperQuantile(1 - p, df1, df2) : p == 0 ? 0 : PositiveQuantile.Solve(new Ratio(df1, df2), p, true, 1);
    }

    /// <summary>The value above which F lies with probability <paramref name="q"/>. R: <c>qf(q, df1, df2, lower = FALSE)</c>.</summary>
    public static double UpperQuantile(double q, double df1, double df2)
    {
        Require.Probability(q, nameof(q));
        if (q > 0.5) return Quantile(1 - q, df1, df2);
        return q == 0 ? double.PositiveInfinity : PositiveQuantile.Solve(new Ratio(df1, df2), q, false, 1);
    }

    readonly struct Ratio : IPositiveDistribution
    {
        readonly double _df1, _df2;

        public Ratio(double df1, double df2)
        {
            Require.Positive(df1);
            Require.Positive(df2);
            (_df1, _df2) = (df1, df2);
        }

        public double Tail(double f, bool lower)
        {
            if (!(f > 0)) return double.IsNaN(f) ? throw new InputException(nameof(f), "is NaN") : lower ? 0 : 1;
            if (double.IsPositiveInfinity(f)) return lower ? 1 : 0;
            if (double.IsInfinity(_df2)) return lower ? GammaFunction.Lower(_df1 / 2, _df1 * f / 2) : GammaFunction.Upper(_df1 / 2, _df1 * f / 2);
            var (x, y) = Split(f);
            return lower ? BetaFunction.Lower(_df1 / 2, _df2 / 2, x, y) : BetaFunction.Lower(_df2 / 2, _df1 / 2, y, x);
        }

        public double LogDensity(double f)
        {
            if (double.IsInfinity(_df2)) return _df1 / 2 * GammaFunction.Poisson(_df1 / 2, _df1 * f / 2);
            var (x, y) = Split(f);
            return BetaFunction.Kernel(_df1 / 2, _df2 / 2, x, y);
        }

        (double X, double Y) Split(double f)
        {
            var ratio = _df1 / _df2 * f;
            return ratio < 1 ? (ratio / (1 + ratio), 1 / (1 + ratio)) : (1 / (1 + 1 / ratio), 1 / (1 + ratio));
        }
    }
}
