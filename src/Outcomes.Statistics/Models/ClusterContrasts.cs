using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>
/// How variable the cluster-robust variances of q contrasts are, if errors are independent and of equal variance. With pᵍₛ the vector that
/// makes cluster g's part of contrast s from all errors, pᵍₛ'pʰₜ = δᵍʰ αᵍₛₜ − uᵍₛ'uʰₜ, where α = c'S f² c and u = S f c. The double sums over
/// clusters are expanded with Wₛₜ = Σ uᵍₛ uᵍₜ', so that they cost by the clusters and not by their square.
/// Source: Pustejovsky and Tipton (2018), doi:10.1080/07350015.2016.1247004, on the degrees of freedom and the test HTZ.
/// </summary>
internal sealed class ClusterContrasts
{
    readonly int q;
    readonly Matrix[] alpha, inner;
    readonly Matrix[,] w;

    /// <param name="clusters">Per cluster S f² and S f.</param>
    /// <param name="contrasts">One contrast a row, in the basis of S.</param>
    ClusterContrasts(ClusterRobust.Shares[] clusters, Matrix contrasts)
    {
        q = contrasts.Rows;
        Matrix across = contrasts.Transposed();
        (alpha, inner, w) = (new Matrix[clusters.Length], new Matrix[clusters.Length], new Matrix[q, q]);
        for (int s = 0; s < q; s++)
            for (int t = 0; t < q; t++) w[s, t] = new Matrix(contrasts.Columns, contrasts.Columns);
        for (int g = 0; g < clusters.Length; g++)
        {
            alpha[g] = contrasts.Times(clusters[g].Squared).Times(across);
            Matrix u = contrasts.Times(clusters[g].Plain);
            inner[g] = u.Times(u.Transposed());
            for (int s = 0; s < q; s++)
                for (int t = 0; t < q; t++) AddOuter(w[s, t], u.Row(s), u.Row(t));
        }
    }

    /// <summary>The degrees of freedom of one contrast, 2 E(v)² / Var(v); NaN where neither is above zero.</summary>
    public static double Satterthwaite(ClusterRobust.Shares[] clusters, double[] contrast)
    {
        var one = new ClusterContrasts(clusters, new Matrix(1, contrast.Length, contrast));
        double mean = one.Expected()[0, 0];
        return 2 * mean * mean / one.Variance(0, 0);
    }

    /// <summary>η = q(q + 1) / Σₛₜ Var(Dₛₜ), D = Ω^(−½) CVC' Ω^(−½), Ω = E(CVC').</summary>
    public static double Hotelling(ClusterRobust.Shares[] clusters, Matrix contrasts)
    {
        Matrix root = SymmetricEigen.Of(new ClusterContrasts(clusters, contrasts).Expected()).Power(-0.5);
        var scaled = new ClusterContrasts(clusters, root.Times(contrasts));
        double total = 0;
        for (int s = 0; s < scaled.q; s++)
            for (int t = 0; t < scaled.q; t++) total += scaled.Variance(s, t);
        return scaled.q * (scaled.q + 1) / total;
    }

    /// <summary>Ω = Σ α − u'u.</summary>
    Matrix Expected()
    {
        var omega = new Matrix(q, q);
        for (int g = 0; g < alpha.Length; g++)
            for (int i = 0; i < q * q; i++) omega.Values[i] += alpha[g].Values[i] - inner[g].Values[i];
        return omega;
    }

    /// <summary>Var of element (s, t): Σᵍʰ (pᵍₛ'pʰₛ)(pᵍₜ'pʰₜ) + (pᵍₛ'pʰₜ)(pᵍₜ'pʰₛ).</summary>
    double Variance(int s, int t)
    {
        double sum = TraceOfProduct(w[s, t], w[t, s]) + TraceOfProduct(w[t, s], w[t, s]);
        for (int g = 0; g < alpha.Length; g++)
        {
            Matrix a = alpha[g], u = inner[g];
            sum += a[s, s] * a[t, t] - a[s, s] * u[t, t] - a[t, t] * u[s, s] + a[s, t] * (a[s, t] - 2 * u[s, t]);
        }
        return sum;
    }

    static double TraceOfProduct(Matrix a, Matrix b)
    {
        double sum = 0;
        for (int i = 0; i < a.Rows; i++)
            for (int j = 0; j < a.Rows; j++) sum += a[i, j] * b[j, i];
        return sum;
    }

    static void AddOuter(Matrix to, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        for (int i = 0; i < a.Length; i++)
            for (int j = 0; j < b.Length; j++) to[i, j] += a[i] * b[j];
    }
}
