namespace Outcomes.Reports.Figures;

/// <summary>
/// The direction in which a drawing is read. Places are worked out from left to right; where the language runs the other way, the drawing is
/// mirrored, and the text that ended somewhere starts there. Numbers keep their own order.
/// </summary>
/// <param name="Width">Of the drawing.</param>
public readonly record struct Reading(bool RightToLeft, double Width)
{
    public double X(double x) => RightToLeft ? Width - x : x;

    /// <summary>Left edge of a box that begins at x and is so wide.</summary>
    public double Left(double x, double width) => RightToLeft ? Width - x - width : x;

    /// <summary>Class of a text that begins at its place, and of one that ends there.</summary>
    public string? Begins => RightToLeft ? "end" : null;
    public string? Ends => RightToLeft ? null : "end";
}
