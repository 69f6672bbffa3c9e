using static System.Math;

namespace Outcomes.Statistics.Distributions;

/// <summary>
/// The studentized range: the range of k independent normal means over an independent estimate of their SD with ν degrees of freedom
/// (Tukey 1953; Copenhaver and Holland 1988, doi:10.1080/00949658808811082, whose definition R follows).
/// </summary>
/// <remarks>
/// Both integrals by the trapezoidal rule, the outer one in the log of the SD. The upper tail is integrated as such, so that small p
/// values keep their digits; R takes one minus the lower tail, which leaves it with noise below about 1e-12.
/// </remarks>
public static class StudentizedRange
{
    const double Reach = 9;

    /// <summary>P(Q ≤ q). R: <c>ptukey(q, k, df)</c>.</summary>
    public static double Cdf(double q, int k, double df) => 1 - UpperTail(q, k, df);

    /// <summary>P(Q &gt; q), accurate on the relative scale. R: <c>ptukey(q, k, df, lower = FALSE)</c>.</summary>
    public static double UpperTail(double q, int k, double df)
    {
        Require.AtLeast(2, k, nameof(k), "means");
        Require.Positive(df);
        if (double.IsNaN(q)) throw new InputException(nameof(q), "is NaN");
        if (q <= 0) return 1;
        if (df > 1e7) return RangeTail(q, k);
        // u = ln s as in the noncentral t; steps that resolve both the chi and the tail of the range.
        double step = Min(0.12, 0.55 / (Sqrt(2 * df) + q / 2)), sum = 0, norm = 0;
        for (var side = -1; side <= 1; side += 2)
            for (var i = side < 0 ? 1 : 0; ; i++)
            {
                var u = side * i * step;
                var log = df * (u - 0.5 * (Exp(2 * u) - 1));
                if (log < -700) break;
                var weight = Exp(log);
                norm += weight;
                sum += weight * RangeTail(q * Exp(u), k);
            }
        return sum / norm;
    }

    /// <summary>The value above which Q lies with probability <paramref name="p"/>. R: <c>qtukey(p, k, df, lower = FALSE)</c>.</summary>
    public static double UpperQuantile(double p, int k, double df)
    {
        if (!(p > 0 && p < 1)) throw new InputException(nameof(p), $"must lie between 0 and 1, is {p:R}");
        double low = 0, high = 4;
        while (UpperTail(high, k, df) > p) (low, high) = (high, 2 * high);
        return Numerics.Root.Find(q => Log(UpperTail(q, k, df) / p), low == 0 ? 1e-8 : low, high, 1e-13);
    }

    /// <summary>P(range of k standard normals &gt; w) = k ∫ φ(z) {Φ(z)^(k−1) − [Φ(z) − Φ(z − w)]^(k−1)} dz, z being the largest.</summary>
    static double RangeTail(double w, int k)
    {
        const double Step = 0.22;
        if (w < 1e-12) return 1;
        // For large w the mass sits near z = w/2, where the largest and the smallest share the distance.
        double sum = 0, to = Min(w, 38) + Reach;
        for (var z = -Reach; z <= to; z += Step)
        {
            var below = Normal.Cdf(z);
            var share = Normal.Cdf(z - w) / below;
            sum += Normal.Density(z) * Pow(below, k - 1) * (share >= 1 ? 1 : -ExpM1((k - 1) * GammaFunction.Log1p(-share)));
        }
        return Min(1, sum * Step * k);
    }

    static double ExpM1(double x) => Abs(x) > 0.5 ? Exp(x) - 1 : 2 * Sinh(x / 2) * Exp(x / 2);
}
