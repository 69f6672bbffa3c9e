using static System.Math;

namespace Outcomes.Statistics.Distributions;

/// <summary>
/// The gamma function and its regularised incomplete form, accurate to about 1e-14 relative in both tails.
/// </summary>
/// <remarks>
/// The density in front of every continued fraction is Loader's saddle-point form (Loader C., 2000, "Fast and accurate computation of
/// binomial probabilities"), which keeps its digits where exp of a difference of log-gammas loses them.
/// MathNet's incomplete functions were measured and not used: off by 4e-12 at 68 degrees of freedom, 4e-10 at a million.
/// </remarks>
public static class GammaFunction
{
    internal const double HalfLogTwoPi = 0.91893853320467274178;
    const int MaximumTerms = 1_000_000;

    /// <summary>ln Γ(x) for x &gt; 0. R: <c>lgamma(x)</c>.</summary>
    public static double Log(double x)
    {
        Require.Positive(x);
        return (x - 0.5) * Math.Log(x) - x + HalfLogTwoPi + StirlingError(x);
    }

    /// <summary>ln Γ(x + ½) − ln Γ(x) without cancellation: Hedges' correction at large degrees of freedom needs it.</summary>
    internal static double LogHalfStep(double x) =>
        x * Log1p(0.5 / x) + 0.5 * Math.Log(x) - 0.5 + StirlingError(x + 0.5) - StirlingError(x);

    /// <summary>ln Γ(x + 1) less Stirling's approximation (x + ½) ln x − x + ½ ln 2π.</summary>
    internal static double StirlingError(double x)
    {
        double shifted = 0;
        for (; x < 8; x++) shifted += StirlingStep(x);
        var r = 1 / (x * x);
        var series = 1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188
            - r * (691.0 / 360360 - r * (1.0 / 156 - r * (3617.0 / 122400 - r * (43867.0 / 244188))))))));
        return shifted + series / x;
    }

    /// <summary>(x + ½) ln(1 + 1/x) − 1, by the series of artanh where the subtraction would cancel.</summary>
    static double StirlingStep(double x)
    {
        if (x < 1) return (x + 0.5) * Math.Log((x + 1) / x) - 1;
        var w = 1 / (2 * x + 1);
        double sum = 0, power = w * w;
        for (var odd = 3; power > 1e-19; odd += 2, power *= w * w) sum += power / odd;
        return sum;
    }

    /// <summary>x ln(x/m) + m − x, without cancellation for x near m (Loader 2000, bd0).</summary>
    internal static double Deviance(double x, double m)
    {
        if (x == 0) return m;
        if (Abs(x - m) >= 0.1 * (x + m)) return x * Math.Log(x / m) + m - x;
        var v = (x - m) / (x + m);
        double sum = (x - m) * v, term = 2 * x * v;
        for (var j = 3; ; j += 2)
        {
            term *= v * v;
            var next = sum + term / j;
            if (next == sum) return next;
            sum = next;
        }
    }

    /// <summary>Lower regularised incomplete gamma P(a, x). R: <c>pgamma(x, a)</c>.</summary>
    public static double Lower(double a, double x) =>
        x <= 0 ? 0 : double.IsPositiveInfinity(x) ? 1 : x < a + 1 ? LowerSeries(a, x) : 1 - UpperFraction(a, x);

    /// <summary>Upper regularised incomplete gamma Q(a, x), accurate on the relative scale. R: <c>pgamma(x, a, lower = FALSE)</c>.</summary>
    public static double Upper(double a, double x) =>
        x <= 0 ? 1 : double.IsPositiveInfinity(x) ? 0 : x < a + 1 ? 1 - LowerSeries(a, x) : UpperFraction(a, x);

    /// <summary>x^a e^−x / Γ(a + 1).</summary>
    internal static double Poisson(double a, double x) => Exp(-StirlingError(a) - Deviance(a, x)) / Sqrt(2 * PI * a);

    static double LowerSeries(double a, double x)
    {
        double sum = 1, term = 1;
        for (var n = 1; n < MaximumTerms; n++)
        {
            term *= x / (a + n);
            sum += term;
            if (term < sum * 1e-17) return sum * Poisson(a, x);
        }
        throw new InputException(nameof(x), $"the incomplete gamma series did not converge at a = {a:R}, x = {x:R}");
    }

    static double UpperFraction(double a, double x)
    {
        double b = x + 1 - a, c = 1e300, d = 1 / b, h = d;
        for (var n = 1; n < MaximumTerms; n++)
        {
            var an = -n * (n - a);
            b += 2;
            d = 1 / NotZero(an * d + b);
            c = NotZero(b + an / c);
            h *= d * c;
            if (Abs(d * c - 1) < 4e-16) return h * a * Poisson(a, x);
        }
        throw new InputException(nameof(x), $"the incomplete gamma fraction did not converge at a = {a:R}, x = {x:R}");
    }

    /// <summary>ln(1 + x), whole for small x (Kahan's correction of the rounded sum; .NET has none for doubles that is as accurate).</summary>
    internal static double Log1p(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : Math.Log(u) * (x / (u - 1));
    }

    internal static double NotZero(double x) => Abs(x) < 1e-300 ? 1e-300 : x;
}
