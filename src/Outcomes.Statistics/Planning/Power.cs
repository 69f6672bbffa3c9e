using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.Numerics;

namespace Outcomes.Statistics.Planning;

/// <summary>Power of t tests and the sample sizes that reach it, from the noncentral t distribution.</summary>
/// <remarks>
/// <para>Effects are standardized: a difference of means over the standard deviation within an arm (d), or a mean change over the standard
/// deviation of changes (d_z). Tests are two-sided and both tails count, as with R's <c>strict = TRUE</c>.</para>
/// <para>With a baseline of correlation r in the model, the outcome's residual standard deviation is sqrt(1 - r^2) times as large: divide d
/// by that (Borm, G. F., Fransen, J. and Lemmens, W. A. J. G. (2007), Journal of Clinical Epidemiology 60, 1234-1238,
/// https://doi.org/10.1016/j.jclinepi.2007.02.006).</para>
/// <para>Reference: Cohen, J. (1988), Statistical Power Analysis for the Behavioral Sciences, 2nd ed., chapter 2,
/// https://doi.org/10.4324/9780203771587. R: <c>power.t.test(strict = TRUE)</c>, <c>pwr::pwr.t2n.test</c>.</para>
/// </remarks>
public static class Power
{
    const int Largest = 1 << 30;

    /// <summary>Power of the comparison of two independent arms.</summary>
    /// <param name="first">People in the first arm; two arms need three people.</param>
    /// <param name="second">People in the second arm.</param>
    /// <param name="effect">Cohen's d, of either sign.</param>
    /// <param name="alpha">Two-sided level.</param>
    /// <remarks>P(|T| &gt; t) with df = n1 + n2 - 2 and noncentrality d sqrt(n1 n2/(n1 + n2)).</remarks>
    /// <exception cref="InputException">An empty arm, too few people, an effect that is not finite or a level outside 0 to 1.</exception>
    public static double OfTwoArms(int first, int second, double effect, double alpha = 0.05)
    {
        Require.AtLeast(1, first, nameof(first), "person");
        Require.AtLeast(1, second, nameof(second), "person");
        Require.AtLeast(3, first + second, nameof(second), "people in both arms");
        return OfT(effect * Math.Sqrt((double)first * second / (first + second)), first + second - 2.0, alpha);
    }

    /// <summary>Power of the test of a mean change in one group. R: <c>power.t.test(type = "paired", strict = TRUE)</c>.</summary>
    /// <param name="pairs">People measured twice, at least two.</param>
    /// <param name="effect">d_z = mean change over standard deviation of changes.</param>
    /// <param name="alpha">Two-sided level.</param>
    public static double OfChange(int pairs, double effect, double alpha = 0.05)
    {
        Require.AtLeast(2, pairs, nameof(pairs), "pairs");
        return OfT(effect * Math.Sqrt(pairs), pairs - 1.0, alpha);
    }

    /// <summary>P(|T| &gt; t(1 - alpha/2, df)) for noncentral t: what every power here comes down to.</summary>
    internal static double OfT(double noncentrality, double df, double alpha)
    {
        if (!double.IsFinite(noncentrality)) throw new InputException("effect", "is not finite");
        Require.Level(alpha);
        var critical = StudentT.Quantile(1 - alpha / 2, df);
        return NoncentralT.UpperTail(critical, df, noncentrality) + NoncentralT.Cdf(-critical, df, noncentrality);
    }

    /// <summary>The fewest people in the first arm that reach a power.</summary>
    /// <param name="effect">Cohen's d, not zero.</param>
    /// <param name="power">Wanted, above alpha and below 1.</param>
    /// <param name="ratio">People in the second arm for one in the first; rounded up.</param>
    /// <param name="alpha">Two-sided level.</param>
    /// <returns>Numbers for both arms. R's <c>power.t.test</c> gives a fraction: round it up.</returns>
    /// <exception cref="InputException">An effect of zero, or a power that cannot be reached.</exception>
    public static (int First, int Second) SampleSize(double effect, double power = 0.8, double ratio = 1, double alpha = 0.05)
    {
        Require.Positive(ratio);
        CheckGoal(effect, power, alpha);
        int Second(int first) => (int)Math.Min(Largest, Math.Ceiling(first * ratio - 1e-9));
        var first = Fewest(2, n => OfTwoArms(n, Second(n), effect, alpha) >= power, nameof(effect));
        return (first, Second(first));
    }

    /// <summary>The fewest pairs that reach a power for a mean change.</summary>
    /// <inheritdoc cref="SampleSize"/>
    public static int PairsNeeded(double effect, double power = 0.8, double alpha = 0.05)
    {
        CheckGoal(effect, power, alpha);
        return Fewest(2, n => OfChange(n, effect, alpha) >= power, nameof(effect));
    }

    /// <summary>The smallest d that two arms of these sizes detect with a power.</summary>
    /// <remarks>Not the d that a finished study could have found: power after the fact says nothing that p does not.</remarks>
    public static double DetectableEffect(int first, int second, double power = 0.8, double alpha = 0.05) =>
        SmallestEffect(d => OfTwoArms(first, second, d, alpha), power, alpha);

    /// <summary>How many to recruit so that enough stay: needed/(1 - dropout), rounded up.</summary>
    /// <param name="needed">People to be analysed.</param>
    /// <param name="dropout">Expected share lost, from 0 to below 1.</param>
    public static int WithDropout(int needed, double dropout)
    {
        if (!(dropout >= 0 && dropout < 1)) throw new InputException(nameof(dropout), $"a share from 0 to below 1, not {dropout:R}");
        return (int)Math.Ceiling(needed / (1 - dropout) - 1e-9);
    }

    internal static double SmallestEffect(Func<double, double> powerOf, double power, double alpha)
    {
        CheckGoal(1, power, alpha);
        var high = 1.0;
        while (powerOf(high) < power) high *= 2;
        return Root.Find(d => powerOf(d) - power, 0, high, 1e-12 * high);
    }

    internal static void CheckGoal(double effect, double power, double alpha)
    {
        Require.Level(alpha);
        if (!double.IsFinite(effect) || effect == 0) throw new InputException(nameof(effect), "must be finite and not zero");
        if (!(power > alpha && power < 1))
            throw new InputException(nameof(power), $"lies above alpha and below 1, not {power:R}");
    }

    /// <summary>The smallest n at which the goal is met; power rises with n.</summary>
    internal static int Fewest(int least, Func<int, bool> met, string argument)
    {
        var high = least;
        while (!met(high))
        {
            if (high >= Largest / 2) throw new InputException(argument, "is too small: no sample size reaches this power");
            high *= 2;
        }
        for (var low = least; low < high;)
        {
            var middle = low + (high - low) / 2;
            if (met(middle)) high = middle;
            else low = middle + 1;
        }
        return high;
    }
}
