using Outcomes.Statistics.Distributions;
using static System.Math;

namespace Outcomes.Oracle;

/// <summary>
/// The studentized range by the quadrature that R uses (Copenhaver and Holland 1988, doi:10.1080/00949658808811082, with R's cut-offs).
/// R's p is off by up to 1e-6 in absolute terms, so that a p of 1e-6 may have no digit right; the library integrates to 1e-12. To tell a
/// fault of ours from one of R's, a reference made by R is compared with R's quadrature, once the library's value is within its error.
/// </summary>
public static class TukeyOfR
{
    /// <summary>How far R's quadrature is from the truth at worst, seen at 3 degrees of freedom.</summary>
    public const double QuadratureError = 5e-6;

    const double InverseSqrtTwoPi = 0.398942280401432677939946059934;

    static readonly (double[] Nodes, double[] Weights) Twelve = Legendre(12), Sixteen = Legendre(16);

    /// <summary>R's <c>ptukey(q, k, df, lower = FALSE)</c>.</summary>
    public static double UpperTail(double q, int k, double df)
    {
        if (q <= 0) return 1;
        if (df > 25000) return 1 - RangeCdf(q, k);
        double half = df / 2, length = df <= 100 ? 1 : df <= 800 ? 0.5 : df <= 5000 ? 0.25 : 0.125;
        double log = half * Log(df) - df * Log(2) - GammaFunction.Log(half) + Log(length), sum = 0;
        for (var i = 1; i <= 50; i++)
        {
            double piece = 0, middle = (2 * i - 1) * length;
            for (var j = 0; j < 16; j++)
            {
                // R goes from the ends to the middle on both sides; the order decides the last bit, and with it a small p.
                var node = j < 8 ? j : 23 - j;
                var at = middle + Sixteen.Nodes[node] * length;
                var weight = log + (half - 1) * Log(at) - at * df / 4;
                if (weight >= -30) piece += RangeCdf(q * Sqrt(at / 2), k) * Sixteen.Weights[node] * Exp(weight);
            }
            if (i * length >= 1 && piece <= 1e-14) break;
            sum += piece;
        }
        return 0.5 - Min(1, sum) + 0.5;
    }

    /// <summary>R's <c>qtukey(p, k, df, lower = FALSE)</c>: secant steps that stop at 1e-4.</summary>
    public static double UpperQuantile(double p, int k, double df)
    {
        double F(double q) => p - UpperTail(q, k, df);
        double x0 = Start(1 - p, k, df), f0 = F(x0), x1 = f0 > 0 && x0 > 1 ? Max(0, x0 - 1) : x0 + 1, f1 = F(x1), next = 0;
        for (var i = 1; i < 50; i++)
        {
            next = x1 - f1 * (x1 - x0) / (f1 - f0);
            (f0, x0) = (f1, x1);
            if (next < 0) next = 0;
            (f1, x1) = (F(next), next);
            if (Abs(x1 - x0) < 1e-4) break;
        }
        return next;
    }

    /// <summary>The starting value of Odeh and Evans (1974, AS 70) that AS 241's predecessor in R uses.</summary>
    static double Start(double p, int k, double df)
    {
        var tail = 0.5 - 0.5 * p;
        var y = Sqrt(Log(1 / (tail * tail)));
        var t = y + ((((y * -0.453642210148e-04 + -0.204231210125) * y + -0.342242088547) * y + -1) * y + 0.322232421088)
            / ((((y * 0.38560700634e-02 + 0.103537752850) * y + 0.531103462366) * y + 0.588581570495) * y + 0.993484626060e-01);
        if (df < 120) t += (t * t * t + t) / df / 4;
        var q = 0.8832 - 0.2368 * t;
        if (df < 120) q += -1.214 / df + 1.208 * t / df;
        return t * (q * Log(k - 1.0) + 1.4142);
    }

    static double RangeCdf(double w, int k)
    {
        var half = w / 2;
        if (half >= 8) return 1;
        var body = 2 * Normal.Cdf(half) - 1;
        var probability = body >= Exp(-50.0 / k) ? Pow(body, k) : 0;
        double pieces = w > 3 ? 2 : 3, low = half, step = (8 - half) / pieces, sum = 0;
        for (var i = 0; i < pieces; i++, low += step)
        {
            double piece = 0, middle = 0.5 * (low + step + low), radius = 0.5 * step;
            for (var j = 0; j < 12; j++)
            {
                var z = middle + radius * Twelve.Nodes[j];
                if (z * z > 60) break;
                piece += Exp(-z * z / 2) * Pow(Normal.Cdf(z) - Normal.Cdf(z - w), k - 1) * Twelve.Weights[j];
            }
            sum += piece * (2 * radius * k * InverseSqrtTwoPi);
        }
        probability += sum;
        return probability <= Exp(-30) ? 0 : Min(1, probability);
    }

    /// <summary>Gauss-Legendre nodes, ascending, and weights on [−1, 1] by Newton's method.</summary>
    static (double[] Nodes, double[] Weights) Legendre(int n)
    {
        double[] nodes = new double[n], weights = new double[n];
        for (var i = 0; i < n; i++)
        {
            double x = -Cos(PI * (i + 0.75) / (n + 0.5)), slope = 1;
            for (var step = 0; step < 20; step++)
            {
                double before = 1, value = x;
                for (var m = 2; m <= n; m++) (before, value) = (value, ((2 * m - 1) * x * value - (m - 1) * before) / m);
                slope = n * (x * value - before) / (x * x - 1);
                x -= value / slope;
            }
            (nodes[i], weights[i]) = (x, 2 / ((1 - x * x) * slope * slope));
        }
        return (nodes, weights);
    }
}
