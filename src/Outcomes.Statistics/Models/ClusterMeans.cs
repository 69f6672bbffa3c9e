using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>
/// One reduction of the rows of [X y]: each cluster's means, and the pooled cross-products of what is left inside clusters. Two passes,
/// since subtracting the cluster's mean before multiplying keeps the digits that "sum of squares minus square of sums" loses. The work
/// is cut into a fixed number of parts, so that the result does not depend on how many cores there are.
/// </summary>
/// <remarks>
/// Tried: centring column by column. On a million rows of six columns in 20,000 clusters a whole fit then took 76 ms of processor time against
/// 47 to 58 row by row, which looks up a row's cluster once. The products of a block's columns are taken with vector instructions.
/// </remarks>
internal sealed class ClusterMeans
{
    // A block and its centred copy stay in the first cache.
    const int BlockRows = 256;
    const int Parts = 4;

    readonly Matrix x;
    readonly double[] y;
    readonly int[] codes;
    readonly int columns, parts;

    ClusterMeans(Matrix x, double[] y, Clusters clusters)
    {
        (this.x, this.y, codes, columns) = (x, y, clusters.Codes, x.Columns + 1);
        parts = codes.Length >= 1 << 16 && clusters.Count <= codes.Length / 16 ? Parts : 1;
        Sizes = clusters.Sizes;
        Means = new Matrix(clusters.Count, columns, InParts(clusters.Count * columns, AddSums));
        for (int g = 0; g < clusters.Count; g++)
            foreach (ref double mean in Means.Row(g)) mean /= Sizes[g];
        Within = new Matrix(columns, columns, InParts(columns * columns, AddCrossProducts));
    }

    public static ClusterMeans Of(Matrix x, double[] y, Clusters clusters) => new(x, y, clusters);

    /// <summary>Clusters × (p + 1).</summary>
    public Matrix Means { get; }
    /// <summary>(p + 1) × (p + 1): Σ over rows of (row − its cluster's mean)(row − its cluster's mean)'.</summary>
    public Matrix Within { get; }
    public IReadOnlyList<int> Sizes { get; }

    double[] InParts(int length, Action<int, int, double[]> add)
    {
        var totals = new double[parts][];
        int rows = codes.Length;
        Parallel.For(0, parts, part =>
        {
            totals[part] = new double[length];
            int to = (int)((long)rows * (part + 1) / parts);
            for (int from = (int)((long)rows * part / parts); from < to; from += BlockRows)
                add(from, Math.Min(BlockRows, to - from), totals[part]);
        });
        foreach (double[] part in totals.AsSpan(1))
            for (int i = 0; i < length; i++) totals[0][i] += part[i];
        return totals[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void AddSums(int from, int rows, double[] sums)
    {
        ReadOnlySpan<double> values = x.Values.AsSpan(from * x.Columns, rows * x.Columns);
        for (int i = 0; i < rows; i++)
        {
            Span<double> sum = sums.AsSpan(codes[from + i] * columns, columns);
            ReadOnlySpan<double> row = values.Slice(i * x.Columns, x.Columns);
            for (int j = 0; j < row.Length; j++) sum[j] += row[j];
            sum[^1] += y[from + i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void AddCrossProducts(int from, int rows, double[] products)
    {
        Span<double> centred = rows * columns <= 4096 ? stackalloc double[rows * columns] : new double[rows * columns];
        for (int i = 0; i < rows; i++) Center(from + i, centred[i..], rows);
        AddProducts(centred, columns, rows, products);
    }

    /// <summary>A row of [X y] less the means of its cluster, as one entry in each of the columns of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Center(int row, Span<double> block, int stride)
    {
        ReadOnlySpan<double> values = x.Values.AsSpan(row * x.Columns, x.Columns);
        ReadOnlySpan<double> means = Means.Values.AsSpan(codes[row] * columns, columns);
        int at = 0;
        for (int j = 0; j < values.Length; j++, at += stride) block[at] = values[j] - means[j];
        block[at] = y[row] - means[^1];
    }

    /// <summary>Adds the cross-products of columns that lie one after the other, both triangles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProducts(ReadOnlySpan<double> values, int columns, int rows, Span<double> products)
    {
        for (int j = 0; j < columns; j++)
            for (int k = 0; k <= j; k++)
            {
                double product = Dot(values.Slice(j * rows, rows), values.Slice(k * rows, rows));
                products[j * columns + k] += product;
                if (k < j) products[k * columns + j] += product;
            }
    }

    /// <summary>With vector instructions, and four running sums: one alone waits for each addition before it starts the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ReadOnlySpan<Vector<double>> left = MemoryMarshal.Cast<double, Vector<double>>(a);
        ReadOnlySpan<Vector<double>> right = MemoryMarshal.Cast<double, Vector<double>>(b);
        Vector<double> s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (; i + 4 <= left.Length; i += 4)
        {
            s0 += left[i] * right[i];
            s1 += left[i + 1] * right[i + 1];
            s2 += left[i + 2] * right[i + 2];
            s3 += left[i + 3] * right[i + 3];
        }
        for (; i < left.Length; i++) s0 += left[i] * right[i];
        double sum = Vector.Sum(s0 + s1 + (s2 + s3));
        for (i *= Vector<double>.Count; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
