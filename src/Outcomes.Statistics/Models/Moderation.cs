using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.LinearAlgebra;
using static System.Math;

namespace Outcomes.Statistics.Models;

/// <summary>Where an effect b₁ + b₃ m that changes with a moderator m differs from zero.</summary>
public enum SignificantRegion
{
    /// <summary>For no value of the moderator.</summary>
    Nowhere,

    /// <summary>For every value.</summary>
    Everywhere,

    /// <summary>Between the two bounds.</summary>
    Between,

    /// <summary>Below the lower bound and above the upper one.</summary>
    Outside,
}

/// <summary>The Johnson-Neyman bounds of a moderated effect.</summary>
/// <param name="Region">Where the effect differs from zero.</param>
/// <param name="Lower">The lower bound on the moderator's own scale; none where the region has no bounds.</param>
/// <param name="Upper">The upper bound.</param>
public sealed record JohnsonNeyman(SignificantRegion Region, Number Lower, Number Upper);

/// <summary>
/// An effect (of an arm) that changes with a moderator: effect(m) = b₁ + b₃ m, with Var = v₁₁ + 2 v₁₃ m + v₃₃ m². From any fit that has a
/// covariance: OLS, heteroscedasticity-consistent, cluster-robust, or a mixed model.
/// R: <c>emmeans::emtrends</c> and <c>interactions::johnson_neyman</c>, or by hand.
/// </summary>
/// <param name="Effect">b₁: the effect where the moderator as coded in the model is zero.</param>
/// <param name="Slope">b₃: the coefficient of their product.</param>
/// <param name="EffectVariance">v₁₁.</param>
/// <param name="Covariance">v₁₃.</param>
/// <param name="SlopeVariance">v₃₃.</param>
/// <param name="Df">Degrees of freedom; for a mixed model those of b₃, which the bounds then use throughout.</param>
/// <param name="Center">What was subtracted from the moderator before it entered the model.</param>
public sealed record ModeratedEffect(
    double Effect, double Slope, double EffectVariance, double Covariance, double SlopeVariance, double Df, double Center = 0)
{
    /// <summary>From the coefficients and covariance of a fit, by the columns of the effect and of its product with the moderator.</summary>
    public static ModeratedEffect From(
        IReadOnlyList<double> beta, Matrix covariance, int effect, int product, double df, double center = 0) =>
        new(beta[effect], beta[product], covariance[effect, effect], covariance[effect, product], covariance[product, product], df, center);

    /// <summary>The simple effect at a value of the moderator on its own scale (Aiken and West 1991, Multiple Regression, chapter 2).</summary>
    public Coefficient At(string name, double moderator, double level = 0.95)
    {
        double m = moderator - Center;
        double variance = EffectVariance + 2 * m * Covariance + m * m * SlopeVariance;
        return Coefficient.Of(name, Effect + m * Slope, Sqrt(Max(0, variance)), Df, level);
    }

    /// <summary>
    /// The values of the moderator at which |effect| is just t(1 − α/2) standard errors: the roots of
    /// (b₃² − t²v₃₃) m² + 2 (b₁b₃ − t²v₁₃) m + b₁² − t²v₁₁. Pointwise: no correction for looking at all m. Johnson and Neyman (1936), Statistical
    /// Research Memoirs 1, 57–93; Bauer and Curran (2005), Multivariate Behav. Res. 40, 373–400, doi:10.1207/s15327906mbr4003_5.
    /// </summary>
    public JohnsonNeyman Bounds(double level = 0.95)
    {
        double t = StudentT.Critical(level, Df), t2 = t * t;
        double a = Slope * Slope - t2 * SlopeVariance, halfB = Effect * Slope - t2 * Covariance, c = Effect * Effect - t2 * EffectVariance;
        double discriminant = halfB * halfB - a * c;
        if (!(discriminant > 0) || a == 0)
        {
            Number none = Number.None("the effect's significance does not change with the moderator");
            return new(c > 0 ? SignificantRegion.Everywhere : SignificantRegion.Nowhere, none, none);
        }
        // The root that does not cancel first, the other from their product.
        double q = -(halfB + CopySign(Sqrt(discriminant), halfB)), first = q / a, second = c / q;
        return new(a > 0 ? SignificantRegion.Outside : SignificantRegion.Between,
            Center + Min(first, second), Center + Max(first, second));
    }
}
