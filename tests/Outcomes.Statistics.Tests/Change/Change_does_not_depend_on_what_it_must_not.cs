using Outcomes.Statistics.Change;
using Xunit;

namespace Outcomes.Statistics.Tests.Change;

public class Change_does_not_depend_on_what_it_must_not
{
    const double Tolerance = 1e-9;

    [Fact]
    public void Adding_a_constant_to_both_measurements_changes_no_effect_size() => Samples.Hold(Samples.Pairs, pair =>
    {
        var (here, there) = (PairedChange.Of(pair.Pre, pair.Post), PairedChange.Of(Shift(pair.Pre, 64), Shift(pair.Post, 64)));
        Close(here.Dz.G, there.Dz.G);
        Close(here.Dav.D, there.Dav.D);
        Close(here.Test.P, there.Test.P);
    });

    [Fact]
    public void The_unit_of_measurement_changes_no_effect_size() => Samples.Hold(Samples.Pairs, pair =>
    {
        var (here, there) = (PairedChange.Of(pair.Pre, pair.Post), PairedChange.Of(Scale(pair.Pre, 8), Scale(pair.Post, 8)));
        Close(here.Drms.D, there.Drms.D);
        Close(here.Drm.D, there.Drm.D);
        Close(here.Dz.DInterval!.Value.Lower, there.Dz.DInterval!.Value.Lower);
        Close(8 * here.Test.Interval!.Value.Upper, there.Test.Interval!.Value.Upper);
    });

    [Fact]
    public void The_order_of_people_changes_nothing() => Samples.Hold(Samples.Pairs, pair =>
    {
        var (here, there) = (PairedChange.Of(pair.Pre, pair.Post), PairedChange.Of([.. pair.Pre.Reverse()], [.. pair.Post.Reverse()]));
        Close(here.Dz.D, there.Dz.D);
        Close(here.Bonett2008.StandardError, there.Bonett2008.StandardError);
    });

    [Fact]
    public void Exchanging_before_and_after_turns_the_sign_and_mirrors_the_interval() => Samples.Hold(Samples.Pairs, pair =>
    {
        var (here, there) = (PairedChange.Of(pair.Pre, pair.Post), PairedChange.Of(pair.Post, pair.Pre));
        Close(here.Dz.D.Value, -there.Dz.D.Value);
        Close(here.Dz.DInterval!.Value.Lower, -there.Dz.DInterval!.Value.Upper);
        Close(here.Test.P, there.Test.P);
    });

    [Fact]
    public void A_row_with_a_missing_value_changes_nothing_but_its_count() => Samples.Hold(Samples.Pairs, pair =>
    {
        var (here, there) = (PairedChange.Of(pair.Pre, pair.Post), PairedChange.Of([double.NaN, .. pair.Pre, 3], [7, .. pair.Post, double.NaN]));
        Assert.Equal(here.Dz.D, there.Dz.D);
        Assert.Equal((1, 1, 0), (there.Pairs.MissingPre, there.Pairs.MissingPost, there.Pairs.MissingBoth));
    });

    [Fact]
    public void Exchanging_the_arms_turns_the_sign() => Samples.Hold(Samples.Groups, groups =>
    {
        var (here, there) = (TwoGroups.Of(groups.First, groups.Second), TwoGroups.Of(groups.Second, groups.First));
        Close(here.CohenD.G.Value, -there.CohenD.G.Value);
        Close(here.CohenD.DInterval!.Value.Lower, -there.CohenD.DInterval!.Value.Upper);
        Close(here.Welch.P, there.Welch.P);
    });

    [Fact]
    public void The_interval_of_d_excludes_zero_exactly_when_t_is_significant() => Samples.Hold(Samples.Groups, groups =>
    {
        var here = TwoGroups.Of(groups.First, groups.Second);
        var interval = here.CohenD.DInterval!.Value;
        Assert.Equal(here.Pooled.P.Value < 0.05, interval.Lower > 0 || interval.Upper < 0);
    });

    [Fact]
    public void Equivalence_is_shown_exactly_when_the_90_per_cent_interval_lies_inside_the_margins() => Samples.Hold(Samples.Groups, groups =>
    {
        var test = Equivalence.Of(TwoGroups.Of(groups.First, groups.Second).Welch, margin: 8);
        Assert.Equal(test.IsEquivalent, test.Interval.LiesInside(-8, 8));
    });

    [Fact]
    public void Every_person_is_counted_in_one_category() => Samples.Hold(Samples.Pairs, pair =>
    {
        var change = ReliableChange.Of([.. pair.Pre, double.NaN], [.. pair.Post, 1], new(0.8, true, 5, 6));
        Assert.Equal(pair.Pre.Length + 1, Enum.GetValues<ChangeCategory>().Sum(change.Count));
        Assert.Equal(1, change.Count(ChangeCategory.Unclassified));
        Assert.Equal("a measurement is missing", change.People[^1].Index.Reason);
    });

    [Fact]
    public void Looking_from_the_other_side_of_the_scale_changes_no_category() => Samples.Hold(Samples.Pairs, pair =>
    {
        var here = ReliableChange.Of(pair.Pre, pair.Post, new(0.8, true, 5, 6));
        var there = ReliableChange.Of(Scale(pair.Pre, -1), Scale(pair.Post, -1), new(0.8, false, -5, 6));
        Assert.Equal(here.People.Select(person => person.Category), there.People.Select(person => person.Category));
    });

    static double[] Shift(double[] values, double by) => Array.ConvertAll(values, value => value + by);

    static double[] Scale(double[] values, double by) => Array.ConvertAll(values, value => value * by);

    static void Close(Number expected, Number actual) => Close(expected.Value, actual.Value);

    static void Close(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected)), $"{expected:R} and {actual:R}");
}
