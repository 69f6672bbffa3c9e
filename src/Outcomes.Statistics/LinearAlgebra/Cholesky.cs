using static System.Math;

namespace Outcomes.Statistics.LinearAlgebra;

/// <summary>The factor L of a symmetric positive definite matrix A = L Lᵀ.</summary>
public sealed class Cholesky
{
    /// <summary>Pivots below this share of the diagonal element count as zero.</summary>
    public const double RelativePivot = 1e-13;

    Cholesky(Matrix lower) => Lower = lower;

    /// <summary>L, lower triangular.</summary>
    public Matrix Lower { get; }

    /// <summary>ln |A|.</summary>
    public double LogDeterminant
    {
        get
        {
            double sum = 0;
            for (var i = 0; i < Lower.Rows; i++) sum += Log(Lower[i, i]);
            return 2 * sum;
        }
    }

    /// <summary>Factors A, of which the lower triangle is read.</summary>
    /// <exception cref="InputException">A is not positive definite.</exception>
    public static Cholesky Of(Matrix a, string argument = "a") =>
        TryOf(a) ?? throw new InputException(argument, "the matrix is not positive definite");

    /// <summary>Factors A, or null where it is not positive definite.</summary>
    public static Cholesky? TryOf(Matrix a)
    {
        var n = a.Rows;
        var l = new Matrix(n, n);
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
            {
                var rest = a[i, j] - Matrix.Dot(l.Row(i)[..j], l.Row(j)[..j]);
                if (j < i) l[i, j] = rest / l[j, j];
                else if (rest > RelativePivot * a[i, i]) l[i, i] = Sqrt(rest);
                else return null;
            }
        return new(l);
    }

    /// <summary>A⁻¹ b.</summary>
    public double[] Solve(ReadOnlySpan<double> b)
    {
        var x = b.ToArray();
        SolveLower(x);
        for (var i = x.Length - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < x.Length; k++) x[i] -= Lower[k, i] * x[k];
            x[i] /= Lower[i, i];
        }
        return x;
    }

    /// <summary>L⁻¹ b, in place.</summary>
    public void SolveLower(Span<double> b)
    {
        for (var i = 0; i < b.Length; i++) b[i] = (b[i] - Matrix.Dot(Lower.Row(i)[..i], b[..i])) / Lower[i, i];
    }

    /// <summary>A⁻¹, exactly symmetric.</summary>
    public Matrix Inverse()
    {
        var n = Lower.Rows;
        var inverse = new Matrix(n, n);
        var unit = new double[n];
        for (var j = 0; j < n; j++)
        {
            Array.Clear(unit);
            unit[j] = 1;
            var column = Solve(unit);
            for (var i = 0; i <= j; i++) inverse[i, j] = inverse[j, i] = column[i];
        }
        return inverse;
    }
}
