namespace Outcomes.Statistics.Models;

/// <summary>
/// V in a cluster of n rows is σ² I + τ² 1 1': its mean (times √n) has variance σ² + n τ², everything across it σ². Clusters
/// of one size therefore share a variance and are added up: an evaluation costs by the number of different sizes, not by the
/// rows, nor even by the clusters (Searle, Casella and McCulloch 1992, Variance Components, chapter 3).
/// </summary>
internal sealed class RandomInterceptStructure(int columns, Stratum within, IReadOnlyList<Stratum> between)
    : CovarianceStructure(columns, 2, within)
{
    protected override bool AddClusters(ReadOnlySpan<double> v, CovarianceSums into)
    {
        Span<double> g = [1, 0];
        foreach (Stratum size in between)
        {
            double lambda = v[0] + size.Size * v[1];
            if (!(lambda > 0)) return false;
            g[1] = size.Size;
            into.AddStratum(lambda, g, size.Count, size.Cross);
        }
        return true;
    }
}
