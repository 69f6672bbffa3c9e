using static System.Math;

namespace Outcomes.Statistics.Distributions;

/// <summary>
/// The noncentral t distribution: T = (Z + δ) / S with S² = χ²/ν. Both tails are accurate on the relative scale, for any δ; R's
/// <c>pt(t, df, ncp)</c> fails beyond |ncp| 37.6 and loses the lower tail.
/// </summary>
/// <remarks>
/// P(T &gt; t) = ∫ Φ(δ − t s) f(s) ds by the trapezoidal rule in u = ln s. The integrand is analytic and dies off on both sides, so the
/// rule converges exponentially: 30 to 100 nodes give 1e-14. The series of incomplete betas (Lenth 1989, AS 243) was tried on paper and
/// rejected: e^(−δ²/2) underflows at 38, and its error is absolute, not relative. The weights depend on ν alone, so that finding a
/// limit, which asks at several δ, makes them once and without allocating.
/// </remarks>
public static class NoncentralT
{
    const int StackNodes = 256;
    const int MaximumNodes = 200_000;

    /// <summary>P(T ≤ t) with noncentrality <paramref name="ncp"/>. R: <c>pt(t, df, ncp)</c>.</summary>
    public static double Cdf(double t, double df, double ncp) => UpperTail(-t, df, -ncp);

    /// <summary>P(T &gt; t) with noncentrality <paramref name="ncp"/>. R: <c>pt(t, df, ncp, lower = FALSE)</c>.</summary>
    public static double UpperTail(double t, double df, double ncp)
    {
        Check(t, df);
        if (!double.IsFinite(ncp)) throw new InputException(nameof(ncp), "is not finite");
        var grid = new Grid(df, t, 720);
        Span<double> scale = grid.Count <= StackNodes ? stackalloc double[StackNodes] : new double[grid.Count];
        Span<double> weight = grid.Count <= StackNodes ? stackalloc double[StackNodes] : new double[grid.Count];
        grid.Fill(scale, weight);
        return Tail(t, ncp, scale[..grid.Count], weight[..grid.Count]).Upper;
    }

    /// <summary>
    /// Limits for the noncentrality by pivoting: the lower limit solves P(T &gt; t) = (1 − level)/2, the upper P(T ≤ t) = (1 − level)/2
    /// (Steiger and Fouladi 1997). R: <c>MBESS::conf.limits.nct(t, df, conf.level = level)</c>.
    /// </summary>
    public static Interval NoncentralityInterval(double t, double df, double level)
    {
        Check(t, df);
        Require.Level(level);
        // Weights below e^-44 cannot move a tail of a few per cent in the last digit.
        var grid = new Grid(df, t, 44 - Log(1 - level));
        Span<double> scale = grid.Count <= StackNodes ? stackalloc double[StackNodes] : new double[grid.Count];
        Span<double> weight = grid.Count <= StackNodes ? stackalloc double[StackNodes] : new double[grid.Count];
        grid.Fill(scale, weight);
        scale = scale[..grid.Count];
        weight = weight[..grid.Count];
        var z = Normal.Quantile((1 + level) / 2);
        return new(Pivot(t, df, z, false, scale, weight), Pivot(t, df, z, true, scale, weight), level);
    }

    /// <summary>Newton's method for the probit of the tail, which is nearly linear in δ: three or four steps.</summary>
    static double Pivot(double t, double df, double z, bool upper, ReadOnlySpan<double> scale, ReadOnlySpan<double> weight)
    {
        var target = Normal.UpperTail(z);
        var sign = upper ? 1 : -1;
        // Where the chi is replaced by its mean and the variance by its first-order form (Johnson and Welch 1940).
        var ncp = t * (1 - 1 / (4 * df)) + sign * z * Sqrt(1 + t * t / (2 * df));
        for (var i = 0; i < 60; i++)
        {
            var (tail, lower, slope) = Tail(t, ncp, scale, weight);
            var p = upper ? lower : tail;
            var probit = Normal.Quantile(Clamp(p, 1e-300, 1 - 1e-16));
            var step = sign * (probit + z) * Normal.Density(probit) / slope;
            ncp += Clamp(step, -10 - Abs(ncp), 10 + Abs(ncp));
            // Newton doubles the digits, and the probit is nearly straight: after a step of 1e-6 the next would be below 1e-13.
            if (Abs(step) <= 1e-6 * (1 + Abs(ncp))) return ncp;
        }
        throw new InputException(nameof(t), $"the limit of the noncentrality did not converge at t = {t:R}, df = {df:R}, p = {target:R}");
    }

    /// <summary>Both tails at t, and the derivative of the upper by δ.</summary>
    static (double Upper, double Lower, double Slope) Tail(double t, double ncp, ReadOnlySpan<double> scale, ReadOnlySpan<double> weight)
    {
        double upper = 0, lower = 0, slope = 0;
        for (var i = 0; i < scale.Length; i++)
        {
            var z = t * scale[i] - ncp;
            var small = Normal.UpperTail(Abs(z));
            upper += weight[i] * (z > 0 ? small : 1 - small);
            lower += weight[i] * (z > 0 ? 1 - small : small);
            slope += weight[i] * Normal.Density(z);
        }
        return (upper, lower, slope);
    }

    static void Check(double t, double df)
    {
        if (!double.IsFinite(t)) throw new InputException(nameof(t), "is not finite");
        if (!(df > 0) || double.IsInfinity(df)) throw new InputException(nameof(df), $"must be positive and finite, is {df:R}");
    }

    /// <summary>Equally spaced u = ln s over all where the density of u exceeds e^−depth of its peak.</summary>
    readonly struct Grid
    {
        readonly double _df, _start, _step;

        public Grid(double df, double t, double depth)
        {
            _df = df;
            // ln density is ν(u + ½ − ½e^2u) to a constant. To the left it falls at most linearly, to the right as the exponential.
            _start = Edge(df, depth, -1);
            var end = Edge(df, depth, 1);
            // Half the strip in which the integrand stays bounded sets the step (Trefethen and Weideman 2014, theorem 5.1).
            _step = Min(0.12, 0.55 / (Sqrt(2 * df) + Abs(t)));
            var count = Ceiling((end - _start) / _step) + 1;
            if (count > MaximumNodes) throw new InputException(nameof(t), $"t = {t:R} is too large for the noncentral t distribution");
            Count = (int)count;
        }

        public int Count { get; }

        public void Fill(Span<double> scale, Span<double> weight)
        {
            double sum = 0;
            for (var i = 0; i < Count; i++)
            {
                var u = _start + i * _step;
                scale[i] = Exp(u);
                weight[i] = Exp(_df * Shape(u));
                sum += weight[i];
            }
            // The rule integrates the density itself as exactly, so its sum is the normalising constant.
            for (var i = 0; i < Count; i++) weight[i] /= sum;
        }

        static double Shape(double u) =>
            Abs(u) < 0.05 ? -u * u * (1 + u * (2.0 / 3 + u * (1.0 / 3 + u * (2.0 / 15 + u * (2.0 / 45 + u * (4.0 / 315 + u / 315))))))
            : u + 0.5 - 0.5 * Exp(2 * u);

        static double Edge(double df, double depth, int side)
        {
            double near = 0, far = side * Max(Sqrt(depth / df), depth / df + 1);
            for (var i = 0; i < 60; i++)
            {
                var middle = (near + far) / 2;
                if (df * Shape(middle) > -depth) near = middle; else far = middle;
            }
            return far;
        }
    }
}
