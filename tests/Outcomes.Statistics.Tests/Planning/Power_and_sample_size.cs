using FsCheck;
using FsCheck.Fluent;
using Outcomes.Statistics.Planning;
using Xunit;

namespace Outcomes.Statistics.Tests.Planning;

/// <summary>References: R 4.2.2, power.t.test(strict = TRUE), and pt with ncp where the function does not go.</summary>
public class Power_and_sample_size
{
    [Theory]
    [InlineData(20, 20, .5, 0.33793902892509031)]
    [InlineData(64, 64, .5, 0.80145955792232759)]
    [InlineData(40, 25, .6, 0.63962831784118945)]
    [InlineData(3, 2, 1, 0.12351134558068755)]
    public void Power_of_two_arms_agrees_with_R(int first, int second, double effect, double power)
    {
        Assert.Equal(power, Power.OfTwoArms(first, second, effect), 1e-11);
        Assert.Equal(power, Power.OfTwoArms(second, first, -effect), 1e-11);
    }

    [Fact]
    public void Power_of_a_change_agrees_with_R() => Assert.Equal(0.56281360714120654, Power.OfChange(30, .4), 1e-11);

    [Fact]
    public void Sample_sizes_are_Rs_rounded_up()
    {
        Assert.Equal((64, 64), Power.SampleSize(.5)); // R: 63.77
        Assert.Equal(68, Power.PairsNeeded(.4, .9)); // R: 67.62
    }

    [Theory]
    [InlineData(10, 10, 20, .05, 0, .4, 0.77307321558334696)]
    [InlineData(8, 12, 25, .1, .5, .5, 0.7331185896856901)]
    public void Power_of_a_cluster_trial_agrees_with_R(int first, int second, double size, double icc, double cv, double effect, double power) =>
        Assert.Equal(power, new ClusterTrial(size, icc, cv).Power(first, second, effect), 1e-11);

    [Fact]
    public void The_design_effect_of_known_sizes_is_Kishs()
    {
        int[] sizes = [5, 10, 30, 15];
        var kish = 1 + (sizes.Sum(m => (double)m * m) / sizes.Sum() - 1) * .08;
        Assert.Equal(kish, ClusterTrial.OfSizes(sizes, .08).DesignEffect, 1e-12);
    }

    [Fact]
    public void Clusters_of_one_are_people()
    {
        Assert.Equal(Power.OfTwoArms(30, 20, .7), new ClusterTrial(1, .3).Power(30, 20, .7), 1e-12);
        Assert.Equal(Power.SampleSize(.5).First, new ClusterTrial(1, .3).ClustersPerArm(.5));
    }

    [Fact]
    public void The_size_found_reaches_the_power_and_one_fewer_does_not() => Prop.ForAll(
        Gen.Choose(8, 150).ToArbitrary(), Gen.Choose(50, 97).ToArbitrary(), (effect, power) =>
        {
            var (first, second) = Power.SampleSize(effect / 100.0, power / 100.0);
            return Power.OfTwoArms(first, second, effect / 100.0) >= power / 100.0
                && (first == 2 || Power.OfTwoArms(first - 1, second - 1, effect / 100.0) < power / 100.0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_detectable_effect_has_the_power_asked_for()
    {
        Assert.Equal(.8, Power.OfTwoArms(30, 40, Power.DetectableEffect(30, 40)), 1e-10);
        var trial = new ClusterTrial(18, .06, .4);
        Assert.Equal(.9, trial.Power(6, 6, trial.DetectableEffect(6, 6, .9)), 1e-10);
    }

    [Fact]
    public void A_larger_second_arm_is_rounded_up()
    {
        var (first, second) = Power.SampleSize(.5, ratio: 1.5);
        Assert.Equal((int)Math.Ceiling(first * 1.5), second);
    }

    [Fact]
    public void Dropout_is_made_up_for() => Assert.Equal(80, Power.WithDropout(64, .2));

    [Fact]
    public void An_effect_of_zero_or_a_correlation_beyond_one_is_refused_by_name()
    {
        Assert.Equal("effect", Assert.Throws<InputException>(() => Power.SampleSize(0)).ParamName);
        Assert.Equal("Icc", Assert.Throws<InputException>(() => new ClusterTrial(20, 1.2).DesignEffect).ParamName);
        Assert.Equal("power", Assert.Throws<InputException>(() => Power.SampleSize(.5, 1)).ParamName);
    }
}
