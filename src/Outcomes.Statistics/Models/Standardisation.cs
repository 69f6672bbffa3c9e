using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>
/// Columns of [X y] moved to mean zero and mean square one before any cross-product is taken, so that calendar years or large scores
/// cost no digits; and the way back. Without a constant column in X nothing is centred, since the model would change.
/// With β* the coefficients on the standardised columns, β = Offset + s_y T β*.
/// </summary>
internal sealed class Standardisation
{
    /// <summary>The index of the constant column of X, or −1.</summary>
    public int Intercept { get; }
    public double[] Center { get; }
    public double[] Scale { get; }
    public int P { get; }
    public double OutcomeScale => Scale[P];
    public Matrix T { get; }
    public double[] Offset { get; }

    Standardisation(int intercept, double[] center, double[] scale)
    {
        (Intercept, Center, Scale, P) = (intercept, center, scale, center.Length - 1);
        T = new Matrix(P, P);
        Offset = new double[P];
        for (int j = 0; j < P; j++) T[j, j] = 1 / scale[j];
        if (intercept < 0) return;
        for (int j = 0; j < P; j++)
            if (j != intercept) T[intercept, j] = -center[j] / (scale[j] * scale[intercept]);
        Offset[intercept] = center[P] / scale[intercept];
    }

    /// <summary>From each column's mean and mean square about it; a column without variation keeps its scale.</summary>
    /// <param name="x">The columns, to find the constant one.</param>
    /// <param name="means">Means of the p columns of X, then of y.</param>
    /// <param name="meanSquares">Mean squares about those means.</param>
    public static Standardisation From(Matrix x, double[] means, double[] meanSquares)
    {
        int intercept = Enumerable.Range(0, x.Columns).FirstOrDefault(j => x[0, j] != 0 && IsConstant(x, j), -1);
        var center = new double[means.Length];
        var scale = new double[means.Length];
        for (int j = 0; j < means.Length; j++)
        {
            center[j] = intercept < 0 || j == intercept ? 0 : means[j];
            double square = intercept < 0 ? meanSquares[j] + means[j] * means[j] : meanSquares[j];
            scale[j] = j == intercept ? x[0, j] : square > 0 ? Math.Sqrt(square) : 1;
        }
        return new Standardisation(intercept, center, scale);
    }

    static bool IsConstant(Matrix x, int column)
    {
        for (int i = 1; i < x.Rows; i++)
            if (x[i, column] != x[0, column]) return false;
        return true;
    }

    /// <summary>A row of [X y] standardised, times a factor.</summary>
    public double[] Row(ReadOnlySpan<double> row, double factor)
    {
        var standardised = new double[row.Length];
        for (int j = 0; j < row.Length; j++) standardised[j] = factor * (row[j] - Center[j]) / Scale[j];
        return standardised;
    }

    /// <summary>Cross-products of columns that are centred already.</summary>
    public Matrix Products(Matrix centred)
    {
        Matrix products = centred.Copy();
        for (int j = 0; j < products.Rows; j++)
            for (int k = 0; k < products.Columns; k++) products[j, k] /= Scale[j] * Scale[k];
        return products;
    }

    public double[] Coefficients(double[] standardised)
    {
        double[] beta = T.Times(standardised);
        for (int j = 0; j < P; j++) beta[j] = Offset[j] + OutcomeScale * beta[j];
        return beta;
    }

    /// <summary>A contrast c of β as one of β*: c s_y T.</summary>
    public double[] Contrast(ReadOnlySpan<double> c)
    {
        double[] contrast = T.Transposed().Times(c);
        for (int j = 0; j < P; j++) contrast[j] *= OutcomeScale;
        return contrast;
    }

    /// <summary>log |det T|, which the REML criterion of the standardised columns must lose twice.</summary>
    public double LogDeterminant()
    {
        double sum = 0;
        for (int j = 0; j < P; j++) sum -= Math.Log(Math.Abs(Scale[j]));
        return sum;
    }
}
