using Outcomes.Domain.Analyses;
using Outcomes.Reports.Figures;
using Xunit;

namespace Outcomes.Reports.Tests.Figures;

/// <summary>Coordinates worked out by hand: two groups, the second half as dense as the first.</summary>
public class RaincloudLayoutTests
{
    static readonly ChangeDistribution First = new("a", Samples.Q(3), [-10, -5, 0, 5, 10], [new(-10, 0.1), new(0, 0.2), new(10, 0.1)], [-10, 0, 10]);
    static readonly ChangeDistribution Second = new("b", Samples.Q(1), [0, 0, 0, 0, 0], [new(-10, 0.05), new(0, 0.1), new(10, 0.05)], [0]);

    /// <remarks>Rows of 60, labels as wide as 'a' (10 + 0.58 × 11.2), no text at the right but a head of 100: the axis runs from there to 200 − 14 − 100.</remarks>
    readonly RaincloudLayout _layout = new([new("a", 1, First, ""), new("b", 2, Second, "")], [], new(false, 200), 60, 100);

    [Fact]
    public void The_axis_holds_all_changes_between_the_labels_and_the_numbers()
    {
        Assert.Equal((-10, 10), (_layout.X.Low, _layout.X.High));
        Assert.Equal(16.496, _layout.X.Start, 9);
        Assert.Equal(86, _layout.X.End, 9);
        Assert.Equal(51.248, _layout.X.At(0), 9);
    }

    [Fact]
    public void Densities_of_all_groups_are_drawn_in_one_unit()
    {
        // A row is 60 high, its floor in the middle; the highest density reaches 25 above it (5 are left free).
        Assert.Equal(52, _layout.Floor(0));
        Assert.Equal(112, _layout.Floor(1));
        Assert.Equal(52 - 25, _layout.DensityY(0, 0.2), 9);
        Assert.Equal(112 - 12.5, _layout.DensityY(1, 0.1), 9);
        Assert.Equal("M16.5 52L16.5 39.5L51.25 27L86 39.5L86 52z", _layout.Area(0, First));
    }

    [Fact]
    public void Each_person_has_a_dot_at_the_own_change_below_the_box()
    {
        // The box stands from 54.5 to 61.5, dots from 65.5 to 78: heights 0, 1/2 and 1/4 of that.
        Assert.Equal(54.5, _layout.BoxY(0));
        Assert.Equal("M16.5 65.5h.01M51.25 71.75h.01M86 68.62h.01", _layout.Rain(0, First));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.25)]
    [InlineData(3, 0.75)]
    [InlineData(4, 0.125)]
    [InlineData(6, 0.375)]
    public void Dots_are_spread_by_van_der_Corput_s_sequence(int k, double expected) => Assert.Equal(expected, RaincloudLayout.Spread(k));
}
