using static System.Math;

namespace Outcomes.Statistics.Numerics;

/// <summary>The zero of a function of one variable.</summary>
public static class Root
{
    const double Epsilon = 2.220446049250313e-16;

    /// <summary>
    /// Brent's method (Brent 1973, chapter 4). It takes the same path as R's <c>uniroot(f, c(a, b), tol = tolerance)</c>, step by step:
    /// R's rank tests report the zero of a step function, whose value on a flat stretch is wherever that path happens to stop.
    /// </summary>
    /// <exception cref="InputException">The function has the same sign at both ends, or did not converge in 1000 steps.</exception>
    public static double Find(Func<double, double> f, double a, double b, double tolerance) => Find(f, a, b, f(a), f(b), tolerance);

    /// <summary>The same, where the values at both ends are known.</summary>
    public static double Find(Func<double, double> f, double a, double b, double fa, double fb, double tolerance)
    {
        if (fa == 0) return a;
        if (fb == 0) return b;
        if (!(fa < 0 ^ fb < 0) || double.IsNaN(fa) || double.IsNaN(fb))
            throw new InputException(nameof(f), $"values {fa:R} and {fb:R} at the ends of the interval do not differ in sign");
        double c = a, fc = fa;
        for (var i = 0; i < 1001; i++)
        {
            var previous = b - a;
            if (Abs(fc) < Abs(fb)) (a, b, c, fa, fb, fc) = (b, c, b, fb, fc, fb);
            var within = 2 * Epsilon * Abs(b) + tolerance / 2;
            var step = (c - b) / 2;
            if (Abs(step) <= within || fb == 0) return b;
            if (Abs(previous) >= within && Abs(fa) > Abs(fb)) step = Interpolated(a, b, c, fa, fb, fc, previous, within, step);
            if (Abs(step) < within) step = step > 0 ? within : -within;
            (a, fa) = (b, fb);
            b += step;
            fb = f(b);
            if ((fb > 0 && fc > 0) || (fb < 0 && fc < 0)) (c, fc) = (a, fa);
        }
        throw new InputException(nameof(f), "the root did not converge in 1000 steps");
    }

    /// <summary>The secant or inverse quadratic step where it is safe, else the bisection given.</summary>
    static double Interpolated(
        double a, double b, double c, double fa, double fb, double fc, double previous, double within, double bisection)
    {
        double p, q, cb = c - b;
        if (a == c)
        {
            var t = fb / fa;
            (p, q) = (cb * t, 1 - t);
        }
        else
        {
            double r = fa / fc, t1 = fb / fc, t2 = fb / fa;
            p = t2 * (cb * r * (r - t1) - (b - a) * (t1 - 1));
            q = (r - 1) * (t1 - 1) * (t2 - 1);
        }
        if (p > 0) q = -q; else p = -p;
        return p < 0.75 * cb * q - Abs(within * q) / 2 && p < Abs(previous * q / 2) ? p / q : bisection;
    }
}
