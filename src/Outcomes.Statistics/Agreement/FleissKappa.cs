using Outcomes.Statistics.Distributions;

namespace Outcomes.Statistics.Agreement;

/// <summary>Agreement beyond chance of any number of raters on levels without order.</summary>
/// <param name="Value">Fleiss's kappa; none where a single level was ever used.</param>
/// <param name="Units">Units rated by all raters; others are left out.</param>
/// <param name="Raters">m.</param>
/// <param name="NullStandardError">Standard error if kappa were zero (Fleiss, Nee and Landis 1979).</param>
/// <param name="Z">Value over it.</param>
/// <param name="P">Two-sided normal p value.</param>
/// <param name="ByLevel">Kappa of each declared level against all others; none for a level never, or always, used.</param>
/// <param name="Conger">Conger's kappa: chance from each rater's own margins instead of the pooled ones. R:
/// <c>irr::kappam.fleiss(exact = TRUE)</c>.</param>
/// <param name="Light">Light's kappa: the mean of Cohen's kappas of all pairs of raters. R: <c>irr::kappam.light</c>.</param>
/// <remarks>
/// <para>With n_uj raters of unit u at level j and p_j the pooled share: po = sum_uj n_uj (n_uj - 1)/(n m (m - 1)), pe = sum p_j^2,
/// kappa = (po - pe)/(1 - pe). Per level: 1 - sum_u n_uj (m - n_uj)/(n m (m - 1) p_j (1 - p_j)).</para>
/// <para>Fleiss's kappa lets raters differ from unit to unit; with the same raters throughout, Conger's uses that.</para>
/// <para>References: Fleiss, J. L. (1971), Psychological Bulletin 76, 378-382, https://doi.org/10.1037/h0031619; Fleiss, J. L., Nee,
/// J. C. M. and Landis, J. R. (1979), Psychological Bulletin 86, 974-977, https://doi.org/10.1037/0033-2909.86.5.974;
/// Conger, A. J. (1980), Psychological Bulletin 88, 322-328, https://doi.org/10.1037/0033-2909.88.2.322; Light, R. J. (1971),
/// Psychological Bulletin 76, 365-377, https://doi.org/10.1037/h0031643. R: <c>irr::kappam.fleiss</c>, which prints p = 0 for large z.</para>
/// </remarks>
public sealed record FleissKappa(
    Number Value, int Units, int Raters, Number NullStandardError, Number Z, Number P,
    IReadOnlyList<Number> ByLevel, Number Conger, Number Light)
{
    const string OneLevel = "all ratings are at one level";

    /// <summary>Computes all of it.</summary>
    /// <param name="codes">Units in rows, raters in columns: level numbers from 0, or <see cref="RatingTable.Missing"/>.</param>
    /// <param name="levels">How many levels are declared.</param>
    /// <exception cref="InputException">Fewer than two raters or levels, no complete unit, or a number that is no level.</exception>
    public static FleissKappa Of(int[,] codes, int levels)
    {
        Require.AtLeast(2, levels, nameof(levels), "levels");
        Require.AtLeast(2, codes.GetLength(1), nameof(codes), "raters (columns)");
        var units = RatingTable.CompleteUnits(codes, levels);
        Require.AtLeast(1, units.Count, nameof(codes), "units rated by all");
        int n = units.Count, m = codes.GetLength(1);
        var pairs = (double)n * m * (m - 1);
        var counts = units.ConvertAll(unit => CountLevels(unit, levels));
        var share = Enumerable.Range(0, levels).Select(j => counts.Sum(c => c[j]) / ((double)n * m)).ToArray();
        var po = counts.Sum(c => c.Sum(x => (double)x * (x - 1))) / pairs;
        var kappa = BeyondChance(po, share.Sum(p => p * p));
        var error = NullError(share, pairs, kappa);
        var z = error.Exists ? Number.Of(kappa.Value / error.Value, "its standard error is zero") : error;
        var byLevel = share.Select((p, j) => Number.Of(
            1 - counts.Sum(c => (double)c[j] * (m - c[j])) / (pairs * p * (1 - p)), "the level was never used, or always")).ToArray();
        var (conger, light) = ByPairs(units, m, levels, po);
        return new FleissKappa(kappa, n, m, error, z, z.Map(Normal.TwoSided), byLevel, conger, light);
    }

    static Number NullError(double[] share, double pairs, Number kappa)
    {
        if (!kappa.Exists) return kappa;
        var spread = share.Sum(p => p * (1 - p));
        var skew = share.Sum(p => p * (1 - p) * (1 - 2 * p));
        return Math.Sqrt(2 / pairs * Math.Max(0, spread * spread - skew)) / spread;
    }

    /// <summary>Both are means over pairs of raters: of chance agreements, and of kappas.</summary>
    static (Number Conger, Number Light) ByPairs(List<int[]> units, int raters, int levels, double po)
    {
        double chance = 0, sum = 0;
        string? missing = null;
        for (var a = 0; a < raters; a++)
        {
            for (var b = a + 1; b < raters; b++)
            {
                var table = RatingTable.Cross(
                    units.ConvertAll(u => u[a]).ToArray(), units.ConvertAll(u => u[b]).ToArray(), levels);
                var kappa = CohenKappa.Of(table);
                chance += kappa.Expected;
                if (kappa.Value.Exists) sum += kappa.Value.Value;
                else missing ??= $"raters {a + 1} and {b + 1}: {kappa.Value.Reason}";
            }
        }
        var pairs = raters * (raters - 1) / 2.0;
        return (BeyondChance(po, chance / pairs), missing is null ? sum / pairs : Number.None(missing));
    }

    static Number BeyondChance(double po, double pe) =>
        1 - pe < 1e-14 ? Number.None(OneLevel) : (po - pe) / (1 - pe);

    static int[] CountLevels(int[] unit, int levels)
    {
        var counts = new int[levels];
        foreach (var code in unit) counts[code]++;
        return counts;
    }
}
