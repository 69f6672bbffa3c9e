using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>Which columns a model can tell apart.</summary>
internal static class Independence
{
    /// <summary>
    /// From cross-products, the columns that are no combination of those before them: what a column keeps when these are swept out must
    /// exceed <paramref name="tolerance"/> times what it had.
    /// </summary>
    public static int[] Columns(Matrix crossProducts, double tolerance)
    {
        Matrix rest = crossProducts.Copy();
        var kept = new List<int>();
        for (int j = 0; j < rest.Rows; j++)
        {
            if (!(rest[j, j] > tolerance * crossProducts[j, j])) continue;
            kept.Add(j);
            double[] row = rest.Row(j).ToArray();
            for (int i = j + 1; i < rest.Rows; i++)
            {
                double factor = rest[i, j] / row[j];
                for (int k = j; k < rest.Rows; k++) rest[i, k] -= factor * row[k];
            }
        }
        return [.. kept];
    }
}
