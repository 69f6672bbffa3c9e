using FsCheck;
using FsCheck.Fluent;
using Outcomes.Domain.Analyses;
using Outcomes.Reports.Reports;
using Xunit;
using static Outcomes.Reports.Tests.Samples;

namespace Outcomes.Reports.Tests.Reports;

public class HundredTests
{
    [Fact]
    public void A_third_each_gives_the_odd_one_to_the_first() => Assert.Equal(new(34, 33, 33), Hundred.Of(Counts(5, 5, 5)));

    [Fact]
    public void The_dots_of_any_counts_add_to_a_hundred_and_none_is_a_whole_person_off() =>
        Prop.ForAll(Gen.Choose(0, 400).Three().Where(c => c.Item1 + c.Item2 + c.Item3 > 0).ToArbitrary(), c =>
        {
            var of = Hundred.Of(Counts(c.Item1, c.Item2, c.Item3))!;
            var total = c.Item1 + c.Item2 + c.Item3;
            return of.Better + of.Unchanged + of.Worse == 100
                && Math.Abs(of.Better - 100.0 * c.Item1 / total) < 1 && Math.Abs(of.Unchanged - 100.0 * c.Item2 / total) < 1 && Math.Abs(of.Worse - 100.0 * c.Item3 / total) < 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void With_one_count_hidden_there_are_no_dots() =>
        Assert.Null(Hundred.Of(Counts(5, 5, 5) with { Deteriorated = Quantity.None(Absence.SmallGroup) }));

    static ChangeCategories Counts(int better, int unchanged, int worse) => new(Quantity.None(Absence.NotPlanned), Q(better), Q(unchanged), Q(worse), Q(0));
}
