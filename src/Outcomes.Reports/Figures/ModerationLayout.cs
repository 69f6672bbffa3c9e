using Outcomes.Domain.Analyses;

namespace Outcomes.Reports.Figures;

/// <summary>Where everything of a plot of moderation goes: the effect along what it may depend on, and where it differs from zero.</summary>
public sealed class ModerationLayout
{
    public const double Top = 30, Left = 44;

    readonly ModerationResult _of;

    public ModerationLayout(ModerationResult of, double width, double height)
    {
        _of = of;
        var known = of.Points.Where(p => p.Effect is { Value.IsKnown: true, Low.IsKnown: true, High.IsKnown: true }).ToList();
        Points = [.. known.Select(p => (p.Value, p.Effect.Value.Value!.Value, p.Effect.Low.Value!.Value, p.Effect.High.Value!.Value))];
        var (low, high) = Points.Count == 0 ? (0, 1) : (Points[0].At, Points[^1].At);
        var round = Axis.Around([low, high], Left, width - 14, ticks: 8);
        // The axis ends where people end: beyond them the line says nothing about anyone.
        X = high > low ? new(low, high, round.Step, Left, width - 14) : round;
        Y = Axis.Around([0, .. Points.SelectMany(p => (double[])[p.Low, p.High])], height - 44, Top, ticks: 6);
    }

    public IReadOnlyList<(double At, double Effect, double Low, double High)> Points { get; }
    public Axis X { get; }
    public Axis Y { get; }

    public string Line => string.Join(' ', Points.Select(p => $"{Svg.N(X.At(p.At))},{Svg.N(Y.At(p.Effect))}"));

    public string Band => string.Join(' ', Points.Select(p => $"{Svg.N(X.At(p.At))},{Svg.N(Y.At(p.High))}")
        .Concat(Points.Reverse().Select(p => $"{Svg.N(X.At(p.At))},{Svg.N(Y.At(p.Low))}")));

    /// <summary>Positions between which the effect differs from zero, within the observed range: none, one or two stretches.</summary>
    public IReadOnlyList<(double From, double To)> Shaded =>
        [.. Region().Select(s => (From: Math.Max(s.Low, X.Low), To: Math.Min(s.High, X.High))).Where(s => s.To > s.From).Select(s => (X.At(s.From), X.At(s.To)))];

    /// <summary>The region's bounds that lie inside the observed range, which alone mean something.</summary>
    public IReadOnlyList<double> Bounds =>
        _of.Region is "between" or "outside" ? [.. new[] { _of.RegionLow.Value, _of.RegionHigh.Value }.OfType<double>().Where(b => b > X.Low && b < X.High)] : [];

    IEnumerable<(double Low, double High)> Region()
    {
        var (low, high) = (_of.RegionLow.Value ?? double.NegativeInfinity, _of.RegionHigh.Value ?? double.PositiveInfinity);
        return _of.Region switch
        {
            "everywhere" => [(double.NegativeInfinity, double.PositiveInfinity)],
            "between" => [(low, high)],
            "outside" => [(double.NegativeInfinity, low), (high, double.PositiveInfinity)],
            _ => [],
        };
    }
}
