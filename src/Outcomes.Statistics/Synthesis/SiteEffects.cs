using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.Models;

namespace Outcomes.Statistics.Synthesis;

/// <summary>The effect of one site: a standardised mean difference, arm less comparison.</summary>
/// <param name="Site">The site, by its code.</param>
/// <param name="Treated">n₁: rows of the arm.</param>
/// <param name="Compared">n₀: rows of the comparison.</param>
/// <param name="HedgesG">g; none where an arm has fewer than two rows, or nobody differs from their arm's mean.</param>
/// <param name="Variance">Its sampling variance; none where there is no g.</param>
public sealed record SiteEffect(int Site, int Treated, int Compared, Number HedgesG, Number Variance);

/// <summary>
/// From participants to one effect a site, ready for <see cref="MetaAnalysis"/>. R: <c>metafor::escalc("SMD", …)</c> a site.
/// </summary>
public static class SiteEffects
{
    /// <summary>
    /// Hedges' g of each site: g = J(m) (ȳ₁ − ȳ₀)/s, s the pooled SD, m = n₁ + n₀ − 2, J(m) = Γ(m/2)/(√(m/2) Γ((m − 1)/2)), and
    /// v = 1/n₁ + 1/n₀ + g²/(2(n₁ + n₀)).
    /// </summary>
    /// <remarks>
    /// v is the large-sample variance: sites with fewer than about ten an arm mislead. Assumes one SD in both arms of a site.
    /// Source: Hedges (1981), J. Educ. Stat. 6, 107–128, doi:10.3102/10769986006002107; Hedges and Olkin (1985), Statistical Methods for
    /// Meta-Analysis, chapter 5.
    /// </remarks>
    /// <param name="outcome">One value a row.</param>
    /// <param name="treated">Per row whether it belongs to the arm (else to the comparison).</param>
    /// <param name="sites">The site of each row.</param>
    /// <returns>An effect a site, in the order of the sites' codes.</returns>
    /// <exception cref="InputException">Lengths differ, or an outcome is not finite.</exception>
    public static IReadOnlyList<SiteEffect> HedgesG(double[] outcome, bool[] treated, Clusters sites)
    {
        Require.SameLength(outcome.Length, treated.Length, nameof(treated));
        Require.SameLength(outcome.Length, sites.Rows, nameof(sites));
        Require.Finite(outcome);
        (int[] rows, int[] starts) = sites.Sorted();
        return [.. Enumerable.Range(0, sites.Count).Select(site => Effect(site, outcome, treated, rows[starts[site]..starts[site + 1]]))];
    }

    static SiteEffect Effect(int site, double[] outcome, bool[] treated, int[] rows)
    {
        Moments arm = Moments.Of([.. rows.Where(row => treated[row]).Select(row => outcome[row])]);
        Moments other = Moments.Of([.. rows.Where(row => !treated[row]).Select(row => outcome[row])]);
        if (arm.N < 2 || other.N < 2) return None(site, arm, other, "an arm has fewer than two rows, so no spread is known");
        double m = arm.N + other.N - 2;
        double variance = ((arm.N - 1) * arm.Variance.Value + (other.N - 1) * other.Variance.Value) / m;
        if (!(variance > 0)) return None(site, arm, other, "nobody differs from their arm's mean, so there is no SD to divide by");
        double correction = Math.Exp(GammaFunction.Log(m / 2) - GammaFunction.Log((m - 1) / 2)) / Math.Sqrt(m / 2);
        double g = correction * (arm.Mean.Value - other.Mean.Value) / Math.Sqrt(variance);
        return new(site, arm.N, other.N, g, 1.0 / arm.N + 1.0 / other.N + g * g / (2.0 * (arm.N + other.N)));
    }

    static SiteEffect None(int site, Moments arm, Moments other, string reason) =>
        new(site, arm.N, other.N, Number.None(reason), Number.None(reason));
}
