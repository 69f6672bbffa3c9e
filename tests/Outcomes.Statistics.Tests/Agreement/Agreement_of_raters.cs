using FsCheck;
using FsCheck.Fluent;
using Outcomes.Statistics.Agreement;
using Outcomes.Statistics.LinearAlgebra;
using Xunit;

namespace Outcomes.Statistics.Tests.Agreement;

public class Agreement_of_raters
{
    /// <summary>Shrout and Fleiss (1979), table 2: six targets, four raters.</summary>
    static readonly Matrix ShroutFleiss =
        new(6, 4, [9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7]);

    static readonly int[,] UnusedLevel = { { 10, 2, 0, 1 }, { 3, 8, 0, 2 }, { 0, 0, 0, 0 }, { 1, 1, 0, 12 } };

    [Fact]
    public void All_six_forms_agree_with_psych_on_the_data_of_Shrout_and_Fleiss()
    {
        var icc = new IntraclassCorrelation(ShroutFleiss);
        Same(0.16574176840547555, -0.132932324874750873, 0.72256006232812109, icc.OneWaySingle);
        Same(0.28976377952755922, 0.018786513374712047, 0.76108436964895310, icc.AgreementSingle);
        Same(0.71484071484071487, 0.342464765033925367, 0.94585825995535955, icc.ConsistencySingle);
        Same(0.44279713367926893, -0.884442155238118977, 0.91241542034077561, icc.OneWayAverage);
        Same(0.62005054759898925, 0.071136815302503487, 0.92723204016772198, icc.AgreementAverage);
        Same(0.90931554237706946, 0.675674713816304728, 0.98589167816906231, icc.ConsistencyAverage);
        Close(0.00013456651648433693, icc.AgreementSingle.P.Value, 1e-11);
    }

    [Fact]
    public void A_target_that_a_rater_left_out_is_left_out()
    {
        var withGap = new Matrix(7, 4, [.. ShroutFleiss.Values, 3, double.NaN, 4, 4]);
        Assert.Equal(new IntraclassCorrelation(ShroutFleiss).AgreementSingle, new IntraclassCorrelation(withGap).AgreementSingle);
    }

    [Fact]
    public void Raters_who_agree_exactly_have_correlation_one_and_no_F()
    {
        var thirds = new Matrix(3, 3, [0.1, 0.1, 0.1, 0.3, 0.3, 0.3, 0.7, 0.7, 0.7]);
        var icc = new IntraclassCorrelation(thirds).AgreementSingle;
        Assert.Equal(1, icc.Value.Value);
        Assert.False(icc.F.Exists);
        Assert.Equal(0, icc.P.Value);
        Assert.Null(icc.Interval);
    }

    [Fact]
    public void Ratings_that_never_vary_have_no_correlation()
    {
        var icc = new IntraclassCorrelation(new Matrix(3, 2, [4, 4, 4, 4, 4, 4]));
        Assert.False(icc.ConsistencySingle.Value.Exists);
        Assert.False(icc.AgreementAverageSatterthwaite.P.Exists);
    }

