using FsCheck;
using FsCheck.Fluent;
using Outcomes.Statistics.Resampling;
using Xunit;

namespace Outcomes.Statistics.Tests.Resampling;

public class Resampling_tests_and_intervals
{
    /// <summary>MASS::anorexia, family therapy: post less pre, as the reference case resample_anorexia_ft has them.</summary>
    static readonly double[] Changes =
        [11.4, 11, 5.5, 9.4, 13.6, -2.9, -0.1, 7.4, 21.5, -5.3, -3.8, 13.4, 13.1, 9, 3.9, 5.7, 10.7];

    static readonly double[] Uneven = [.31, 1.7, 2.2, 9.4, .02, 3.3, 5.1, .8, 1.1, 14.9, 2.6];

    [Fact]
    public void Intervals_agree_with_those_of_400_000_replicates_in_R_within_the_simulation_error()
    {
        var boot = Bootstrap.OfMean(Changes, 100_000, seed: 1);
        const double Error = 1.6831085444349743, Allowed = .03 * Error;
        Assert.Equal(Error, boot.StandardError, .01 * Error);
        Assert.Equal(-0.0041046153253479975, boot.BiasCorrection.Value, .015);
        Assert.Equal(-0.007730157496660279, boot.Acceleration.Value, 1e-12);
        Near(3.923529411764706, 10.51764705882353, boot.Percentile(), Allowed);
        Near(3.8588235294117648, 10.458823529411765, boot.Bca()!.Value, Allowed);
    }

