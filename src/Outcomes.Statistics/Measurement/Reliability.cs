using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.LinearAlgebra;
using static System.Math;

namespace Outcomes.Statistics.Measurement;

/// <summary>One item of a scale.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="StandardDeviation">Its SD with n − 1.</param>
/// <param name="ItemRestCorrelation">Its correlation with the sum of the others.</param>
/// <param name="AlphaIfDropped">The alpha of the others; none of fewer than two.</param>
public sealed record ItemStatistics(double Mean, double StandardDeviation, Number ItemRestCorrelation, Number AlphaIfDropped);

/// <summary>
/// Internal consistency of a scale over the rows that answered every item (listwise; <c>psych::alpha</c> is pairwise by default).
/// Reverse items first: see <see cref="Scoring.Reverse"/>.
/// </summary>
public sealed class Reliability
{
    const string NoVariance = "the total does not vary";

    Reliability(ItemCovariance items, double level) => (Items, Level) = (items, level);

    /// <summary>Means and covariances of the items.</summary>
    public ItemCovariance Items { get; }

    /// <summary>The confidence level.</summary>
    public double Level { get; }

    /// <summary>Number of items.</summary>
    public int Count => Covariance.Rows;

    /// <summary>Raw alpha, k/(k − 1) (1 − Σ var / var of total) (Cronbach 1951, doi:10.1007/BF02310555). R: <c>psych::alpha(x)</c>.</summary>
    public Number Alpha => AlphaOf(Covariance);

    /// <summary>Alpha of the standardised items, k r̄ / (1 + (k − 1) r̄).</summary>
    public Number StandardisedAlpha => AverageCorrelation.Map(r => Count * r / (1 + (Count - 1) * r));

    /// <summary>The mean correlation of two items; none if an item does not vary.</summary>
    public Number AverageCorrelation => ItemCovariance.Correlations(Covariance) is { } correlations
        ? (Sum(correlations) - Count) / (Count * (Count - 1.0)) : Number.None("an item does not vary");

    /// <summary>Feldt's interval of alpha (Feldt, Woodruff and Salih 1987, doi:10.1177/014662168701100107). R: <c>psych::alpha.ci</c>.</summary>
    public Interval? FeldtInterval
    {
        get
        {
            if (!Alpha.Exists) return null;
            double df1 = Items.Complete - 1, df2 = df1 * (Count - 1), error = 1 - Alpha.Value, tail = (1 - Level) / 2;
            return new(1 - error * FisherF.UpperQuantile(tail, df1, df2), 1 - error * FisherF.Quantile(tail, df1, df2), Level);
        }
    }

    /// <summary>Mean of the total.</summary>
    public double TotalMean => Items.Means.Sum();

    /// <summary>SD of the total.</summary>
    public double TotalStandardDeviation => Sqrt(Max(0, Sum(Covariance)));

    /// <summary>Standard error of measurement, SD of the total × √(1 − alpha).</summary>
    public Number StandardErrorOfMeasurement => Alpha.Map(alpha => TotalStandardDeviation * Sqrt(1 - alpha));

    Matrix Covariance => Items.Covariance;

    /// <summary>Reads rows by items; NaN is missing.</summary>
    /// <exception cref="InputException">Fewer than two items or complete rows, or an infinite value.</exception>
    public static Reliability Of(Matrix items, double level = 0.95)
    {
        Require.Level(level);
        return new(ItemCovariance.Of(items), level);
    }

    /// <summary>Raw alpha of a covariance matrix.</summary>
    public static Number AlphaOf(Matrix covariance)
    {
        double k = covariance.Rows, total = Sum(covariance), trace = 0;
        if (k < 2) return Number.None("fewer than two items");
        for (var i = 0; i < covariance.Rows; i++) trace += covariance[i, i];
        return total > 0 ? k / (k - 1) * (1 - trace / total) : Number.None(NoVariance);
    }

    /// <summary>One item against the others. R: <c>r.drop</c> and <c>alpha.drop</c> of <c>psych::alpha</c>.</summary>
    public ItemStatistics Item(int index)
    {
        var others = Enumerable.Range(0, Count).Where(i => i != index).ToArray();
        var rest = Covariance.Select(others, others);
        var variance = Covariance[index, index];
        var withRest = others.Sum(j => Covariance[index, j]);
        var scale = Sqrt(variance) * Sqrt(Max(0, Sum(rest)));
        var correlation = scale > 0 ? withRest / scale : Number.None("the item or the rest does not vary");
        return new(Items.Means[index], Sqrt(variance), correlation, AlphaOf(rest));
    }

    static double Sum(Matrix matrix)
    {
        double sum = 0;
        foreach (var value in matrix.Values) sum += value;
        return sum;
    }
}
