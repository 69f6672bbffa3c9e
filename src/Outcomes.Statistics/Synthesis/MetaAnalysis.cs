using Outcomes.Statistics.Distributions;

namespace Outcomes.Statistics.Synthesis;

/// <summary>How the variance between sites is estimated.</summary>
public enum BetweenSiteVariance
{
    /// <summary>DerSimonian and Laird's moment estimator, in closed form.</summary>
    DerSimonianLaird,

    /// <summary>Restricted maximum likelihood: less biased, and the default for reports.</summary>
    Reml,
}

/// <summary>How the pooled effect is tested and given an interval.</summary>
public enum MeanTest
{
    /// <summary>Normal: the weights count as known.</summary>
    Normal,

    /// <summary>Hartung and Knapp (also Sidik and Jonkman): t with k - 1 degrees of freedom, the standard error scaled by the spread
    /// seen, not cut off at 1. The better choice with few sites.</summary>
    HartungKnapp,
}

/// <summary>The effects of several sites, each with its sampling variance, brought together.</summary>
/// <remarks>
/// <para>Model: y_i = mu + u_i + e_i with var(e_i) = v_i known and var(u_i) = tau^2; weights w_i = 1/(v_i + tau^2), mu = sum w y/sum w.</para>
/// <para>Limits: independent sites; variances count as known, so sites of fewer than about ten a group mislead; one effect a site.</para>
/// <para>References: DerSimonian, R. and Laird, N. (1986), Controlled Clinical Trials 7, 177-188,
/// https://doi.org/10.1016/0197-2456(86)90046-2; Viechtbauer, W. (2005), Journal of Educational and Behavioral Statistics 30,
/// 261-293, https://doi.org/10.3102/10769986030003261; Hartung, J. and Knapp, G. (2001), Statistics in Medicine 20, 3875-3889,
/// https://doi.org/10.1002/sim.1009. R: <c>metafor::rma(yi, vi, method = , test = )</c>.</para>
/// </remarks>
public sealed class MetaAnalysis
{
    readonly double[] effects, variances;
    readonly double level;

    /// <summary>Takes the data of all sites.</summary>
    /// <param name="effects">y_i, at least one, in one unit and direction.</param>
    /// <param name="variances">v_i &gt; 0, the squared standard errors.</param>
    /// <param name="level">Confidence level of all intervals.</param>
    /// <exception cref="InputException">Different lengths, no site, a value that is not finite or a variance that is not positive.</exception>
    public MetaAnalysis(double[] effects, double[] variances, double level = 0.95)
    {
        Require.AtLeast(1, effects.Length, nameof(effects), "site");
        Require.SameLength(effects.Length, variances.Length, nameof(variances));
        Require.Finite(effects);
        Require.Finite(variances);
        Require.Level(level);
        foreach (var variance in variances) Require.Positive(variance, nameof(variances));
        (this.effects, this.variances, this.level) = (effects, variances, level);
        (CommonEffect, Heterogeneity) = (Common(), CochranQ());
    }

    /// <summary>The effect if it is one and the same at all sites: mu with tau^2 = 0. R: <c>rma(method = "EE")</c>.</summary>
    public PooledEffect CommonEffect { get; }

    /// <summary>Cochran's test of whether the sites differ more than their sampling errors.</summary>
    public Heterogeneity Heterogeneity { get; }

    /// <summary>The mean of effects that differ from site to site. R: <c>rma(method = "REML")</c> or <c>"DL"</c>, <c>test = "knha"</c>.</summary>
    /// <exception cref="InputException">Only one site.</exception>
    public RandomEffects RandomEffects(
        BetweenSiteVariance method = BetweenSiteVariance.Reml, MeanTest test = MeanTest.Normal)
    {
        Require.AtLeast(2, effects.Length, nameof(effects), "sites");
        var tau2 = method == BetweenSiteVariance.Reml
            ? TauSquared.Reml(effects, variances)
            : TauSquared.DerSimonianLaird(effects, variances);
        return new RandomEffects(Mean(tau2, test), method, test, tau2, TypicalVariance, effects.Length, level);
    }

    /// <summary>Interval of tau^2 by the Q-profile: all tau^2 at which the weighted spread of sites is not surprising.</summary>
    /// <remarks>Q(tau^2) = sum w_i (y_i - mu)^2 is chi-squared with k - 1 df at the true tau^2, and falls as tau^2 rises. Limits below
    /// zero are cut off at zero. Viechtbauer, W. (2007), Statistics in Medicine 26, 37-52, https://doi.org/10.1002/sim.2514. R:
    /// <c>confint(rma(yi, vi))</c>, which stops at an error of some 1e-4 unless told a smaller <c>control = list(tol = )</c>.</remarks>
    public Interval TauSquaredInterval()
    {
        Require.AtLeast(2, effects.Length, nameof(effects), "sites");
        double df = effects.Length - 1, tail = (1 - level) / 2;
        return new Interval(TauSquared.WhereQIs(ChiSquared.UpperQuantile(tail, df), effects, variances),
            TauSquared.WhereQIs(ChiSquared.Quantile(tail, df), effects, variances), level);
    }

    /// <summary>s^2 of Higgins and Thompson (2002): the sampling variance of a typical site.</summary>
    double TypicalVariance
    {
        get
        {
            var sum = variances.Sum(v => 1 / v);
            return (effects.Length - 1) * sum / (sum * sum - variances.Sum(v => 1 / (v * v)));
        }
    }

    PooledEffect Common() => Mean(0, MeanTest.Normal);

    Heterogeneity CochranQ()
    {
        var q = TauSquared.Q(0, effects, variances);
        var df = effects.Length - 1;
        return new Heterogeneity(q, df, df == 0 ? Number.None("one site has nothing to differ from") : ChiSquared.UpperTail(q, df));
    }

    PooledEffect Mean(double tau2, MeanTest test)
    {
        var (mean, weights) = TauSquared.WeightedMean(tau2, effects, variances);
        var error = Math.Sqrt(1 / weights);
        if (test == MeanTest.Normal)
            return new PooledEffect(mean, error, mean / error, double.PositiveInfinity, Normal.TwoSided(mean / error),
                Interval.Around(mean, Normal.Quantile((1 + level) / 2) * error, level));
        double df = effects.Length - 1;
        error *= Math.Sqrt(TauSquared.Q(tau2, effects, variances) / df);
        var t = Number.Of(mean / error, "all sites have the same effect");
        return new PooledEffect(mean, error, t, df, t.Map(x => StudentT.TwoSided(x, df)),
            Interval.Around(mean, StudentT.Critical(level, df) * error, level));
    }
}
