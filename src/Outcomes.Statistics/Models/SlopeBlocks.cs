using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>
/// Reduces each cluster's rows for a random intercept and slope: Householder reflections turn Z = [1 z] into a triangle R and [X y] into
/// Q'[X y]; its first two rows are the cluster's block, with Hₖ = R Eₖ R', the rest adds to the pooled cross-products.
/// </summary>
internal sealed class SlopeBlocks(Matrix x, double[] y, double[] slope, Standardisation standard, double slopeCenter, double slopeScale)
{
    const int Effects = 2;

    readonly int columns = x.Columns + 1;
    readonly Matrix rest = new(x.Columns + 1, x.Columns + 1);
    // One column after the other: Z, then [X y]; reused from cluster to cluster.
    double[] work = [];

    /// <summary>The blocks of all clusters, and what is left across them.</summary>
    public (IReadOnlyList<ClusterBlock> Blocks, Stratum Across) Of(Clusters clusters)
    {
        (int[] rows, int[] starts) = clusters.Sorted();
        var blocks = new ClusterBlock[clusters.Count];
        for (int g = 0; g < blocks.Length; g++) blocks[g] = Reduce(rows.AsSpan(starts[g]..starts[g + 1]));
        return (blocks, new Stratum(y.Length - blocks.Sum(block => block.Rows), 0, rest));
    }

    ClusterBlock Reduce(ReadOnlySpan<int> rows)
    {
        int n = rows.Length, kept = Math.Min(n, Effects);
        if (work.Length < n * (Effects + columns)) work = new double[n * (Effects + columns)];
        Fill(rows);
        for (int k = 0; k < kept; k++) Reflect(k, n);
        double[] u = new double[kept * columns], r = new double[kept * Effects];
        for (int i = 0; i < kept; i++)
        {
            for (int j = 0; j < columns; j++) u[i * columns + j] = work[(Effects + j) * n + i];
            for (int j = i; j < Effects; j++) r[i * Effects + j] = work[j * n + i];
        }
        // Clear what the blocks have taken: the products of whole columns are then those of the rest.
        for (int j = 0; j < columns; j++) work.AsSpan((Effects + j) * n, kept).Clear();
        ClusterMeans.AddProducts(work.AsSpan(Effects * n, columns * n), columns, n, rest.Values);
        return new ClusterBlock(kept, u, Shares(r, kept));
    }

    void Fill(ReadOnlySpan<int> rows)
    {
        int n = rows.Length;
        for (int i = 0; i < n; i++)
        {
            int row = rows[i];
            work[i] = 1;
            work[n + i] = (slope[row] - slopeCenter) / slopeScale;
            ReadOnlySpan<double> values = x.Row(row);
            for (int j = 0; j < values.Length; j++) work[(Effects + j) * n + i] = (values[j] - standard.Center[j]) / standard.Scale[j];
            work[(Effects + columns - 1) * n + i] = (y[row] - standard.Center[^1]) / standard.OutcomeScale;
        }
    }

    /// <summary>The Householder reflection that clears column k below its row k, applied to that column and all after it.</summary>
    void Reflect(int k, int n)
    {
        Span<double> head = work.AsSpan(k * n + k, n - k);
        double norm = Math.Sqrt(Matrix.Dot(head, head));
        if (norm == 0) return;
        double alpha = head[0] > 0 ? -norm : norm, beta = 1 / (norm * (norm + Math.Abs(head[0])));
        head[0] -= alpha;
        for (int j = k + 1; j < Effects + columns; j++)
        {
            Span<double> column = work.AsSpan(j * n + k, n - k);
            double factor = -beta * Matrix.Dot(head, column);
            for (int i = 0; i < column.Length; i++) column[i] += factor * head[i];
        }
        head[0] = alpha;
    }

    /// <summary>H of the intercept's variance, the covariance and the slope's variance: r₀r₀', r₀r₁' + r₁r₀', r₁r₁', rⱼ a column of R.</summary>
    static double[][] Shares(double[] r, int rows)
    {
        double[] intercept = new double[rows * rows], covariance = new double[rows * rows], slope = new double[rows * rows];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < rows; j++)
            {
                intercept[i * rows + j] = r[i * Effects] * r[j * Effects];
                covariance[i * rows + j] = r[i * Effects] * r[j * Effects + 1] + r[i * Effects + 1] * r[j * Effects];
                slope[i * rows + j] = r[i * Effects + 1] * r[j * Effects + 1];
            }
        return [intercept, covariance, slope];
    }
}
