using FsCheck;
using FsCheck.Fluent;
using Outcomes.Reports.Figures;
using Xunit;

namespace Outcomes.Reports.Tests.Figures;

public class LabelsTests
{
    [Fact]
    public void Labels_that_do_not_collide_stay_where_they_were_wanted() => Assert.Equal([10, 50, 30], Labels.Spread([10, 50, 30], 12, 0, 100));

    [Fact]
    public void Two_labels_at_one_place_part_around_it() => Assert.Equal([44, 56], Labels.Spread([50, 50], 12, 0, 100));

    [Fact]
    public void Any_labels_keep_their_order_their_gap_and_the_bounds() =>
        Prop.ForAll(Gen.Choose(-20, 120).ListOf(6).ToArbitrary(), wanted =>
        {
            var places = Labels.Spread([.. wanted.Select(w => (double)w)], 13, 0, 100);
            var sorted = places.Order().ToArray();
            return sorted.Zip(sorted.Skip(1)).All(p => p.Second - p.First >= 13 - 1e-9) && sorted[0] >= -1e-9 && sorted[^1] <= 100 + 1e-9
                && Enumerable.Range(0, places.Length).All(i => Enumerable.Range(0, places.Length).All(j => wanted[i] >= wanted[j] || places[i] < places[j]));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Wrapped_lines_fit_and_lose_no_word()
    {
        const string text = "Live and recorded sessions in turn";
        var lines = Labels.Wrap(text, 90, 11);
        Assert.All(lines, l => Assert.True(Labels.Width(l, 11) <= 90));
        Assert.Equal(text, string.Join(' ', lines));
    }

    [Fact]
    public void An_axis_holds_all_values_between_round_ticks()
    {
        var axis = Axis.Around([20.35, 16.1, 21.9], 200, 10);
        Assert.True(axis.Low <= 16.1 && axis.High >= 21.9);
        Assert.Equal([16, 18, 20, 22], axis.Ticks);
        Assert.Equal(200, axis.At(axis.Low));
        Assert.Equal(10, axis.At(axis.High));
    }
}
