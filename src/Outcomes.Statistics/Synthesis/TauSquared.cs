using Outcomes.Statistics.Numerics;

namespace Outcomes.Statistics.Synthesis;

/// <summary>Estimates of the variance between sites, and the sums that they need.</summary>
internal static class TauSquared
{
    // Grid points a factor of 10: two optima closer than this are one in practice.
    const int PerDecade = 8;

    /// <summary>max(0, (Q - (k - 1))/(sum w - sum w^2/sum w)), w = 1/v: DerSimonian and Laird (1986).</summary>
    public static double DerSimonianLaird(double[] effects, double[] variances)
    {
        double weights = variances.Sum(v => 1 / v), squares = variances.Sum(v => 1 / (v * v));
        var excess = Q(0, effects, variances) - (effects.Length - 1);
        return Math.Max(0, excess / (weights - squares / weights));
    }

    /// <summary>
    /// The tau^2 of greatest restricted likelihood: an exact root of its derivative, or the boundary zero.
    /// </summary>
    /// <remarks>
    /// Fisher scoring, as in metafor, stops when a step is small and may end at a lower optimum where there are two. Here the
    /// derivative is scanned over all scales that the data can have, each sign change from rising to falling is solved by Brent's
    /// method to the last digits, and the best optimum wins. Viechtbauer (2005).
    /// </remarks>
    public static double Reml(double[] effects, double[] variances)
    {
        var smallest = variances.Min() * 1e-10;
        var largest = Math.Max(variances.Max(), SumOfSquares(effects)) * 10; // beyond it the likelihood can only fall
        var (best, height) = (0.0, Likelihood(0, effects, variances));
        var ratio = Math.Pow(10, 1.0 / PerDecade);
        var rising = Score(0, effects, variances) > 0;
        for (double below = 0, above = smallest; below < largest; (below, above) = (above, above * ratio))
        {
            var stillRising = Score(above, effects, variances) > 0;
            if (rising && !stillRising)
            {
                var root = Root.Find(t => Score(t, effects, variances), below, above, 1e-15 * above);
                var likelihood = Likelihood(root, effects, variances);
                if (likelihood > height) (best, height) = (root, likelihood);
            }
            rising = stillRising;
        }
        return best;
    }

    /// <summary>The tau^2 at which Q falls to a value; 0 if it lies below that at once.</summary>
    public static double WhereQIs(double target, double[] effects, double[] variances)
    {
        if (Q(0, effects, variances) <= target) return 0;
        var high = variances.Max();
        while (Q(high, effects, variances) > target) high *= 4;
        return Root.Find(t => Q(t, effects, variances) - target, 0, high, 1e-15 * high);
    }

    /// <summary>Q(tau^2) = sum w_i (y_i - mu)^2 with w_i = 1/(v_i + tau^2).</summary>
    public static double Q(double tau2, double[] effects, double[] variances)
    {
        var (mean, _) = WeightedMean(tau2, effects, variances);
        double q = 0;
        for (var i = 0; i < effects.Length; i++) q += (effects[i] - mean) * (effects[i] - mean) / (variances[i] + tau2);
        return q;
    }

    /// <summary>The weighted mean, and the sum of weights.</summary>
    public static (double Mean, double Weights) WeightedMean(double tau2, double[] effects, double[] variances)
    {
        double sum = 0, weights = 0;
        for (var i = 0; i < effects.Length; i++)
        {
            var w = 1 / (variances[i] + tau2);
            weights += w;
            sum += w * (effects[i] - effects[0]); // from the first effect: equal effects then give exactly that effect
        }
        return (effects[0] + sum / weights, weights);
    }

    /// <summary>Twice the derivative of the restricted log likelihood: sum w^2 (y - mu)^2 - sum w + sum w^2/sum w.</summary>
    static double Score(double tau2, double[] effects, double[] variances)
    {
        var (mean, weights) = WeightedMean(tau2, effects, variances);
        double score = 0;
        for (var i = 0; i < effects.Length; i++)
        {
            var w = 1 / (variances[i] + tau2);
            var deviation = effects[i] - mean;
            score += w * (w * deviation * deviation - 1 + w / weights);
        }
        return score;
    }

    /// <summary>The restricted log likelihood less its constant: -(sum ln(v + tau^2) + ln sum w + Q)/2.</summary>
    static double Likelihood(double tau2, double[] effects, double[] variances)
    {
        var (_, weights) = WeightedMean(tau2, effects, variances);
        return -(variances.Sum(v => Math.Log(v + tau2)) + Math.Log(weights) + Q(tau2, effects, variances)) / 2;
    }

    static double SumOfSquares(double[] effects)
    {
        var mean = effects.Average();
        return effects.Sum(y => (y - mean) * (y - mean));
    }
}
