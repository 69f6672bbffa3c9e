using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Reports.Figures;
using Xunit;
using static Outcomes.Reports.Tests.Samples;

namespace Outcomes.Reports.Tests.Figures;

/// <summary>An effect of −4 at 20 and 0 at 120, observed from 20 to 120 in a drawing 158 wide: the axis has 100 units, one each.</summary>
public class ModerationLayoutTests
{
    static ModerationLayout Layout(string? region, double? low, double? high) => new(
        new("latency", ModeratorKind.AudioLatency, null, null, Q(100), E(0.04, 0.02, 0.06), Q(0.01),
            [new(20, E(-4, -5, -3)), new(70, E(-2, -2.5, -1.5)), new(120, E(0, -1, 1))], region,
            low is { } l ? Q(l) : Quantity.None(Absence.Undefined), high is { } h ? Q(h) : Quantity.None(Absence.Undefined), []), 158, 144);

    [Fact]
    public void The_line_and_its_band_go_through_the_points()
    {
        var layout = Layout("nowhere", null, null);
        // From −5 at 100 to 1 at 30: 70 units for 6 points.
        Assert.Equal((-5, 1), (layout.Y.Low, layout.Y.High));
        Assert.Equal("44,88.33 94,65 144,41.67", layout.Line);
        Assert.Equal("44,76.67 94,59.17 144,30 144,53.33 94,70.83 44,100", layout.Band);
    }

    [Theory]
    [InlineData("between", 30.0, 90.0, new[] { 54.0, 114.0 })]
    [InlineData("between", -12.0, 90.0, new[] { 44.0, 114.0 })]
    [InlineData("between", 200.0, 300.0, new double[0])]
    [InlineData("outside", 40.0, 100.0, new[] { 44.0, 64.0, 124.0, 144.0 })]
    [InlineData("outside", 40.0, 500.0, new[] { 44.0, 64.0 })]
    [InlineData("everywhere", null, null, new[] { 44.0, 144.0 })]
    [InlineData("nowhere", null, null, new double[0])]
    public void Shaded_is_the_region_within_the_observed_range(string region, double? low, double? high, double[] expected) =>
        Assert.Equal(expected, Layout(region, low, high).Shaded.SelectMany(s => (double[])[s.From, s.To]).Select(x => Math.Round(x, 9)));

    [Theory]
    [InlineData("between", -12.0, 90.0, new[] { 90.0 })]
    [InlineData("outside", 40.0, 100.0, new[] { 40.0, 100.0 })]
    [InlineData("everywhere", 40.0, 100.0, new double[0])]
    public void Bounds_are_named_where_somebody_was_observed(string region, double low, double high, double[] expected) =>
        Assert.Equal(expected, Layout(region, low, high).Bounds);
}
