using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>
/// Rows reduced to what a mixed model's likelihood needs. In each cluster the columns of Z have an orthonormal basis Q; across
/// it V is σ² I, so all rows outside shrink to one pooled cross-product, and only Q'Y (as many rows as random effects) is kept.
/// Component 0 is always the residual variance, with G₀ = I.
/// </summary>
internal abstract class CovarianceStructure(int columns, int components, Stratum residual)
{
    /// <summary>p + 1: the columns of X, then y.</summary>
    public int Columns { get; } = columns;
    public int Components { get; } = components;
    /// <summary>What varies with σ² alone: inside clusters, across their random effects.</summary>
    public Stratum Residual { get; } = residual;

    /// <summary>The sums at v; false where V is not positive definite there.</summary>
    public virtual bool Evaluate(ReadOnlySpan<double> v, CovarianceSums into)
    {
        into.Clear();
        if (!(v[0] > 0)) return false;
        Span<double> g = stackalloc double[Components];
        g.Clear();
        g[0] = 1;
        into.AddStratum(v[0], g, Residual.Count, Residual.Cross);
        return AddClusters(v, into);
    }

    protected abstract bool AddClusters(ReadOnlySpan<double> v, CovarianceSums into);
}

/// <summary>The same reduced rows under a smaller model: the components after the first few are zero.</summary>
internal sealed class LeadingComponents(CovarianceStructure full, int components)
    : CovarianceStructure(full.Columns, components, full.Residual)
{
    public override bool Evaluate(ReadOnlySpan<double> v, CovarianceSums into)
    {
        Span<double> padded = stackalloc double[full.Components];
        padded.Clear();
        v.CopyTo(padded);
        var sums = new CovarianceSums(full.Columns, full.Components, into.Derivatives);
        if (!full.Evaluate(padded, sums)) return false;
        into.CopyFrom(sums);
        return true;
    }

    protected override bool AddClusters(ReadOnlySpan<double> v, CovarianceSums into) => full.Evaluate(v, into);
}

/// <summary>Values of equal variance: how many, of clusters of which size, and their cross-products of [X y].</summary>
internal sealed record Stratum(int Count, int Size, Matrix Cross);
