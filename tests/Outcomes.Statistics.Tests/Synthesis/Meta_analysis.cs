using FsCheck;
using FsCheck.Fluent;
using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.Synthesis;
using Xunit;

namespace Outcomes.Statistics.Tests.Synthesis;

/// <summary>References: R 4.2.2, metafor 3.8-1, rma(y, v, control = list(threshold = 1e-14)) and confint(tol = 1e-14).</summary>
public class Meta_analysis
{
    static readonly MetaAnalysis Alike = new([.10, .12, .15, .08, .11], [.02, .03, .025, .05, .01]);
    static readonly MetaAnalysis Scores = new([55, 62, 48, 71, 66, 59], [9, 16, 4, 25, 12, 10]);

    [Theory]
    [InlineData(BetweenSiteVariance.DerSimonianLaird)]
    [InlineData(BetweenSiteVariance.Reml)]
    public void Sites_that_differ_less_than_their_errors_have_no_variance_between_them(BetweenSiteVariance method)
    {
        var normal = Alike.RandomEffects(method);
        Assert.Equal(0, normal.TauSquared);
        Assert.Equal(0, normal.ISquared);
        Assert.Equal(1, normal.HSquared);
        Assert.Equal(Alike.CommonEffect, normal.Pooled);
        var knapp = Alike.RandomEffects(method, MeanTest.HartungKnapp);
        Close(0.0094803032320366302, knapp.Pooled.StandardError, 1e-13);
        Close(2.7967242943585457e-04, knapp.Pooled.P.Value, 1e-11);
        Close(0.08710311602986763, knapp.PredictionIntervalOfTest.Lower, 1e-12);
        Assert.Equal(new Interval(0, 0, .95), Alike.TauSquaredInterval());
    }

    [Fact]
    public void Large_units_do_not_stop_the_search_for_the_variance()
    {
        var fit = Scores.RandomEffects(BetweenSiteVariance.Reml, MeanTest.HartungKnapp);
        Close(54.9440937304917583, fit.TauSquared, 1e-11);
        Close(59.5336422420699165, fit.Pooled.Mean, 1e-12);
        Close(50.9970285957759302, fit.Pooled.Interval.Lower, 1e-12);
        Close(.845117468711691231, fit.ISquared, 1e-12);
        Close(14.7564004075987079, Scores.TauSquaredInterval().Lower, 1e-10);
        Close(385.325178489213442, Scores.TauSquaredInterval().Upper, 1e-10);
    }

    [Fact]
    public void Two_sites_have_a_mean_but_no_prediction_interval()
    {
        var two = new MetaAnalysis([.1, .9], [.02, .03]).RandomEffects();
        Close(.295, two.TauSquared, 1e-12); // (difference squared/2) less the mean variance
        Close(.39995116889440402, two.Pooled.StandardError, 1e-12);
        Assert.Null(two.PredictionInterval);
    }

    [Fact]
    public void One_site_has_a_common_effect_and_no_spread()
    {
        var one = new MetaAnalysis([.3], [.04]);
        Assert.Equal(.3, one.CommonEffect.Mean);
        Assert.False(one.Heterogeneity.P.Exists);
        Assert.Throws<InputException>(() => one.RandomEffects());
    }

    [Fact]
    public void The_restricted_likelihood_is_nowhere_higher_than_at_the_estimate() => Prop.ForAll(Sites().ToArbitrary(), sites =>
    {
        var estimate = new MetaAnalysis(sites.Effects, sites.Variances).RandomEffects().TauSquared;
        var best = Likelihood(estimate, sites.Effects, sites.Variances);
        return Enumerable.Range(-60, 120).Select(i => Math.Pow(10, i / 10.0)).Append(0)
            .All(tau2 => Likelihood(tau2, sites.Effects, sites.Variances) <= best + 1e-9);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Limits_of_the_Q_profile_are_where_Q_meets_its_quantiles() => Prop.ForAll(Sites().ToArbitrary(), sites =>
    {
        var limits = new MetaAnalysis(sites.Effects, sites.Variances).TauSquaredInterval();
        double df = sites.Effects.Length - 1;
        return Meets(limits.Lower, ChiSquared.Quantile(.975, df), sites) && Meets(limits.Upper, ChiSquared.Quantile(.025, df), sites);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Another_origin_and_unit_move_the_mean_and_scale_the_variance() => Prop.ForAll(Sites().ToArbitrary(), sites =>
    {
        var before = new MetaAnalysis(sites.Effects, sites.Variances).RandomEffects();
        var after = new MetaAnalysis(
            Array.ConvertAll(sites.Effects, y => 7 - 3 * y), Array.ConvertAll(sites.Variances, v => 9 * v)).RandomEffects();
        return Math.Abs(after.Pooled.Mean - (7 - 3 * before.Pooled.Mean)) < 1e-6
            && Math.Abs(after.TauSquared - 9 * before.TauSquared) < 1e-6 * (1 + before.TauSquared);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_variance_that_is_not_positive_is_refused_by_name()
    {
        var error = Assert.Throws<InputException>(() => new MetaAnalysis([.1, .2], [.1, 0]));
        Assert.Equal("variances", error.ParamName);
        Assert.Throws<InputException>(() => new MetaAnalysis([.1, double.NaN], [.1, .1]));
        Assert.Throws<InputException>(() => new MetaAnalysis([.1, .2], [.1]));
    }

    static Gen<(double[] Effects, double[] Variances)> Sites() =>
        from k in Gen.Choose(2, 15)
        from effects in Gen.Choose(-300, 300).ArrayOf(k)
        from variances in Gen.Choose(1, 200).ArrayOf(k)
        select (Array.ConvertAll(effects, y => y / 100.0), Array.ConvertAll(variances, v => v / 100.0));

    static bool Meets(double limit, double quantile, (double[] Effects, double[] Variances) sites)
    {
        var q = Q(limit, sites.Effects, sites.Variances);
        return limit == 0 ? q <= quantile : Math.Abs(q - quantile) < 1e-9 * quantile;
    }

    static double Q(double tau2, double[] y, double[] v)
    {
        var w = Array.ConvertAll(v, one => 1 / (one + tau2));
        var mean = w.Zip(y, (a, b) => a * b).Sum() / w.Sum();
        return w.Zip(y, (a, b) => a * (b - mean) * (b - mean)).Sum();
    }

    static double Likelihood(double tau2, double[] y, double[] v) =>
        -(v.Sum(one => Math.Log(one + tau2)) + Math.Log(v.Sum(one => 1 / (one + tau2))) + Q(tau2, y, v)) / 2;

    static void Close(double expected, double actual, double relative) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), $"{actual:R} is not {expected:R}");
}
