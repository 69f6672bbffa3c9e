namespace Outcomes.Statistics.Change;

/// <summary>The pairs of which both values are there, and what became of the others. NaN stands for missing.</summary>
public sealed class CompletePairs
{
    CompletePairs(double[] pre, double[] post, int missingPre, int missingPost, int missingBoth) =>
        (Pre, Post, MissingPre, MissingPost, MissingBoth) = (pre, post, missingPre, missingPost, missingBoth);

    /// <summary>The first measurements of complete pairs, in order.</summary>
    public double[] Pre { get; }

    /// <summary>The second measurements of complete pairs, in order.</summary>
    public double[] Post { get; }

    /// <summary>Number of complete pairs.</summary>
    public int Count => Pre.Length;

    /// <summary>Rows of which only the first measurement is missing.</summary>
    public int MissingPre { get; }

    /// <summary>Rows of which only the second measurement is missing.</summary>
    public int MissingPost { get; }

    /// <summary>Rows of which both are missing.</summary>
    public int MissingBoth { get; }

    /// <summary>Sorts rows into complete and not. R: <c>complete.cases(pre, post)</c>.</summary>
    /// <exception cref="InputException">The lengths differ, or a value is infinite.</exception>
    public static CompletePairs Of(ReadOnlySpan<double> pre, ReadOnlySpan<double> post)
    {
        Require.SameLength(pre.Length, post.Length, nameof(post));
        Require.NotInfinite(pre);
        Require.NotInfinite(post);
        int onlyPre = 0, onlyPost = 0, both = 0;
        for (var i = 0; i < pre.Length; i++)
        {
            if (double.IsNaN(pre[i]) && double.IsNaN(post[i])) both++;
            else if (double.IsNaN(pre[i])) onlyPre++;
            else if (double.IsNaN(post[i])) onlyPost++;
        }
        if (onlyPre + onlyPost + both == 0) return new(pre.ToArray(), post.ToArray(), 0, 0, 0);
        var n = pre.Length - onlyPre - onlyPost - both;
        double[] completePre = new double[n], completePost = new double[n];
        for (int i = 0, k = 0; i < pre.Length; i++)
            if (!double.IsNaN(pre[i] + post[i])) (completePre[k], completePost[k++]) = (pre[i], post[i]);
        return new(completePre, completePost, onlyPre, onlyPost, both);
    }

    /// <summary>post − pre of the complete pairs.</summary>
    public double[] Differences()
    {
        var differences = new double[Count];
        for (var i = 0; i < differences.Length; i++) differences[i] = Post[i] - Pre[i];
        return differences;
    }

    /// <summary>
    /// post − pre rounded to the decimals of the data. Differences such as 80.2 − 80.7 and 86.4 − 86.9 are equal on paper and not as
    /// doubles; rank tests need them equal.
    /// </summary>
    public double[] Differences(int decimals)
    {
        var scale = Math.Pow(10, decimals);
        var differences = Differences();
        for (var i = 0; i < differences.Length; i++) differences[i] = Math.Round(differences[i] * scale) / scale;
        return differences;
    }
}
