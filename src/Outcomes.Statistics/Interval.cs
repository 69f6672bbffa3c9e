namespace Outcomes.Statistics;

/// <summary>A two-sided interval.</summary>
/// <param name="Lower">Its lower limit.</param>
/// <param name="Upper">Its upper limit.</param>
/// <param name="Level">Its confidence level, such as .95.</param>
public readonly record struct Interval(double Lower, double Upper, double Level)
{
    /// <summary>The interval <paramref name="estimate"/> ± <paramref name="margin"/>.</summary>
    public static Interval Around(double estimate, double margin, double level) => new(estimate - margin, estimate + margin, level);

    /// <summary>Both limits times a factor, in order whatever its sign.</summary>
    public Interval Times(double factor) =>
        factor < 0 ? new(Upper * factor, Lower * factor, Level) : new(Lower * factor, Upper * factor, Level);

    /// <summary>Whether the whole interval lies strictly between two values.</summary>
    public bool LiesInside(double low, double high) => Lower > low && Upper < high;
}
