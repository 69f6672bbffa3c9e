namespace Outcomes.Statistics.Ranks;

/// <summary>Ranks from 1, where equal values share the mean of theirs. R: <c>rank(x)</c>.</summary>
public static class Midranks
{
    /// <summary>The rank of each value, in order, and Σ(t³ − t) over groups of ties.</summary>
    public static (double[] Ranks, double Ties) Of(ReadOnlySpan<double> values)
    {
        Require.Finite(values);
        var keys = values.ToArray();
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(keys, order);
        var ranks = new double[keys.Length];
        double ties = 0;
        for (int from = 0, to; from < keys.Length; from = to)
        {
            for (to = from + 1; to < keys.Length && keys[to] == keys[from];) to++;
            double t = to - from;
            ties += t * t * t - t;
            for (var i = from; i < to; i++) ranks[order[i]] = (from + 1 + to) / 2.0;
        }
        return (ranks, ties);
    }
}