    [Fact]
    public void One_seed_gives_one_result_on_any_count_of_threads()
    {
        var alone = Bootstrap.OfMean(Uneven, 5_000, seed: 9);
        var together = Bootstrap.OfMean(Uneven, 5_000, seed: 9, threads: 4);
        Assert.True(alone.Replicates.SequenceEqual(together.Replicates));
        Assert.Equal(alone.Bca(), together.Bca());
        Assert.False(alone.Replicates.SequenceEqual(Bootstrap.OfMean(Uneven, 5_000, seed: 10).Replicates));
        Assert.True(Bootstrap.Of(Uneven, Median, 3_000, 2).Replicates.SequenceEqual(Bootstrap.Of(Uneven, Median, 3_000, 2, 3).Replicates));
        Assert.Equal(PermutationTest.TwoGroups(Changes, Uneven, 9_999, 4), PermutationTest.TwoGroups(Changes, Uneven, 9_999, 4, 4));
        Assert.Equal(PermutationTest.Signs(Changes, 9_999, 4), PermutationTest.Signs(Changes, 9_999, 4, 3));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    public void The_fast_way_for_a_mean_is_the_general_way(int n)
    {
        var values = Uneven[..n];
        var mean = Bootstrap.OfMean(values, 2_000, seed: 3);
        var general = Bootstrap.Of(values, sample => sample.ToArray().Average(), 2_000, seed: 3);
        var rows = Bootstrap.OfRows(n, chosen => chosen.ToArray().Average(row => values[row]), 2_000, seed: 3);
        Assert.All(Enumerable.Range(0, 2_000), r => Assert.Equal(general.Replicates[r], mean.Replicates[r], 1e-12));
        Assert.Equal(general.Acceleration.Value, mean.Acceleration.Value, 1e-12);
        Assert.Equal(general.Acceleration.Value, rows.Acceleration.Value, 1e-12);
        Assert.True(general.Replicates.SequenceEqual(rows.Replicates));
    }

    [Fact]
    public void Data_that_do_not_vary_have_a_percentile_interval_and_no_accelerated_one()
    {
        var boot = Bootstrap.OfMean([4, 4, 4], 100, seed: 1);
        Assert.Equal(new Interval(4, 4, .95), boot.Percentile());
        Assert.Null(boot.Bca());
        Assert.Contains("no row", boot.Acceleration.Reason);
    }

    [Fact]
    public void A_statistic_that_some_resample_does_not_have_is_an_error() =>
        Assert.Equal("statistic", Assert.Throws<InputException>(
            () => Bootstrap.Of([1, 2, 3], sample => 1 / (sample.ToArray().Max() - sample.ToArray().Min()), 100, 1)).ParamName);

    [Fact]
    public void The_exact_p_is_the_share_of_all_patterns_of_signs() => Prop.ForAll(Differences().ToArbitrary(), tenths =>
    {
        var exact = SignFlip.ExactP(Array.ConvertAll(tenths, d => d / 10.0)).Value;
        return Math.Abs(exact - ByCounting(tenths)) < 1e-12;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Values_of_endless_decimals_are_counted_as_exactly() => Prop.ForAll(Differences().ToArbitrary(), tenths =>
    {
        // Times pi no decimal scale fits, so that the other algorithm is used; the patterns are the same.
        var exact = SignFlip.ExactP(Array.ConvertAll(tenths, d => d * Math.PI)).Value;
        return Math.Abs(exact - ByCounting(tenths)) < 1e-12;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Differences_that_tie_only_on_paper_tie()
    {
        // 0.1 + 0.2 - 0.3 is not zero as doubles: two of eight patterns reach the sum of 0.6, and all reach zero.
        Assert.Equal(.25, SignFlip.ExactP([.1, .2, .3]).Value);
        Assert.Equal(1, SignFlip.ExactP([.1, .2, -.3]).Value);
        Assert.Equal(1, SignFlip.ExactP([0, 0]).Value);
    }

    [Fact]
    public void Mean_scores_of_seven_items_are_counted_in_sevenths_however_many_there_are()
    {
        var sevenths = Enumerable.Range(1, 60).Select(i => i % 11 - 4).ToArray();
        Assert.Equal(SignFlip.ExactP(Array.ConvertAll(sevenths, d => (double)d)), SignFlip.ExactP(Array.ConvertAll(sevenths, d => d / 7.0)));
    }

    [Fact]
    public void Too_many_endless_decimals_have_no_exact_p_and_say_so()
    {
        var p = SignFlip.ExactP(Enumerable.Range(1, 60).Select(i => Math.Sqrt(i)).ToArray());
        Assert.Contains("simulate", p.Reason);
    }

    [Fact]
    public void Simulated_signs_come_near_the_exact_p() =>
        Assert.Equal(SignFlip.ExactP(Uneven[..6]).Value, PermutationTest.Signs(Uneven[..6], 100_000, 8).P, .002);

    [Fact]
    public void Simulated_relabelling_comes_near_the_share_of_all_relabellings()
    {
        double[] first = [3.1, 4.4, 2.8, 6.0], second = [1.2, 2.9, 0.4, 3.1, 2.2];
        double[] all = [.. first, .. second];
        var observed = Math.Abs(first.Average() - second.Average());
        var subsets = Enumerable.Range(0, 1 << 9).Where(bits => int.PopCount(bits) == 4).ToArray();
        var extreme = subsets.Count(bits => Math.Abs(Part(all, bits, true) - Part(all, bits, false)) >= observed - 1e-9);
        var test = PermutationTest.TwoGroups(first, second, 100_000, seed: 6);
        Assert.Equal((double)extreme / subsets.Length, test.P, .004);
        Assert.Equal(first.Average() - second.Average(), test.Statistic, 1e-12);
    }

    [Fact]
    public void A_simulated_p_is_never_zero() =>
        Assert.Equal(1.0 / 1000, PermutationTest.TwoGroups([.. Enumerable.Repeat(9.0, 30)], [.. Enumerable.Repeat(1.0, 30)], 999, 1).P);

    [Fact]
    public void The_ideal_standard_error_is_what_many_replicates_tend_to() =>
        Assert.Equal(Bootstrap.IdealStandardErrorOfMean(Uneven), Bootstrap.OfMean(Uneven, 200_000, 3).StandardError, .01);

    [Fact]
    public void Missing_values_are_refused_by_name()
    {
        Assert.Equal("values", Assert.Throws<InputException>(() => Bootstrap.OfMean([1, double.NaN], 10, 1)).ParamName);
        Assert.Equal("second", Assert.Throws<InputException>(() => PermutationTest.TwoGroups([1], [], 10, 1)).ParamName);
    }

    static Gen<int[]> Differences() =>
        from n in Gen.Choose(1, 12)
        from tenths in Gen.Choose(-40, 60).ArrayOf(n)
        select tenths;

    static double ByCounting(int[] tenths)
    {
        var observed = Math.Abs(tenths.Sum());
        var patterns = 1 << tenths.Length;
        return (double)Enumerable.Range(0, patterns).Count(bits =>
            Math.Abs(tenths.Select((d, i) => (bits >> i & 1) == 1 ? d : -d).Sum()) >= observed) / patterns;
    }

    static double Part(double[] all, int bits, bool chosen) => all.Where((_, i) => (bits >> i & 1) == 1 == chosen).Average();

    static double Median(ReadOnlySpan<double> sample)
    {
        var sorted = sample.ToArray();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    static void Near(double lower, double upper, Interval ours, double allowed)
    {
        Assert.Equal(lower, ours.Lower, allowed);
        Assert.Equal(upper, ours.Upper, allowed);
    }
}
