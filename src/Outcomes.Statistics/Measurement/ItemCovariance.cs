using Outcomes.Statistics.LinearAlgebra;
using static System.Math;

namespace Outcomes.Statistics.Measurement;

/// <summary>Means and covariances of items over the rows that answered all of them.</summary>
/// <param name="Rows">Number of rows given.</param>
/// <param name="Complete">Number of rows without a missing item.</param>
/// <param name="Means">Per item its mean.</param>
/// <param name="Covariance">Items by items, with n − 1.</param>
public sealed record ItemCovariance(int Rows, int Complete, double[] Means, Matrix Covariance)
{
    /// <summary>
    /// In one pass over the data, shifted by the first complete row so that large means cost no digits; NaN is missing and drops the
    /// row. R: <c>cov(na.omit(items))</c>.
    /// </summary>
    /// <param name="items">Rows by items.</param>
    /// <exception cref="InputException">Fewer than two items or complete rows, or an infinite value.</exception>
    public static ItemCovariance Of(Matrix items)
    {
        Require.AtLeast(2, items.Columns, nameof(items), "items");
        var sums = new ShiftedSums(items.Columns);
        for (var i = 0; i < items.Rows; i++) sums.Add(items.Row(i));
        Require.AtLeast(2, sums.Complete, nameof(items), "complete rows");
        // An infinite value leaves its trace in the sums; looking for one beforehand would read the data twice.
        if (!sums.IsFinite) Require.NotInfinite(items.Values, nameof(items));
        return new(items.Rows, sums.Complete, sums.Means(), sums.Covariance());
    }

    /// <summary>
    /// Covariances where each pair of items uses the rows that answered both, as <c>psych::alpha</c> does by default. Not the target:
    /// such a matrix belongs to no sample and may not be positive definite.
    /// </summary>
    public static Matrix Pairwise(Matrix items)
    {
        var k = items.Columns;
        var covariance = new Matrix(k, k);
        for (var a = 0; a < k; a++)
            for (var b = 0; b <= a; b++)
            {
                double n = 0, sumA = 0, sumB = 0, cross = 0;
                for (var i = 0; i < items.Rows; i++)
                    if (!double.IsNaN(items[i, a] + items[i, b])) (n, sumA, sumB) = (n + 1, sumA + items[i, a], sumB + items[i, b]);
                Require.AtLeast(2, (int)n, nameof(items), "rows that answered both items of a pair");
                for (var i = 0; i < items.Rows; i++)
                    if (!double.IsNaN(items[i, a] + items[i, b])) cross += (items[i, a] - sumA / n) * (items[i, b] - sumB / n);
                covariance[a, b] = covariance[b, a] = cross / (n - 1);
            }
        return covariance;
    }

    /// <summary>The correlations; null where an item does not vary.</summary>
    public static Matrix? Correlations(Matrix covariance)
    {
        var correlations = new Matrix(covariance.Rows, covariance.Columns);
        for (var i = 0; i < covariance.Rows; i++)
        {
            if (!(covariance[i, i] > 0)) return null;
            for (var j = 0; j < covariance.Columns; j++)
                correlations[i, j] = i == j ? 1 : covariance[i, j] / (Sqrt(covariance[i, i]) * Sqrt(covariance[j, j]));
        }
        return correlations;
    }
}
