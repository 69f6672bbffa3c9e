using Outcomes.Statistics.Distributions;
using static System.Math;

namespace Outcomes.Statistics.Models;

/// <summary>Shapiro and Wilk's test of normality.</summary>
/// <param name="W">The statistic: 1 for a straight normal plot.</param>
/// <param name="P">The p value.</param>
public readonly record struct ShapiroWilk(double W, double P)
{
    /// <summary>
    /// By Royston's approximation for 3 to 5000 values (Royston 1995, doi:10.2307/2986146, AS R94). R: <c>shapiro.test(x)</c>.
    /// </summary>
    /// <exception cref="InputException">Too few or too many values, or all are equal.</exception>
    public static ShapiroWilk Test(ReadOnlySpan<double> values)
    {
        Require.Finite(values);
        var n = values.Length;
        if (n is < 3 or > 5000) throw new InputException(nameof(values), $"needs 3 to 5000 values, has {n}");
        var x = values.ToArray();
        Array.Sort(x);
        var range = x[^1] - x[0];
        if (!(range > 0)) throw new InputException(nameof(values), "all values are equal");
        var a = Weights(n);
        double mean = 0, squares = 0, cross = 0;
        foreach (var value in x) mean += value / range;
        mean /= n;
        for (var i = 0; i < n; i++)
        {
            var d = x[i] / range - mean;
            squares += d * d;
            cross += a[i] * x[i] / range;
        }
        // 1 − W as a difference of squares keeps its digits where W is near 1.
        var norm = Sqrt(squares);
        var lack = (norm - cross) * (norm + cross) / squares;
        return new(1 - lack, Tail(n, lack));
    }

    /// <summary>Antisymmetric weights of the order statistics: the two outermost by polynomials in 1/√n, the rest as normal scores.</summary>
    static double[] Weights(int n)
    {
        var a = new double[n];
        if (n == 3)
        {
            (a[0], a[2]) = (-Sqrt(0.5), Sqrt(0.5));
            return a;
        }
        var scores = new double[n / 2];
        double sum = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = -Normal.Quantile((i + 1 - 0.375) / (n + 0.25));
            sum += 2 * scores[i] * scores[i];
        }
        double u = 1 / Sqrt(n), norm = Sqrt(sum);
        var first = scores[0] / norm + Polynomial(u, 0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056);
        var second = n > 5 ? scores[1] / norm + Polynomial(u, 0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633) : 0;
        var outer = n > 5 ? 2 : 1;
        var left = sum - 2 * scores[0] * scores[0] - (n > 5 ? 2 * scores[1] * scores[1] : 0);
        var factor = Sqrt(left / (1 - 2 * first * first - 2 * second * second));
        for (var i = 0; i < scores.Length; i++)
        {
            var weight = i == 0 ? first : i < outer ? second : scores[i] / factor;
            (a[i], a[n - 1 - i]) = (-weight, weight);
        }
        return a;
    }

    static double Tail(int n, double lack)
    {
        if (n == 3) return Max(0, 6 / PI * (Asin(Sqrt(1 - lack)) - PI / 3));
        double y = Log(lack), mean, sd;
        if (n <= 11)
        {
            var gamma = Polynomial(n, -2.273, 0.459);
            if (y >= gamma) return 1e-99;
            y = -Log(gamma - y);
            mean = Polynomial(n, 0.544, -0.39978, 0.025054, -6.714e-4);
            sd = Exp(Polynomial(n, 1.3822, -0.77857, 0.062767, -0.0020322));
        }
        else
        {
            var log = Log(n);
            mean = Polynomial(log, -1.5861, -0.31082, -0.083751, 0.0038915);
            sd = Exp(Polynomial(log, -0.4803, -0.082676, 0.0030302));
        }
        return Normal.UpperTail((y - mean) / sd);
    }

    static double Polynomial(double x, params ReadOnlySpan<double> coefficients)
    {
        double sum = 0;
        for (var i = coefficients.Length - 1; i >= 0; i--) sum = sum * x + coefficients[i];
        return sum;
    }
}
