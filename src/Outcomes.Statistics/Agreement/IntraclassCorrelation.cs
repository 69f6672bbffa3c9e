using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Agreement;

/// <summary>One intraclass correlation with its F test against zero and its interval.</summary>
/// <param name="Value">The correlation; may be negative, and is not cut off at zero.</param>
/// <param name="F">The F ratio; none where raters agree without any residual.</param>
/// <param name="Df1">Degrees of freedom between targets.</param>
/// <param name="Df2">Degrees of freedom of the error; not whole in McGraw and Wong's test of agreement.</param>
/// <param name="P">Upper tail of F; 0 with no residual at all.</param>
/// <param name="Interval">Two-sided interval; null where F has no value.</param>
public sealed record IntraclassEstimate(Number Value, Number F, double Df1, Number Df2, Number P, Interval? Interval);

/// <summary>Intraclass correlations: how much of the variance of ratings is due to the rated rather than to the raters.</summary>
/// <remarks>
/// <para>With n targets, k raters and mean squares between targets R, between raters C, residual E and within targets W:
/// ICC(1) = (R - W)/(R + (k - 1) W), ICC(2,1) = (R - E)/(R + (k - 1) E + k (C - E)/n), ICC(3,1) = (R - E)/(R + (k - 1) E);
/// the averages of k raters by ICC(1,k) = (R - W)/R, ICC(2,k) = (R - E)/(R + (C - E)/n), ICC(3,k) = (R - E)/R.</para>
/// <para>Choose by design: 1 if each target has its own raters, 2 (absolute agreement) if the raters stand for others,
/// 3 (consistency) if they are the only ones of interest. Limits: normal scores; targets rated incompletely are left out.</para>
/// <para>References: Shrout, P. E. and Fleiss, J. L. (1979), Intraclass correlations, Psychological Bulletin 86, 420-428,
/// https://doi.org/10.1037/0033-2909.86.2.420; McGraw, K. O. and Wong, S. P. (1996), Forming inferences about some intraclass
/// correlation coefficients, Psychological Methods 1, 30-46, tables 4, 7 and 8, https://doi.org/10.1037/1082-989X.1.1.30.
/// R: <c>psych::ICC(x, lmer = FALSE)</c> and <c>irr::icc</c>; psych's default, lmer = TRUE, cuts off at zero.</para>
/// </remarks>
public sealed class IntraclassCorrelation
{
    readonly double level;
    readonly int n, k;
    readonly double msr, msc, mse, msw;

    /// <summary>Computes all forms at once.</summary>
    /// <param name="ratings">Targets in rows, raters in columns, NaN where a target was not rated by a rater.</param>
    /// <param name="level">Confidence level of the intervals.</param>
    /// <exception cref="InputException">Fewer than two complete targets or two raters, or an infinite rating.</exception>
    public IntraclassCorrelation(Matrix ratings, double level = 0.95)
    {
        Require.Level(level);
        this.level = level;
        MeanSquares = RatingMeanSquares.Of(ratings);
        (n, k) = (MeanSquares.Targets, MeanSquares.Raters);
        (msr, msc) = (MeanSquares.BetweenTargets, MeanSquares.BetweenRaters);
        (mse, msw) = (MeanSquares.Residual, MeanSquares.WithinTargets);
    }

    /// <summary>The analysis of variance behind all forms.</summary>
    public RatingMeanSquares MeanSquares { get; }

    /// <summary>ICC(1,1): one rating, each target with its own raters. irr: oneway, single.</summary>
    public IntraclassEstimate OneWaySingle => OneWay(Ratio(msr - msw, msr + (k - 1) * msw), f => (f - 1) / (f + k - 1));

    /// <summary>ICC(1,k): the mean of k ratings, each target with its own raters. irr: oneway, average.</summary>
    public IntraclassEstimate OneWayAverage => OneWay(Ratio(msr - msw, msr), f => 1 - 1 / f);

    /// <summary>ICC(3,1) or ICC(C,1): one rating, these raters, consistency. irr: twoway, consistency, single.</summary>
    public IntraclassEstimate ConsistencySingle =>
        TwoWay(Ratio(msr - mse, msr + (k - 1) * mse), IntervalOf(msr / mse, ResidualDf, f => (f - 1) / (f + k - 1)));

    /// <summary>ICC(3,k) or ICC(C,k): the mean of these k raters, consistency. irr: twoway, consistency, average.</summary>
    public IntraclassEstimate ConsistencyAverage =>
        TwoWay(Ratio(msr - mse, msr), IntervalOf(msr / mse, ResidualDf, f => 1 - 1 / f));

