using Outcomes.Domain.Analyses;

namespace Outcomes.Reports.Figures;

/// <param name="Points">In the order of the plot's times; a point may be absent.</param>
/// <param name="Style">0 for a comparison group, else 1, 2, 3.</param>
public sealed record MeanSeries(string Title, int Style, IReadOnlyList<MeanPoint> Points);

/// <param name="Text">The mean as it is written beside the point.</param>
public sealed record MeanPoint(Estimate Mean, Quantity N, string Text);

/// <param name="X">Any unit: weeks, or 0 and 1.</param>
public sealed record PlotTime(string Title, double X);

/// <summary>Where everything of a plot of means goes; the component only writes it down.</summary>
public sealed class MeansLayout
{
    const double TextSize = 11, Top = 14, Left = 30, Inset = 24, Dodge = 7;

    /// <summary>Labels at the lines' ends take at most this part of the width; longer ones break into lines.</summary>
    const double LabelShare = 0.3;

    readonly IReadOnlyList<MeanSeries> _series;
    readonly double _dodge;

    /// <param name="dodge">Groups stand a little beside each other, so that bars at one time do not cover each other; bands do not need it.</param>
    public MeansLayout(IReadOnlyList<PlotTime> times, IReadOnlyList<MeanSeries> series, IEnumerable<double> alsoShow, double width, double height, bool dodge)
    {
        (_series, _dodge) = (series, dodge ? Dodge : 0);
        Known = [.. series.SelectMany((s, i) => s.Points.Select((p, k) => (Series: i, Time: k, p.Mean)))
            .Where(p => p.Mean is { Value.IsKnown: true, Low.IsKnown: true, High.IsKnown: true })
            .Select(p => new Placed(p.Series, p.Time, p.Mean.Value.Value!.Value, p.Mean.Low.Value!.Value, p.Mean.High.Value!.Value))];
        var labels = series.Select(s => Labels.Wrap(EndLabel(s), LabelShare * width, TextSize * 1.06)).ToList();
        Right = width - 14 - labels.SelectMany(l => l).Select(l => Labels.Width(l, TextSize * 1.06)).DefaultIfEmpty().Max();
        var (first, last) = (times[0].X, times[^1].X);
        Times = [.. times.Select(t => Left + Inset + (t.X - first) / Math.Max(last - first, 1e-9) * (Right - Left - 2 * Inset))];
        var room = Times.Count < 2 ? Right - Left : Times.Skip(1).Zip(Times, (b, a) => b - a).Min() - 8;
        TimeTitles = [.. times.Select(t => Labels.Wrap(t.Title, room, TextSize))];
        var bottom = 12 + TimeTitles.Max(l => l.Count) * LineHeight;
        Y = Axis.Around([.. Known.SelectMany(p => (double[])[p.Low, p.High]), .. alsoShow], height - bottom, Top, ticks: height < 160 ? 4 : 6);
        Ends = PlaceEnds(labels);
    }

    public sealed record Placed(int Series, int Time, double Value, double Low, double High);

    /// <param name="Y">Of the label; <paramref name="From"/> is the height of the point that it names.</param>
    public sealed record End(IReadOnlyList<string> Lines, int Style, double X, double Y, double From);

    public const double LineHeight = TextSize * 1.18;

    public IReadOnlyList<Placed> Known { get; }
    public Axis Y { get; }
    public double Right { get; }
    public static double LeftEdge => Left;
    public IReadOnlyList<double> Times { get; }
    /// <summary>Broken into lines so that neighbours do not touch.</summary>
    public IReadOnlyList<IReadOnlyList<string>> TimeTitles { get; }
    public IReadOnlyList<End> Ends { get; }

    public double X(Placed point) => Times[point.Time] + (point.Series - (_series.Count - 1) / 2.0) * _dodge;

    public IEnumerable<Placed> Line(int series) => Known.Where(p => p.Series == series);

    string EndLabel(MeanSeries series) => series.Points.LastOrDefault(p => p.Mean.Value.IsKnown) is { } last ? $"{series.Title} {last.Text}" : series.Title;

    List<End> PlaceEnds(List<IReadOnlyList<string>> labels)
    {
        var last = Enumerable.Range(0, _series.Count).Select(i => Line(i).LastOrDefault()).Where(p => p is not null).Select(p => p!).ToList();
        var lines = labels.Select(l => l.Count).DefaultIfEmpty(1).Max();
        var places = Labels.Spread([.. last.Select(p => Y.At(p.Value))], lines * LineHeight + 2, Top + (lines - 1) * LineHeight / 2, Y.Start - 2 - (lines - 1) * LineHeight / 2);
        return [.. last.Select((p, i) => new End(labels[p.Series], _series[p.Series].Style, X(p), places[i], Y.At(p.Value)))];
    }
}
