using Outcomes.Statistics.Distributions;

namespace Outcomes.Statistics.Agreement;

/// <summary>How much a disagreement counts, by how many levels apart it is.</summary>
public enum KappaWeights
{
    /// <summary>Any disagreement counts fully: for levels without order.</summary>
    None,

    /// <summary>Agreement 1 - |i - j|/(k - 1).</summary>
    Linear,

    /// <summary>Agreement 1 - ((i - j)/(k - 1))^2: close to an intraclass correlation.</summary>
    Quadratic,
}

/// <summary>Agreement of two raters beyond chance.</summary>
/// <param name="Value">kappa = (po - pe)/(1 - pe); none where chance alone would agree fully.</param>
/// <param name="Count">Units that both raters rated.</param>
/// <param name="Observed">po, the weighted share of agreement.</param>
/// <param name="Expected">pe, that share if both kept their margins and rated independently.</param>
/// <param name="StandardError">Asymptotic standard error, not assuming the hypothesis: for intervals.</param>
/// <param name="NullStandardError">Asymptotic standard error if kappa were zero: for the test.</param>
/// <param name="Z">Value over the null standard error.</param>
/// <param name="P">Two-sided normal p value of Z.</param>
/// <param name="Interval">Normal interval, which may leave [-1, 1]; null without a standard error.</param>
/// <remarks>
/// <para>With shares p_ij, margins p_i., p_.j and agreement weights w_ij, po = sum w_ij p_ij and pe = sum w_ij p_i. p_.j. The weights
/// span all declared levels, used or not. Both standard errors are Fleiss, Cohen and Everitt's.</para>
/// <para>Limits: kappa depends on how common the levels are; with very few units the normal approximation is poor.</para>
/// <para>References: Cohen, J. (1960), Educational and Psychological Measurement 20, 37-46,
/// https://doi.org/10.1177/001316446002000104; Cohen, J. (1968), Psychological Bulletin 70, 213-220,
/// https://doi.org/10.1037/h0026256; Fleiss, J. L., Cohen, J. and Everitt, B. S. (1969), Psychological Bulletin 72, 323-327,
/// https://doi.org/10.1037/h0028106. R: <c>vcd::Kappa</c> (value, ASE), <c>irr::kappa2</c> (value, z) on ordered
/// factors; on plain labels irr orders levels by itself, which changes weighted values.</para>
/// </remarks>
public sealed record CohenKappa(
    Number Value, int Count, double Observed, double Expected, Number StandardError, Number NullStandardError,
    Number Z, Number P, Interval? Interval)
{
    /// <summary>Kappa of a table of counts.</summary>
    /// <param name="counts">Square: [i, j] units that the first rater put at level i and the second at level j, in the declared
    /// order of levels (see <see cref="RatingTable"/>).</param>
    /// <param name="weights">How disagreements count.</param>
    /// <param name="level">Confidence level.</param>
    /// <exception cref="InputException">Not square, fewer than two levels, a negative count, or no units.</exception>
    public static CohenKappa Of(int[,] counts, KappaWeights weights = KappaWeights.None, double level = 0.95)
    {
        Require.Level(level);
        var total = Check(counts);
        var k = counts.GetLength(0);
        var w = new double[k, k];
        foreach (var (i, j) in Cells(k)) w[i, j] = Agreement(weights, Math.Abs(i - j), k - 1);
        var shares = new double[k, k];
        foreach (var (i, j) in Cells(k)) shares[i, j] = (double)counts[i, j] / total;
        return Of(shares, w, total, level);
    }

    static CohenKappa Of(double[,] p, double[,] w, int total, double level)
    {
        var k = p.GetLength(0);
        double[] first = new double[k], second = new double[k], ofFirst = new double[k], ofSecond = new double[k];
        double po = 0, pe = 0;
        foreach (var (i, j) in Cells(k)) (first[i], second[j]) = (first[i] + p[i, j], second[j] + p[i, j]);
        foreach (var (i, j) in Cells(k))
        {
            po += w[i, j] * p[i, j];
            pe += w[i, j] * first[i] * second[j];
            ofFirst[i] += w[i, j] * second[j]; // what level i of the first rater may expect to agree
            ofSecond[j] += w[i, j] * first[i];
        }
        double spread = 0, nullSpread = 0;
        foreach (var (i, j) in Cells(k))
        {
            var chance = ofFirst[i] + ofSecond[j];
            spread += p[i, j] * Square(w[i, j] * (1 - pe) - chance * (1 - po));
            nullSpread += first[i] * second[j] * Square(w[i, j] - chance);
        }
        var error = Math.Sqrt(Math.Max(0, spread - Square(po * pe - 2 * pe + po)) / total) / Square(1 - pe);
        var nullError = Math.Sqrt(Math.Max(0, nullSpread - pe * pe) / total) / (1 - pe);
        return Tested((po - pe) / (1 - pe), total, po, pe, error, nullError, level);
    }

    static CohenKappa Tested(double kappa, int total, double po, double pe, double error, double nullError, double level)
    {
        const string Reason = "both raters used one level only, so chance alone agrees fully";
        if (1 - pe < 1e-14)
        {
            var none = Number.None(Reason);
            return new CohenKappa(none, total, po, pe, none, none, none, none, null);
        }
        var z = Number.Of(kappa / nullError, "its standard error is zero");
        return new CohenKappa(kappa, total, po, pe, error, nullError, z, z.Map(Normal.TwoSided),
            Statistics.Interval.Around(kappa, Normal.Quantile((1 + level) / 2) * error, level));
    }

    static double Agreement(KappaWeights weights, int apart, double most) => weights switch
    {
        KappaWeights.None => apart == 0 ? 1 : 0,
        KappaWeights.Linear => 1 - apart / most,
        KappaWeights.Quadratic => 1 - Square(apart / most),
        _ => throw new InputException(nameof(weights), $"{weights} is not a kind of weights"),
    };

    static int Check(int[,] counts)
    {
        Require.AtLeast(2, counts.GetLength(0), nameof(counts), "levels");
        if (counts.GetLength(0) != counts.GetLength(1))
            throw new InputException(nameof(counts), "is not square: both raters need all levels");
        var total = 0;
        foreach (var count in counts)
        {
            if (count < 0) throw new InputException(nameof(counts), "holds a negative count");
            total += count;
        }
        Require.AtLeast(1, total, nameof(counts), "units rated by both");
        return total;
    }

    static IEnumerable<(int I, int J)> Cells(int k)
    {
        for (var i = 0; i < k; i++)
            for (var j = 0; j < k; j++)
                yield return (i, j);
    }

    static double Square(double x) => x * x;
}
