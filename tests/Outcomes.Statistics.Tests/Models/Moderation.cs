using FsCheck;
using FsCheck.Fluent;
using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.Models;
using Xunit;

namespace Outcomes.Statistics.Tests.Models;

public class Moderation
{
    [Fact]
    public void At_a_bound_the_effect_is_just_significant_and_the_region_tells_the_side() => Prop.ForAll(Effects(), effect =>
    {
        var bounds = effect.Bounds();
        double t = StudentT.Critical(.95, effect.Df);
        double T(double moderator) => Math.Abs(effect.At("effect", moderator).T.Value);
        if (!bounds.Lower.Exists)
            return new[] { -50.0, -3, 0, 3, 50 }.All(m => T(effect.Center + m) > t == (bounds.Region == SignificantRegion.Everywhere));
        double lower = bounds.Lower.Value, upper = bounds.Upper.Value;
        return ClusteredData.Near(T(lower), t, 1e-6) && ClusteredData.Near(T(upper), t, 1e-6)
            && T((lower + upper) / 2) > t == (bounds.Region == SignificantRegion.Between);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bounds_move_with_the_moderators_scale_and_exchanging_the_arms_leaves_them() => Prop.ForAll(Effects(), effect =>
    {
        var bounds = effect.Bounds();
        var moved = (effect with
        {
            Effect = -effect.Effect, Slope = -effect.Slope / 10, Covariance = effect.Covariance / 10,
            SlopeVariance = effect.SlopeVariance / 100, Center = 10 * effect.Center,
        }).Bounds();
        return bounds.Region == moved.Region
            && (!bounds.Lower.Exists || ClusteredData.Near(moved.Lower.Value, 10 * bounds.Lower.Value, 1e-8));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_simple_effect_of_a_mixed_model_is_the_coefficient_when_the_moderator_is_centred_there()
    {
        var data = ClusteredData.Draw(8, 8, 1);
        MixedModelFit Fit(double center)
        {
            double[] moderator = [.. data.Pre.Select(p => p - center)];
            var arm = new Numeric("arm", data.Arm);
            var pre = new Numeric("pre", moderator);
            return MixedModel.RandomIntercept(DesignMatrix.Of([new(arm), new(pre), new(arm, pre)], data.Rows), data.Y, data.Clusters);
        }
        var simple = Fit(0).Combination("arm at 55", [0, 1, 0, 55]);
        var centred = Fit(55).Coefficients()[1];
        Assert.Equal(centred.Estimate.Value, simple.Estimate.Value, 1e-8);
        Assert.Equal(centred.StandardError.Value, simple.StandardError.Value, 1e-8);
        Assert.Equal(centred.Df.Value, simple.Df.Value, 1e-5);
    }

    static Arbitrary<ModeratedEffect> Effects() =>
        (from b1 in Gen.Choose(-40, 40) from b3 in Gen.Choose(-20, 20) from v1 in Gen.Choose(1, 60) from v3 in Gen.Choose(1, 20)
         from r in Gen.Choose(-9, 9) from center in Gen.Choose(-30, 30)
         select new ModeratedEffect(b1 / 10.0, b3 / 10.0, v1 / 20.0, r / 10.0 * Math.Sqrt(v1 / 20.0 * v3 / 40.0), v3 / 40.0, 60, center)).ToArbitrary();
}
