namespace Outcomes.Reports.Figures;

/// <summary>
/// The direction in which a drawing is read. Places are worked out from left to right; where the language runs the other way, the drawing is
/// mirrored, and the text that ended somewhere starts there. Numbers keep their own order.
/// </summary>
/// <remarks>
/// What begins somewhere runs with the page: labels, columns, parts of a whole, people, time. An axis of differences does not: its negative
/// numbers stand at the left in Arabic textbooks and journals too, and a reader who compares two editions of a report sees the same interval.
/// </remarks>
/// <param name="Width">Of the drawing.</param>
public readonly record struct Reading(bool RightToLeft, double Width)
{
    public double X(double x) => RightToLeft ? Width - x : x;

    /// <summary>Left edge of a box that begins at x and is so wide.</summary>
    public double Left(double x, double width) => RightToLeft ? Width - x - width : x;

    /// <summary>An axis of differences in the place that a drawing keeps for it: the place is mirrored, the axis is not.</summary>
    public Axis Between(IEnumerable<double> values, double start, double end, int ticks) =>
        RightToLeft ? Axis.Around(values, Width - end, Width - start, ticks) : Axis.Around(values, start, end, ticks);

    /// <summary>Class of a text that begins at its place, and of one that ends there.</summary>
    public string? Begins => RightToLeft ? "end" : null;
    public string? Ends => RightToLeft ? null : "end";
}
