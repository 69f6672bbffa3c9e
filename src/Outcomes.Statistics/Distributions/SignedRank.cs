using static System.Math;

namespace Outcomes.Statistics.Distributions;

/// <summary>
/// The exact null distribution of Wilcoxon's signed-rank statistic, also given tied ranks (the shift algorithm of Streitberg and
/// Röhmel 1986: each rank joins the sum with probability one half).
/// </summary>
public sealed class SignedRank
{
    const double Slack = 2.2e-15;
    readonly double[] _probability;

    SignedRank(ReadOnlySpan<int> steps)
    {
        var total = 0;
        foreach (var step in steps) total += step;
        _probability = new double[total + 1];
        _probability[0] = 1;
        var reached = 0;
        foreach (var step in steps)
        {
            reached += step;
            for (var v = reached; v >= step; v--) _probability[v] = (_probability[v] + _probability[v - step]) / 2;
            for (var v = 0; v < step; v++) _probability[v] /= 2;
        }
    }

    /// <summary>Without ties: ranks 1 to n. R: <c>psignrank(v, n)</c>.</summary>
    public static SignedRank Of(int n)
    {
        Require.AtLeast(1, n, nameof(n));
        var ranks = new int[n];
        for (var i = 0; i < n; i++) ranks[i] = i + 1;
        return new(ranks);
    }

    /// <summary>Given midranks, doubled so as to be whole; values of the statistic are then doubled too.</summary>
    public static SignedRank OfDoubledRanks(ReadOnlySpan<int> doubledRanks) => new(doubledRanks);

    /// <summary>P(V ≤ v).</summary>
    public double Cdf(int v)
    {
        double sum = 0;
        for (var i = 0; i <= Min(v, _probability.Length - 1); i++) sum += _probability[i];
        return sum;
    }

    /// <summary>P(V ≥ v).</summary>
    public double AtLeast(int v) => Cdf(_probability.Length - 1 - v);

    /// <summary>Twice the smaller tail that includes v, at most 1.</summary>
    public double TwoSided(int v) => Min(1, 2 * Min(Cdf(v), AtLeast(v)));

    /// <summary>The smallest v with P(V ≤ v) ≥ p. R: <c>qsignrank(p, n)</c>.</summary>
    public int Quantile(double p)
    {
        Require.Probability(p);
        double sum = 0;
        for (var v = 0; v < _probability.Length; v++)
            // The slack keeps a probability that is p but for rounding on its side, as R does.
            if ((sum += _probability[v]) >= p - Slack) return v;
        return _probability.Length - 1;
    }
}
