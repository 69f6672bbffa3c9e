using Outcomes.Statistics.Distributions;

namespace Outcomes.Statistics.Synthesis;

/// <summary>An effect over all sites.</summary>
/// <param name="Mean">mu, in the unit of the effects.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Statistic">Mean over standard error: z, or t with Hartung and Knapp.</param>
/// <param name="Df">Degrees of freedom of t; infinite for z.</param>
/// <param name="P">Two-sided p value.</param>
/// <param name="Interval">Confidence interval of the mean.</param>
public sealed record PooledEffect(
    double Mean, double StandardError, Number Statistic, double Df, Number P, Interval Interval);

/// <summary>Cochran's Q: sum w_i (y_i - mu)^2 with w_i = 1/v_i.</summary>
/// <param name="Q">The statistic.</param>
/// <param name="Df">k - 1.</param>
/// <param name="P">Upper tail of chi-squared; a large p does not show that sites are alike.</param>
/// <remarks>Cochran, W. G. (1954), Biometrics 10, 101-129, https://doi.org/10.2307/3001666. R: <c>rma()$QE</c>, <c>$QEp</c>.</remarks>
public sealed record Heterogeneity(double Q, int Df, Number P);

/// <summary>The mean of effects that differ between sites, and how much they do.</summary>
/// <param name="Pooled">The mean with its test and interval.</param>
/// <param name="Method">How tau^2 was estimated.</param>
/// <param name="Test">How the mean was tested.</param>
/// <param name="TauSquared">Variance of the true effects between sites; zero if the data show none.</param>
/// <param name="TypicalVariance">s^2 = (k - 1) sum w/((sum w)^2 - sum w^2), w_i = 1/v_i.</param>
/// <param name="Sites">k.</param>
/// <param name="Level">Confidence level.</param>
public sealed record RandomEffects(
    PooledEffect Pooled, BetweenSiteVariance Method, MeanTest Test, double TauSquared, double TypicalVariance, int Sites, double Level)
{
    /// <summary>Standard deviation of the true effects between sites, in the unit of the effects.</summary>
    public double Tau => Math.Sqrt(TauSquared);

    /// <summary>I^2 = tau^2/(tau^2 + s^2), from 0 to 1: the share of the spread that is not sampling error. Not an amount: it rises
    /// with the size of the sites.</summary>
    /// <remarks>Higgins, J. P. T. and Thompson, S. G. (2002), Statistics in Medicine 21, 1539-1558, https://doi.org/10.1002/sim.1186.
    /// R: <c>rma()$I2</c>/100. With DerSimonian and Laird it is also max(0, (Q - df)/Q); with REML it is not.</remarks>
    public double ISquared => TauSquared / (TauSquared + TypicalVariance);

    /// <summary>H^2 = (tau^2 + s^2)/s^2. R: <c>rma()$H2</c>.</summary>
    public double HSquared => TauSquared / TypicalVariance + 1;

    /// <summary>Where the true effect of a new, similar site may lie: mu ± t(k - 2) sqrt(tau^2 + se^2). This is the variant to report;
    /// null with fewer than three sites.</summary>
    /// <remarks>Higgins, J. P. T., Thompson, S. G. and Spiegelhalter, D. J. (2009), JRSS A 172, 137-159,
    /// https://doi.org/10.1111/j.1467-985X.2008.00552.x. R: <c>predict(rma(), pi.type = "Riley")</c> in later versions of metafor.</remarks>
    public Interval? PredictionInterval => Sites < 3 ? null : Predict(StudentT.Critical(Level, Sites - 2));

    /// <summary>metafor's default prediction interval: the normal quantile, or t(k - 1) with Hartung and Knapp. R: <c>predict(rma())</c>.</summary>
    public Interval PredictionIntervalOfTest =>
        Predict(double.IsInfinity(Pooled.Df) ? Normal.Quantile((1 + Level) / 2) : StudentT.Critical(Level, Pooled.Df));

    Interval Predict(double quantile) => Interval.Around(
        Pooled.Mean, quantile * Math.Sqrt(TauSquared + Pooled.StandardError * Pooled.StandardError), Level);
}