    [Fact]
    public void Correlations_do_not_depend_on_origin_and_unit_and_consistency_not_on_severity() => Prop.ForAll(
        Ratings(1, 7).ToArbitrary(), codes =>
        {
            var icc = new IntraclassCorrelation(codes);
            var moved = new IntraclassCorrelation(Map(codes, (value, _) => 1e5 + 4 * value));
            var severe = new IntraclassCorrelation(Map(codes, (value, rater) => value + 10 * rater));
            return Near(icc.AgreementSingle.Value, moved.AgreementSingle.Value)
                && Near(icc.OneWayAverage.Value, moved.OneWayAverage.Value)
                && Near(icc.ConsistencySingle.Value, severe.ConsistencySingle.Value);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Too_few_targets_or_raters_are_refused_by_name()
    {
        Assert.Contains("raters", Assert.Throws<InputException>(() => new IntraclassCorrelation(new Matrix(3, 1, [1, 2, 3]))).Message);
        Assert.Contains("targets", Assert.Throws<InputException>(() => new IntraclassCorrelation(new Matrix(1, 3, [1, 2, 3]))).Message);
    }

    [Theory] // R 4.2.2: vcd::Kappa(table, weights = ) of vcd 1.4-11
    [InlineData(KappaWeights.None, 0.62441314553990612, 0.10198317218889999)]
    [InlineData(KappaWeights.Linear, 0.690346083788706877, 0.097307870561478452)]
    [InlineData(KappaWeights.Quadratic, 0.73282442748091636, 0.10469257267730928)]
    public void Kappa_and_its_standard_error_agree_with_vcd_also_with_a_level_never_used(KappaWeights weights, double kappa, double error)
    {
        var ours = CohenKappa.Of(UnusedLevel, weights);
        Close(kappa, ours.Value.Value, 1e-13);
        Close(error, ours.StandardError.Value, 1e-12);
    }

    [Fact]
    public void Kappa_does_not_care_who_is_first_nor_which_end_of_the_scale() => Prop.ForAll(Tables().ToArbitrary(), table =>
        Enum.GetValues<KappaWeights>().All(weights =>
            Near(CohenKappa.Of(table, weights).Value, CohenKappa.Of(Turn(table, (i, j, _) => (j, i)), weights).Value)
            && Near(CohenKappa.Of(table, weights).StandardError,
                CohenKappa.Of(Turn(table, (i, j, k) => (k - 1 - i, k - 1 - j)), weights).StandardError)))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void With_two_levels_all_weights_are_the_same()
    {
        int[,] table = { { 20, 5 }, { 10, 15 } };
        Close(0.4, CohenKappa.Of(table).Value.Value, 1e-15); // po = .7, pe = .5
        Assert.Equal(CohenKappa.Of(table, KappaWeights.Linear), CohenKappa.Of(table, KappaWeights.Quadratic));
    }

    [Fact]
    public void Raters_who_use_one_level_only_have_no_kappa_and_the_reason_says_why()
    {
        var kappa = CohenKappa.Of(new[,] { { 5, 0 }, { 0, 0 } });
        Assert.Contains("one level", kappa.Value.Reason);
        Assert.Null(kappa.Interval);
    }

    [Fact]
    public void Labels_outside_the_declared_levels_are_refused_and_missing_ones_are_not_counted()
    {
        Assert.Throws<InputException>(() => RatingTable.Code(["low", "hihg"], ["low", "high"]));
        var first = RatingTable.Code(["low", null, "high"], ["low", "high"]);
        Assert.Equal(1, RatingTable.Cross(first, [0, 1, RatingTable.Missing], 2).Cast<int>().Sum());
    }

    [Fact]
    public void Krippendorffs_nominal_alpha_is_Fleisss_kappa_with_its_correction_for_few_ratings() => Prop.ForAll(
        Ratings(0, 3).ToArbitrary(), codes =>
        {
            var fleiss = FleissKappa.Of(Whole(codes), 4).Value;
            var ratings = (double)codes.Rows * codes.Columns;
            return Near(KrippendorffAlpha.Of(codes, MeasurementLevel.Nominal), fleiss.Map(k => 1 - (ratings - 1) / ratings * (1 - k)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_alpha_keeps_under_the_transformations_that_its_level_allows() => Prop.ForAll(Ratings(1, 6).ToArbitrary(), codes =>
        Near(KrippendorffAlpha.Of(codes, MeasurementLevel.Nominal),
            KrippendorffAlpha.Of(Map(codes, (value, _) => value * 5 % 7), MeasurementLevel.Nominal))
        && Near(KrippendorffAlpha.Of(codes, MeasurementLevel.Ordinal),
            KrippendorffAlpha.Of(Map(codes, (value, _) => Math.Exp(value)), MeasurementLevel.Ordinal))
        && Near(KrippendorffAlpha.Of(codes, MeasurementLevel.Interval),
            KrippendorffAlpha.Of(Map(codes, (value, _) => 3 - 2 * value), MeasurementLevel.Interval))
        && Near(KrippendorffAlpha.Of(codes, MeasurementLevel.Ratio),
            KrippendorffAlpha.Of(Map(codes, (value, _) => 60 * value), MeasurementLevel.Ratio))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_unit_coded_once_changes_no_alpha()
    {
        var codes = new Matrix(3, 2, [1, 2, 2, 2, 4, 3]);
        var more = new Matrix(4, 2, [.. codes.Values, 9, double.NaN]);
        foreach (var level in Enum.GetValues<MeasurementLevel>())
            Assert.Equal(KrippendorffAlpha.Of(codes, level), KrippendorffAlpha.Of(more, level));
    }

    [Fact]
    public void One_value_throughout_is_no_evidence_of_agreement() =>
        Assert.False(KrippendorffAlpha.Of(new Matrix(3, 2, [2, 2, 2, 2, 2, 2]), MeasurementLevel.Interval).Exists);

    [Fact]
    public void A_negative_value_is_refused_on_a_ratio_scale() =>
        Assert.Throws<InputException>(() => KrippendorffAlpha.Of(new Matrix(2, 2, [-1, 2, 3, 3]), MeasurementLevel.Ratio));

    static Gen<Matrix> Ratings(int low, int high) =>
        from rows in Gen.Choose(3, 12)
        from columns in Gen.Choose(2, 5)
        from values in Gen.Choose(low, high).ArrayOf(rows * columns)
        select new Matrix(rows, columns, Array.ConvertAll(values, value => (double)value));

    static Gen<int[,]> Tables() =>
        from k in Gen.Choose(2, 5)
        from counts in Gen.Choose(0, 20).ArrayOf(k * k)
        where counts.Sum() > 0
        select Turn(new int[k, k], (i, j, _) => (i, j), counts);

    static int[,] Turn(int[,] table, Func<int, int, int, (int, int)> from, int[]? counts = null)
    {
        var k = table.GetLength(0);
        var turned = new int[k, k];
        for (var i = 0; i < k; i++)
            for (var j = 0; j < k; j++)
            {
                var (a, b) = from(i, j, k);
                turned[i, j] = counts?[i * k + j] ?? table[a, b];
            }
        return turned;
    }

    static Matrix Map(Matrix codes, Func<double, int, double> map) =>
        new(codes.Rows, codes.Columns, codes.Values.Select((value, i) => map(value, i % codes.Columns)).ToArray());

    static int[,] Whole(Matrix codes)
    {
        var whole = new int[codes.Rows, codes.Columns];
        for (var i = 0; i < codes.Rows; i++)
            for (var j = 0; j < codes.Columns; j++) whole[i, j] = (int)codes[i, j];
        return whole;
    }

    static bool Near(Number a, Number b) => a.Exists == b.Exists && Math.Abs(a.Or(0) - b.Or(0)) <= 1e-8 * Math.Max(1, Math.Abs(a.Or(0)));

    static void Same(double value, double lower, double upper, IntraclassEstimate ours)
    {
        Close(value, ours.Value.Value, 1e-12);
        Close(lower, ours.Interval!.Value.Lower, 1e-10);
        Close(upper, ours.Interval.Value.Upper, 1e-10);
    }

    static void Close(double expected, double actual, double relative) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), $"{actual:R} is not {expected:R}");
}
