using Outcomes.Statistics.Distributions;

namespace Outcomes.Statistics.Models;

/// <summary>
/// The likelihood ratio test that a mixed model needs its last random effect: the intercept (against no random effect), the slope with its
/// covariance (against an intercept alone) or the outer level (against the inner alone).
/// </summary>
/// <param name="ChiSquared">Twice the gain in (restricted) log likelihood, not below zero.</param>
/// <param name="Df">Parameters that the smaller model lacks.</param>
/// <param name="P">The upper tail of χ² with <paramref name="Df"/>: too large, since a variance cannot be negative. As lmerTest prints it.</param>
/// <param name="PMixture">
/// Half the tail of χ² with <paramref name="Df"/> and half that with one less: the right reference where the variance tested lies on the edge
/// (Self and Liang 1987, case 5, doi:10.1080/01621459.1987.10478472; Stram and Lee 1994, Biometrics 50, 1171–1177, doi:10.2307/2533455). At a
/// statistic of zero it is ½, the probability of any gain at all.
/// </param>
public sealed record RandomEffectTest(double ChiSquared, int Df, double P, double PMixture)
{
    internal static RandomEffectTest Of(MixedModelFit fit)
    {
        int[] groups = fit.Data.Groups is [2] ? [1] : fit.Data.Groups[..^1];
        double reduced = fit.Data.Reduced(groups, fit.Design.Rows, fit.Estimation).Deviance;
        int df = fit.Components.Length - new VarianceRoots(groups).Count;
        double gain = Math.Max(0, reduced - fit.Point.Deviance);
        double p = Distributions.ChiSquared.UpperTail(gain, df);
        double inner = df == 1 ? 0 : Distributions.ChiSquared.UpperTail(gain, df - 1);
        return new(gain, df, p, (p + inner) / 2);
    }
}
