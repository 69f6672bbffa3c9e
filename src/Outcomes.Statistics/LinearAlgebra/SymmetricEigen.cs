using MathNet.Numerics.LinearAlgebra;
using static System.Math;

namespace Outcomes.Statistics.LinearAlgebra;

/// <summary>The eigenvalues of a symmetric matrix, ascending, and their orthonormal vectors.</summary>
/// <param name="Values">The eigenvalues, ascending.</param>
/// <param name="Vectors">The vectors, one a column, in the same order.</param>
public sealed record SymmetricEigen(double[] Values, Matrix Vectors)
{
    /// <summary>Decomposes A, of which both triangles are read.</summary>
    public static SymmetricEigen Of(Matrix a)
    {
        Require.Finite(a.Values, nameof(a));
        var n = a.Rows;
        var evd = Matrix<double>.Build.Dense(n, n, (i, j) => (a[i, j] + a[j, i]) / 2).Evd(Symmetricity.Symmetric);
        var values = evd.EigenValues.Select(value => value.Real).ToArray();
        var order = Enumerable.Range(0, n).OrderBy(i => values[i]).ToArray();
        var vectors = new Matrix(n, n);
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) vectors[i, j] = evd.EigenVectors[i, order[j]];
        return new(order.Select(i => values[i]).ToArray(), vectors);
    }

    /// <summary>V f(Λ) Vᵀ, such as the inverse square root.</summary>
    public Matrix Apply(Func<double, double> function)
    {
        var n = Values.Length;
        var result = new Matrix(n, n);
        for (var k = 0; k < n; k++)
        {
            var value = function(Values[k]);
            if (value == 0) continue;
            for (var i = 0; i < n; i++)
                for (var j = 0; j < n; j++) result[i, j] += value * Vectors[i, k] * Vectors[j, k];
        }
        return result;
    }

    /// <summary>
    /// The symmetric power A^p of a positive semi-definite matrix. Eigenvalues under <paramref name="tolerance"/> times the largest are
    /// taken as 0 and stay 0, also for negative powers (the Moore-Penrose inverse).
    /// </summary>
    public Matrix Power(double power, double tolerance = 1e-12)
    {
        var least = tolerance * Max(Abs(Values[0]), Abs(Values[^1]));
        return Apply(value => value > least ? Pow(value, power) : 0);
    }
}
