using Outcomes.Domain.Analyses;

namespace Outcomes.Reports.Figures;

/// <param name="Style">0 for a comparison group, else 1, 2, 3.</param>
/// <param name="Summary">Median and quartiles as they are written beside the cloud.</param>
public sealed record Cloud(string Title, int Style, ChangeDistribution Of, string Summary);

/// <summary>
/// Where everything of a raincloud goes: density above, five numbers as a box in the middle, every person below (Allen et al. 2019,
/// doi:10.12688/wellcomeopenres.15191.2). Heights of the densities are in one unit, so that areas can be compared.
/// </summary>
public sealed class RaincloudLayout
{
    const double Top = 22, Box = 7, TextSize = 11.2, Share = 0.5;

    readonly double _peak;
    readonly double _row;

    public RaincloudLayout(IReadOnlyList<Cloud> clouds, IReadOnlyList<double> marks, Reading read, double rowHeight, double summaryHead)
    {
        _row = rowHeight;
        _peak = clouds.SelectMany(c => c.Of.Density).Select(d => d.Density).Append(1e-9).Max();
        LabelWidth = Math.Min(132, 10 + clouds.Select(c => Labels.Width(c.Title, TextSize)).DefaultIfEmpty().Max());
        var right = read.Width - 14 - clouds.Select(c => Labels.Width(c.Summary, TextSize)).Append(summaryHead).Max();
        var seen = clouds.SelectMany(c => c.Of.Density).Where(d => d.Density > 0.005 * _peak).Select(d => d.Change);
        X = read.Between([0, .. marks, .. seen, .. clouds.SelectMany(c => c.Of.Changes)], LabelWidth, right, ticks: 8);
        Height = Top + clouds.Count * rowHeight;
    }

    public Axis X { get; }
    public double LabelWidth { get; }

    /// <summary>Of the rows, with the head above them: where the axis is drawn.</summary>
    public double Height { get; }

    /// <summary>Floor of a cloud's density.</summary>
    public double Floor(int row) => Top + row * _row + _row * Share;

    public double BoxY(int row) => Floor(row) + 2.5;
    public static double BoxHeight => Box;

    /// <summary>The density as a closed area over its floor.</summary>
    public string Area(int row, ChangeDistribution of)
    {
        var points = of.Density.Where(d => d.Change >= X.Low && d.Change <= X.High).ToList();
        if (points.Count == 0) return "";
        var floor = Svg.N(Floor(row));
        var line = string.Concat(points.Select(d => $"L{Svg.N(X.At(d.Change))} {Svg.N(DensityY(row, d.Density))}"));
        return $"M{Svg.N(X.At(points[0].Change))} {floor}{line}L{Svg.N(X.At(points[^1].Change))} {floor}z";
    }

    public double DensityY(int row, double density) => Floor(row) - density / _peak * (_row * Share - 5);

    /// <summary>One dot a person. The k-th smallest change is put down by the k-th number of van der Corput's sequence: spread evenly, the same every time.</summary>
    public string Rain(int row, ChangeDistribution of)
    {
        var top = BoxY(row) + Box + 4;
        var depth = Top + (row + 1) * _row - 4 - top;
        return string.Concat(of.Changes.Select((change, k) => $"M{Svg.N(X.At(change))} {Svg.N(top + Spread(k) * depth)}h.01"));
    }

    /// <summary>Digits of k in base two, mirrored at the point: 0, 1/2, 1/4, 3/4, 1/8, ….</summary>
    public static double Spread(int k)
    {
        var (value, place) = (0.0, 0.5);
        for (; k > 0; k >>= 1, place /= 2) value += (k & 1) * place;
        return value;
    }
}
