using static System.Math;

namespace Outcomes.Statistics.Distributions;

/// <summary>
/// The exact null distribution, without ties, of Wilcoxon's rank sum in the form of Mann and Whitney: W counts the pairs in which the
/// first group is ahead. R: <c>pwilcox(w, n1, n2)</c>.
/// </summary>
public sealed class RankSum
{
    const double Slack = 2.2e-15;
    readonly double[] _probability;

    RankSum(double[] probability) => _probability = probability;

    /// <summary>For groups of n1 and n2.</summary>
    public static RankSum Of(int n1, int n2)
    {
        Require.AtLeast(1, n1, nameof(n1));
        Require.AtLeast(1, n2, nameof(n2));
        // ways[i][w]: i of the ranks so far went to the first group, with sum of ranks w. As probabilities, so nothing overflows.
        int most = n1 * n2, n = n1 + n2;
        var ways = new double[n1 + 1][];
        for (var i = 0; i <= n1; i++) ways[i] = new double[most + 1];
        ways[0][0] = 1;
        for (var rank = 1; rank <= n; rank++)
            for (var i = Min(n1, rank); i >= 1; i--)
            {
                // The i-th chosen of ranks up to `rank` beats rank − i of the second group.
                var ahead = rank - i;
                if (ahead > n2) continue;
                for (var w = most; w >= ahead; w--) ways[i][w] += ways[i - 1][w - ahead];
            }
        var total = ways[n1].Sum();
        return new(ways[n1].Select(count => count / total).ToArray());
    }

    /// <summary>P(W ≤ w).</summary>
    public double Cdf(int w)
    {
        double sum = 0;
        for (var i = 0; i <= Min(w, _probability.Length - 1); i++) sum += _probability[i];
        return sum;
    }

    /// <summary>P(W ≥ w).</summary>
    public double AtLeast(int w) => Cdf(_probability.Length - 1 - w);

    /// <summary>Twice the smaller tail that includes w, at most 1.</summary>
    public double TwoSided(int w) => Min(1, 2 * Min(Cdf(w), AtLeast(w)));

    /// <summary>The smallest w with P(W ≤ w) ≥ p. R: <c>qwilcox(p, n1, n2)</c>.</summary>
    public int Quantile(double p)
    {
        Require.Probability(p);
        double sum = 0;
        for (var w = 0; w < _probability.Length; w++)
            if ((sum += _probability[w]) >= p - Slack) return w;
        return _probability.Length - 1;
    }
}