    /// <summary>ICC(2,1): one rating, raters drawn from many, absolute agreement; F = R/E as in Shrout and Fleiss and psych.</summary>
    public IntraclassEstimate AgreementSingle => TwoWay(SingleAgreement, AgreementInterval(SingleAgreement, average: false));

    /// <summary>ICC(2,k): the mean of k raters drawn from many, absolute agreement. The interval is that of ICC(2,1) stepped up by
    /// Spearman and Brown, as in Shrout and Fleiss and psych.</summary>
    public IntraclassEstimate AgreementAverage =>
        TwoWay(AverageAgreement, AgreementSingle.Interval is { } single
            ? new Interval(StepUp(single.Lower), StepUp(single.Upper), level)
            : null);

    /// <summary>ICC(A,1) with McGraw and Wong's Satterthwaite degrees of freedom. irr: twoway, agreement, single.</summary>
    public IntraclassEstimate AgreementSingleSatterthwaite => Satterthwaite(SingleAgreement, average: false);

    /// <summary>ICC(A,k) with McGraw and Wong's Satterthwaite degrees of freedom. irr: twoway, agreement, average.</summary>
    public IntraclassEstimate AgreementAverageSatterthwaite => Satterthwaite(AverageAgreement, average: true);

    double ResidualDf => (n - 1.0) * (k - 1);

    Number SingleAgreement => Ratio(msr - mse, msr + (k - 1) * mse + k * (msc - mse) / n);

    Number AverageAgreement => Ratio(msr - mse, msr + (msc - mse) / n);

    double StepUp(double icc) => k * icc / (1 + (k - 1) * icc);

    IntraclassEstimate OneWay(Number value, Func<double, double> ofF)
    {
        var df = n * (k - 1.0);
        return Estimate(value, msr / msw, df, IntervalOf(msr / msw, df, ofF));
    }

    IntraclassEstimate TwoWay(Number value, Interval? interval) => Estimate(value, msr / mse, ResidualDf, interval);

    IntraclassEstimate Satterthwaite(Number value, bool average)
    {
        var df = AgreementDf(value);
        return df.Exists
            ? Estimate(value, msr / mse, df.Value, AgreementInterval(value, average))
            : new IntraclassEstimate(value, FNumber(msr / mse), n - 1, df, Number.None(df.Reason!), null);
    }

    IntraclassEstimate Estimate(Number value, double f, double df2, Interval? interval)
    {
        Number p = double.IsNaN(f) ? Number.None("the ratings do not vary") : FisherF.UpperTail(f, n - 1, df2);
        return new IntraclassEstimate(value, FNumber(f), n - 1, df2, p, interval);
    }

    /// <summary>Pivots F: its limits are mapped to limits of the correlation.</summary>
    Interval? IntervalOf(double f, double df2, Func<double, double> ofF) =>
        double.IsFinite(f)
            ? new Interval(ofF(f / UpperF(n - 1, df2)), ofF(f * UpperF(df2, n - 1)), level)
            : null;

    /// <summary>McGraw and Wong (1996), table 7: v approximates the degrees of freedom of the mix of C and E at this correlation.</summary>
    Interval? AgreementInterval(Number icc, bool average)
    {
        var df = AgreementDf(icc);
        if (!df.Exists) return null;
        var lowF = UpperF(n - 1, df.Value);
        var highF = UpperF(df.Value, n - 1);
        var error = average ? msc - mse : k * msc + ((double)k * n - k - n) * mse;
        return new Interval(
            n * (msr - lowF * mse) / (lowF * error + n * msr), n * (highF * msr - mse) / (error + n * highF * msr), level);
    }

    Number AgreementDf(Number icc)
    {
        if (!icc.Exists) return icc;
        var a = k * icc.Value / (n * (1 - icc.Value));
        var b = 1 + k * icc.Value * (n - 1) / (n * (1 - icc.Value));
        double raters = a * msc, error = b * mse;
        var v = (raters + error) * (raters + error) / (raters * raters / (k - 1) + error * error / ResidualDf);
        return Number.Of(v, "raters agree without any residual");
    }

    double UpperF(double df1, double df2) => FisherF.UpperQuantile((1 - level) / 2, df1, df2);

    static Number FNumber(double f) => Number.Of(f, "there is no residual to compare with");

    static Number Ratio(double above, double below) => Number.Of(above / below, "the ratings do not vary");
}
