namespace Outcomes.Statistics.Models;

/// <summary>Which cluster (school, class, participant) each row belongs to, as codes 0, 1, … in order of first appearance.</summary>
public sealed class Clusters
{
    Clusters(int[] codes, int[] sizes) => (Codes, Sizes) = (codes, sizes);

    /// <summary>The cluster of each row.</summary>
    internal int[] Codes { get; }

    /// <summary>The number of rows of each cluster.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The number of clusters.</summary>
    public int Count => Sizes.Count;

    /// <summary>The number of rows.</summary>
    public int Rows => Codes.Length;

    /// <summary>From a label for each row; equal labels are one cluster.</summary>
    /// <param name="labels">One label a row, in any order; their values do not matter.</param>
    /// <exception cref="InputException">There is no row, or a label is missing.</exception>
    public static Clusters FromLabels<T>(IReadOnlyList<T> labels) where T : notnull
    {
        Require.AtLeast(1, labels.Count, nameof(labels), "rows");
        var codes = new int[labels.Count];
        var seen = new Dictionary<T, int>();
        for (int i = 0; i < codes.Length; i++)
        {
            if (labels[i] is null) throw new InputException(nameof(labels), $"row {i + 1} has no cluster");
            if (!seen.TryGetValue(labels[i], out int code)) seen.Add(labels[i], code = seen.Count);
            codes[i] = code;
        }
        return new Clusters(codes, SizesOf(codes, seen.Count));
    }

    /// <summary>From codes 0 … count − 1, one a row, without looking anything up: for large data. The array is used as it is.</summary>
    /// <exception cref="InputException">A code is outside that range, or a cluster has no row.</exception>
    public static Clusters FromCodes(int[] codes, int count)
    {
        Require.AtLeast(1, codes.Length, nameof(codes), "rows");
        foreach (int code in codes)
            if ((uint)code >= (uint)count) throw new InputException(nameof(codes), $"{code} is not between 0 and {count - 1}");
        int[] sizes = SizesOf(codes, count);
        int empty = Array.IndexOf(sizes, 0);
        if (empty >= 0) throw new InputException(nameof(codes), $"cluster {empty} has no row");
        return new Clusters(codes, sizes);
    }

    /// <summary>The cluster of one row.</summary>
    public int CodeOf(int row) => Codes[row];

    /// <summary>Row numbers cluster by cluster: those of cluster g are at starts[g] … starts[g + 1] − 1.</summary>
    internal (int[] Rows, int[] Starts) Sorted()
    {
        var starts = new int[Count + 1];
        for (int g = 0; g < Count; g++) starts[g + 1] = starts[g] + Sizes[g];
        var next = starts.ToArray();
        var rows = new int[Codes.Length];
        for (int i = 0; i < rows.Length; i++) rows[next[Codes[i]]++] = i;
        return (rows, starts);
    }

    static int[] SizesOf(int[] codes, int count)
    {
        var sizes = new int[count];
        foreach (int code in codes) sizes[code]++;
        return sizes;
    }
}
