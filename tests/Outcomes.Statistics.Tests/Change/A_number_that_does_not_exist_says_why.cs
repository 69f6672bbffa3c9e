using Outcomes.Statistics.Change;
using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Measurement;
using Outcomes.Statistics.Models;
using Outcomes.Statistics.Ranks;
using Xunit;

namespace Outcomes.Statistics.Tests.Change;

public class A_number_that_does_not_exist_says_why
{
    [Fact]
    public void One_pair_has_a_mean_change_and_no_t()
    {
        var change = PairedChange.Of([3], [5]);
        Assert.Equal(2, change.Change.Mean.Value);
        Assert.Equal("fewer than two complete pairs", change.Test.T.Reason);
        Assert.Equal("fewer than two complete pairs", change.Dz.D.Reason);
        Assert.Equal("fewer than two complete pairs", change.Correlation.Reason);
    }

    [Fact]
    public void A_change_that_is_the_same_for_everyone_has_no_effect_size()
    {
        var change = PairedChange.Of([1, 2, 3], [3, 4, 5]);
        Assert.Equal(2, change.Change.Mean.Value);
        Assert.False(change.Dz.D.Exists);
        Assert.Null(change.Dz.DInterval);
        Assert.Equal("the change does not vary", change.Dz.D.Reason);
    }

    [Fact]
    public void A_change_that_varies_by_rounding_alone_counts_as_the_same_for_everyone()
    {
        var change = PairedChange.Of([0.1, 0.2, 0.3, 80.7], [1.2, 1.3, 1.4, 81.8]);
        Assert.True(change.Change.StandardDeviation.Value > 0);
        Assert.Equal("the change does not vary", change.Dz.D.Reason);
        Assert.False(change.Test.P.Exists);
    }

    [Fact]
    public void A_constant_first_measurement_has_no_correlation_and_no_d_of_its_own()
    {
        var change = PairedChange.Of([4, 4, 4], [1, 5, 9]);
        Assert.Contains("does not vary", change.Correlation.Reason, StringComparison.Ordinal);
        Assert.Equal("the standardiser is zero", change.Dpre.D.Reason);
        Assert.True(change.Dz.D.Exists);
    }

    [Fact]
    public void Two_pairs_have_a_d_and_no_Hedges_correction()
    {
        var change = PairedChange.Of([1, 2], [3, 7]);
        Assert.True(change.Dz.D.Exists);
        Assert.Contains("two degrees of freedom", change.Dz.G.Reason, StringComparison.Ordinal);
        Assert.Null(change.Dz.GInterval);
    }

    [Fact]
    public void Two_constant_groups_have_a_difference_and_no_t()
    {
        var groups = TwoGroups.Of([2, 2], [1, 1, 1]);
        Assert.Equal(1, groups.Welch.Estimate.Value);
        Assert.Equal("its standard error is zero", groups.Welch.T.Reason);
        Assert.False(groups.CohenD.D.Exists);
        Assert.False(RankSumTest.Of([1, 1], [1, 1]).P.Exists);
    }

    [Fact]
    public void Differences_that_are_all_zero_have_no_rank_test()
    {
        var test = SignedRankTest.Of([0, 0, 0]);
        Assert.Equal("every difference is zero", test.P.Reason);
        Assert.Equal("every difference is zero", test.WalshMedian.Reason);
        Assert.Null(test.AsR().Interval);
    }

    [Fact]
    public void A_constant_column_has_no_skewness_and_an_empty_one_no_mean()
    {
        Assert.Equal("the values do not vary", Summary.Of([5, 5, 5]).Skewness1.Reason);
        Assert.Equal("no values", Summary.Of([double.NaN]).Moments.Mean.Reason);
        Assert.Equal("fewer than two values", Summary.Of([5]).Moments.StandardDeviation.Reason);
    }

    [Fact]
    public void A_scale_of_constant_items_has_no_alpha()
    {
        var scale = Reliability.Of(new Matrix(3, 2, [1, 2, 1, 2, 1, 2]));
        Assert.Equal("the total does not vary", scale.Alpha.Reason);
        Assert.Null(scale.FeldtInterval);
    }

    [Fact]
    public void A_column_that_repeats_another_has_no_coefficient_and_the_others_stay()
    {
        double[] x = [1, 2, 3, 4, 6], y = [2, 3, 5, 4, 9];
        var fit = OrdinaryLeastSquares.Fit(DesignMatrix.Of([new(new Numeric("a", x)), new(new Numeric("b", x))], 5), y);
        Assert.Contains("combination", fit.Coefficients[2].Estimate.Reason, StringComparison.Ordinal);
        var alone = OrdinaryLeastSquares.Fit(DesignMatrix.Of([new(new Numeric("a", x))], 5), y);
        Assert.Equal(alone.Coefficients[1].Estimate.Value, fit.Coefficients[1].Estimate.Value, 1e-12);
    }

    [Fact]
    public void A_number_that_was_never_computed_is_none_and_reading_it_throws()
    {
        Assert.Equal("not computed", default(Number).Reason);
        Assert.Throws<InvalidOperationException>(() => default(Number).Value);
        Assert.Equal("the result is not a finite number", ((Number)double.NaN).Reason);
    }
}
