using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>
/// Variance components as squares, v(φ): σ² = φ₀², and for each group of correlated random effects D = ΛΛ' with Λ lower triangular
/// and filled from φ row by row. Every φ gives a valid covariance, so the boundary (a variance of zero, a correlation of ±1)
/// needs no constraint: it is where an entry of Λ is zero. Since v is quadratic in φ, the chain rule is exact.
/// Same idea as lme4's θ: Bates et al. (2015), J. Stat. Softw. 67(1), doi:10.18637/jss.v067.i01.
/// </summary>
/// <param name="groups">How many correlated random effects each grouping has: [1] intercept, [2] intercept and slope, [1, 1] nested.</param>
internal sealed class VarianceRoots(int[] groups)
{
    readonly List<(int A, int B)>[] products = Products(groups);

    public int Count => products.Length;
    public IReadOnlyList<int> Groups => groups;

    /// <summary>vₖ = Σ φₐφᵦ over the pairs (a, b) of component k.</summary>
    static List<(int, int)>[] Products(int[] groups)
    {
        List<List<(int, int)>> all = [[(0, 0)]];
        int start = 1;
        foreach (int size in groups)
        {
            for (int i = 0; i < size; i++)
                for (int j = 0; j <= i; j++)
                    all.Add([.. Enumerable.Range(0, j + 1).Select(l => (start + i * (i + 1) / 2 + l, start + j * (j + 1) / 2 + l))]);
            start += size * (size + 1) / 2;
        }
        return [.. all];
    }

    public double[] Components(double[] phi) => [.. products.Select(pairs => pairs.Sum(ab => phi[ab.A] * phi[ab.B]))];

    /// <summary>J = ∂v/∂φ, components in rows.</summary>
    public Matrix Jacobian(double[] phi)
    {
        var j = new Matrix(Count, Count);
        for (int k = 0; k < Count; k++)
            foreach ((int a, int b) in products[k])
            {
                j[k, a] += phi[b];
                j[k, b] += phi[a];
            }
        return j;
    }

    /// <summary>∂D/∂φ = J'∂D/∂v.</summary>
    public double[] Gradient(double[] phi, LikelihoodPoint at) => Jacobian(phi).Transposed().Times(at.Gradient);

    /// <summary>∂²D/∂φ² = J'HJ + Σ ∂D/∂vₖ ∂²vₖ/∂φ².</summary>
    public Matrix Hessian(double[] phi, LikelihoodPoint at)
    {
        Matrix j = Jacobian(phi), h = j.Transposed().Times(at.Hessian).Times(j);
        for (int k = 0; k < Count; k++)
            foreach ((int a, int b) in products[k])
            {
                h[a, b] += at.Gradient[k];
                h[b, a] += at.Gradient[k];
            }
        return h;
    }

    /// <summary>
    /// The covariance matrix of the estimated components: A = J (½ ∂²D/∂φ²)⁺ J'. Inside the parameter space the gradient is zero and this
    /// is the inverse observed information of v; on the boundary a component fixed at zero drops out, as in lmerTest
    /// (Kuznetsova, Brockhoff and Christensen 2017, doi:10.18637/jss.v082.i13). Directions in which D is flat drop out too.
    /// </summary>
    public Matrix Covariance(double[] phi, LikelihoodPoint at)
    {
        Matrix hessian = Hessian(phi, at), j = Jacobian(phi);
        Matrix inverse = Cholesky.TryOf(hessian)?.Inverse() ?? SymmetricEigen.Of(hessian).Power(-1, 1e-9);
        Matrix covariance = j.Times(inverse).Times(j.Transposed());
        for (int i = 0; i < covariance.Values.Length; i++) covariance.Values[i] *= 2;
        return covariance;
    }
}
