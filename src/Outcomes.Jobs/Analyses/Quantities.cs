using Outcomes.Domain.Analyses;
using Outcomes.Statistics;
using Outcomes.Statistics.Change;
using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.Models;

namespace Outcomes.Jobs.Analyses;

/// <summary>From the statistics' numbers to a result's: what does not exist is said to be undefined.</summary>
static class Quantities
{
    /// <summary>A spread below this is rounding: no scale, time or percentage is given so finely.</summary>
    public const double RoundingOnly = 1e-9;

    public static readonly Quantity Undefined = Quantity.None(Absence.Undefined);
    public static readonly Quantity NotPlanned = Quantity.None(Absence.NotPlanned);

    public static Quantity ToQuantity(this Number number) => number.Exists ? Quantity.Of(number.Value) : Undefined;

    public static Quantity ToQuantity(this double number) => double.IsFinite(number) ? Quantity.Of(number) : Undefined;

    public static Estimate ToEstimate(this Coefficient c) => new Estimate(c.Estimate.ToQuantity(), Undefined, Undefined).With(c.Interval);

    public static Estimate D(this EffectSize size) => new Estimate(size.D.ToQuantity(), Undefined, Undefined).With(size.DInterval);

    public static Estimate G(this EffectSize size) => new Estimate(size.G.ToQuantity(), Undefined, Undefined).With(size.GInterval);

    /// <summary>The mean with Student's interval.</summary>
    public static Estimate MeanEstimate(this Moments m, double level) => m.Mean.Exists && m.StandardError.Exists
        ? Estimate.None(Absence.Undefined).With(m.Mean.Value, Interval.Around(m.Mean.Value, StudentT.Critical(level, m.N - 1) * m.StandardError.Value, level))
        : new(m.Mean.ToQuantity(), Undefined, Undefined);

    public static Estimate With(this Estimate estimate, Interval? interval) => interval is { } i
        ? estimate with { Low = i.Lower.ToQuantity(), High = i.Upper.ToQuantity() } : estimate;

    static Estimate With(this Estimate estimate, double value, Interval interval) => (estimate with { Value = value.ToQuantity() }).With(interval);

    /// <summary>The middle value; of an even number the mean of the two in the middle.</summary>
    public static Quantity Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? Undefined : Quantity.Of((sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2);
    }
}
