namespace Outcomes.Statistics.Models;

/// <summary>
/// A cluster reduced to r rows: U = Q'[X y] (r × columns) and each component's share of its covariance, Hₖ = Q'GₖQ (r × r),
/// for k ≥ 1; H₀ = I.
/// </summary>
internal sealed record ClusterBlock(int Rows, double[] U, double[][] H);

/// <summary>
/// The general case: random slopes, and levels within levels. Each cluster keeps a block of as many rows as it has random
/// effects, with covariance Ω = σ² I + Σ vₖ Hₖ; an evaluation costs by the clusters, not by the rows.
/// </summary>
internal sealed class ClusterBlockStructure(int columns, int components, Stratum residual, IReadOnlyList<ClusterBlock> clusters)
    : CovarianceStructure(columns, components, residual)
{
    readonly Workspace work = new(columns, components, clusters.Count == 0 ? 0 : clusters.Max(c => c.Rows));

    protected override bool AddClusters(ReadOnlySpan<double> v, CovarianceSums into)
    {
        foreach (ClusterBlock cluster in clusters)
        {
            if (!Factor(cluster, v, into)) return false;
            AddTransposed(cluster.U, work.A, cluster.Rows, into.Cross.Values);
            if (!into.Derivatives) continue;
            AddForces(cluster, into);
            AddTraces(cluster, into);
        }
        return true;
    }

    /// <summary>Ω = L L' and A = Ω⁻¹U.</summary>
    bool Factor(ClusterBlock cluster, ReadOnlySpan<double> v, CovarianceSums into)
    {
        int r = cluster.Rows;
        Span<double> omega = work.Omega.AsSpan(0, r * r), l = work.L.AsSpan(0, r * r);
        omega.Clear();
        for (int i = 0; i < r; i++) omega[i * r + i] = v[0];
        for (int k = 1; k < v.Length; k++)
            for (int i = 0; i < r * r; i++) omega[i] += v[k] * cluster.H[k - 1][i];
        if (!TryFactor(omega, l, r)) return false;
        for (int i = 0; i < r; i++) into.LogDeterminant += 2 * Math.Log(l[i * r + i]);
        cluster.U.CopyTo(work.A, 0);
        SolveRows(l, work.A, r, Columns);
        return true;
    }

    /// <summary>Cholesky in place: it runs once a cluster and evaluation, so it allocates nothing.</summary>
    static bool TryFactor(ReadOnlySpan<double> a, Span<double> l, int n)
    {
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
            {
                double rest = a[i * n + j];
                for (int k = 0; k < j; k++) rest -= l[i * n + k] * l[j * n + k];
                if (j < i) l[i * n + j] = rest / l[j * n + j];
                else if (rest > 1e-15 * a[i * n + i]) l[i * n + i] = Math.Sqrt(rest);
                else return false;
            }
        return true;
    }

    /// <summary>A'HₖA and A'HₖΩ⁻¹HₗA.</summary>
    void AddForces(ClusterBlock cluster, CovarianceSums into)
    {
        int r = cluster.Rows;
        for (int k = 0; k < Components; k++)
        {
            Apply(cluster, k, work.A, work.B[k], r, Columns);
            AddTransposed(work.A, work.B[k], r, into.First[k].Values);
            Array.Copy(work.B[k], work.E, r * Columns);
            SolveRows(work.L, work.E, r, Columns);
            for (int l = 0; l <= k; l++) AddTransposed(work.B[l], work.E, r, into.Second[CovarianceSums.Pair(k, l)].Values);
        }
    }

    /// <summary>tr Ω⁻¹Hₖ and tr Ω⁻¹HₖΩ⁻¹Hₗ.</summary>
    void AddTraces(ClusterBlock cluster, CovarianceSums into)
    {
        int r = cluster.Rows;
        for (int k = 0; k < Components; k++)
        {
            double[] f = work.F[k];
            if (k > 0) cluster.H[k - 1].CopyTo(f, 0);
            else Identity(f, r);
            SolveRows(work.L, f, r, r);
            for (int i = 0; i < r; i++) into.Trace[k] += f[i * r + i];
            for (int l = 0; l <= k; l++) into.TraceSecond[CovarianceSums.Pair(k, l)] += TraceOfProduct(f, work.F[l], r);
        }
    }

    static void Apply(ClusterBlock cluster, int k, double[] a, double[] result, int r, int columns)
    {
        if (k == 0)
        {
            Array.Copy(a, result, r * columns);
            return;
        }
        double[] h = cluster.H[k - 1];
        Array.Clear(result, 0, r * columns);
        for (int i = 0; i < r; i++)
            for (int j = 0; j < r; j++)
                for (int c = 0; c < columns; c++) result[i * columns + c] += h[i * r + j] * a[j * columns + c];
    }

    /// <summary>Solves L L' X = B in place for B of r × columns, row by row so that the columns are the inner loop.</summary>
    static void SolveRows(ReadOnlySpan<double> l, Span<double> b, int r, int columns)
    {
        for (int i = 0; i < r; i++) Eliminate(l, b, r, columns, i, 0, i, r, 1);
        for (int i = r - 1; i >= 0; i--) Eliminate(l, b, r, columns, i, i + 1, r, 1, r);
    }

    static void Eliminate(ReadOnlySpan<double> l, Span<double> b, int r, int columns, int i, int from, int to, int rowStep, int columnStep)
    {
        Span<double> row = b.Slice(i * columns, columns);
        for (int k = from; k < to; k++)
        {
            double factor = l[i * rowStep + k * columnStep];
            ReadOnlySpan<double> other = b.Slice(k * columns, columns);
            for (int c = 0; c < columns; c++) row[c] -= factor * other[c];
        }
        double inverse = 1 / l[i * r + i];
        for (int c = 0; c < columns; c++) row[c] *= inverse;
    }

    void AddTransposed(double[] a, double[] b, int r, double[] to)
    {
        for (int i = 0; i < r; i++)
            for (int x = 0; x < Columns; x++)
            {
                double factor = a[i * Columns + x];
                for (int y = 0; y < Columns; y++) to[x * Columns + y] += factor * b[i * Columns + y];
            }
    }

    static void Identity(double[] f, int r)
    {
        Array.Clear(f, 0, r * r);
        for (int i = 0; i < r; i++) f[i * r + i] = 1;
    }

    static double TraceOfProduct(double[] a, double[] b, int r)
    {
        double sum = 0;
        for (int i = 0; i < r; i++)
            for (int j = 0; j < r; j++) sum += a[i * r + j] * b[j * r + i];
        return sum;
    }

    sealed class Workspace(int columns, int components, int rows)
    {
        public readonly double[] Omega = new double[rows * rows];
        public readonly double[] L = new double[rows * rows];
        public readonly double[] A = new double[rows * columns];
        public readonly double[] E = new double[rows * columns];
        public readonly double[][] B = Many(components, rows * columns);
        public readonly double[][] F = Many(components, rows * rows);

        static double[][] Many(int count, int length)
        {
            var many = new double[count][];
            for (int i = 0; i < count; i++) many[i] = new double[length];
            return many;
        }
    }
}
