using Outcomes.Statistics.Distributions;

namespace Outcomes.Statistics.Resampling;

/// <summary>The replicates of a bootstrap, and what can be read from them.</summary>
/// <remarks>R: <c>boot::boot</c> gives such replicates; <c>quantile(t, c(.025, .975))</c> the percentile interval.
/// <c>boot::boot.ci</c> interpolates on the normal scale instead of R's type 7, a difference far below the simulation error.</remarks>
public sealed class BootstrapDistribution
{
    readonly double[] sorted;

    internal BootstrapDistribution(double estimate, double[] replicates, Number acceleration)
    {
        var without = replicates.Count(value => !double.IsFinite(value));
        if (without > 0 || !double.IsFinite(estimate))
            throw new InputException("statistic", $"has no value for {without} of {replicates.Length} resamples");
        Estimate = estimate;
        Acceleration = acceleration;
        sorted = replicates;
        Array.Sort(sorted);
        (Mean, StandardError) = MeanAndDeviation(sorted);
        var below = ShareBelow(estimate);
        BiasCorrection = below is > 0 and < 1 ? Normal.Quantile(below) : Number.None("all replicates lie on one side of the estimate");
    }

    /// <summary>The statistic of the data themselves.</summary>
    public double Estimate { get; }

    /// <summary>The mean of the replicates; less the estimate it is the bootstrap's guess of the bias.</summary>
    public double Mean { get; }

    /// <summary>The standard deviation of the replicates (divisor: replicates less one).</summary>
    public double StandardError { get; }

    /// <summary>z0: the normal quantile of the share of replicates below the estimate, ties counting half. None when
    /// all replicates lie on one side.</summary>
    public Number BiasCorrection { get; }

    /// <summary>a: how the standard error changes with the parameter, from the jackknife. None for a statistic that no row moves.</summary>
    public Number Acceleration { get; }

    /// <summary>The replicates in ascending order.</summary>
    public ReadOnlySpan<double> Replicates => sorted;

    /// <summary>The percentile interval: the quantiles (1 - level)/2 and (1 + level)/2 of the replicates, R's type 7.</summary>
    /// <remarks>Efron and Tibshirani (1993), section 13.3. Keeps the range of the statistic; too short for skewed ones.</remarks>
    /// <param name="level">Confidence, between 0 and 1.</param>
    public Interval Percentile(double level = 0.95)
    {
        Require.Level(level);
        return new Interval(Quantile((1 - level) / 2), Quantile((1 + level) / 2), level);
    }

    /// <summary>The bias-corrected and accelerated interval: second-order correct, so right sooner than the percentile's.</summary>
    /// <remarks>
    /// alpha' = Phi(z0 + (z0 + z)/(1 - a (z0 + z))) replaces each tail's share alpha = Phi(z).
    /// Efron (1987), Better bootstrap confidence intervals, JASA 82, 171-185, https://doi.org/10.2307/2289144.
    /// Null where z0 or a does not exist.
    /// </remarks>
    /// <param name="level">Confidence, between 0 and 1.</param>
    public Interval? Bca(double level = 0.95)
    {
        Require.Level(level);
        if (!BiasCorrection.Exists || !Acceleration.Exists) return null;
        return new Interval(Quantile(Adjusted((1 - level) / 2)), Quantile(Adjusted((1 + level) / 2)), level);
    }

    double Adjusted(double share)
    {
        var z = BiasCorrection.Value + Normal.Quantile(share);
        return Normal.Cdf(BiasCorrection.Value + z / (1 - Acceleration.Value * z));
    }

    double Quantile(double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    double ShareBelow(double estimate)
    {
        // Replicates that equal the estimate on paper may differ from it in the last bit.
        var slack = 1e-12 * Math.Max(Math.Abs(sorted[0]), Math.Abs(sorted[^1]));
        var below = CountBelow(estimate - slack);
        var ties = CountBelow(estimate + slack) - below;
        return (below + 0.5 * ties) / sorted.Length;
    }

    int CountBelow(double limit)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < limit) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    static (double Mean, double Deviation) MeanAndDeviation(double[] values)
    {
        double sum = 0, squares = 0;
        foreach (var x in values) sum += x;
        var mean = sum / values.Length;
        foreach (var x in values) squares += (x - mean) * (x - mean);
        return (mean, Math.Sqrt(squares / (values.Length - 1)));
    }
}
