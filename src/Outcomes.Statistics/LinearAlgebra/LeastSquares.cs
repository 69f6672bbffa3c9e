using static System.Math;

namespace Outcomes.Statistics.LinearAlgebra;

/// <summary>
/// Least squares by Householder's QR with R's limited column exchange: a column that is nearly a combination of those before it goes to
/// the end and gets no coefficient.
/// </summary>
/// <remarks>
/// The order of operations is that of LINPACK's dqrdc2 and dqrsl (Dongarra, Bunch, Moler and Stewart 1979, chapter 9, as R's <c>lm</c>
/// uses them), so that even the rounding agrees with R's. Blocked or vectorised QR was not taken: it is faster, but its last digits
/// differ from R's on ill-conditioned data such as Longley's, and models here have tens of columns.
/// </remarks>
public sealed class LeastSquares
{
    /// <summary>A column whose norm falls below this share of what it was is a combination of those before it. R's <c>lm</c> has the same.</summary>
    public const double DependenceTolerance = 1e-7;

    readonly double[][] _qr;
    readonly double[] _householder;
    readonly int[] _pivot;

    LeastSquares(double[][] qr, double[] householder, int[] pivot, int rank, double[] effects, double[] coefficients)
    {
        (_qr, _householder, _pivot, Rank, Effects, PivotedCoefficients) = (qr, householder, pivot, rank, effects, coefficients);
    }

    /// <summary>Number of independent columns.</summary>
    public int Rank { get; }

    /// <summary>Qᵀy: the first <see cref="Rank"/> belong to the columns in pivoted order, the rest to the residual.</summary>
    public double[] Effects { get; }

    /// <summary>The column that each pivoted position holds; those from <see cref="Rank"/> on have no coefficient.</summary>
    public ReadOnlySpan<int> Pivot => _pivot;

    double[] PivotedCoefficients { get; }

    /// <summary>The residual sum of squares.</summary>
    public double ResidualSumOfSquares
    {
        get
        {
            double sum = 0;
            foreach (var effect in Effects.AsSpan(Rank)) sum += effect * effect;
            return sum;
        }
    }

    /// <summary>Solves min ‖y − X b‖.</summary>
    /// <param name="x">Rows by columns; not changed.</param>
    /// <param name="y">One value a row; not changed.</param>
    public static LeastSquares Solve(Matrix x, ReadOnlySpan<double> y)
    {
        Require.SameLength(x.Rows, y.Length, nameof(y));
        Require.Finite(x.Values, nameof(x));
        Require.Finite(y);
        var qr = new double[x.Columns][];
        for (var j = 0; j < qr.Length; j++) qr[j] = x.Column(j);
        var (householder, pivot, rank) = Decompose(qr, x.Rows);
        var effects = y.ToArray();
        for (var j = 0; j < Min(rank, x.Rows - 1); j++) Reflect(qr[j], householder[j], effects, j);
        return new(qr, householder, pivot, rank, effects, BackSubstitute(qr, effects, rank));
    }

    /// <summary>Coefficients in the order of the columns; null where a column is a combination of others.</summary>
    public double?[] Coefficients()
    {
        var coefficients = new double?[_pivot.Length];
        for (var j = 0; j < Rank; j++) coefficients[_pivot[j]] = PivotedCoefficients[j];
        return coefficients;
    }

    /// <summary>Residuals, from the effects.</summary>
    public double[] Residuals()
    {
        var residuals = (double[])Effects.Clone();
        Array.Clear(residuals, 0, Rank);
        for (var j = Min(Rank, residuals.Length - 1) - 1; j >= 0; j--) Reflect(_qr[j], _householder[j], residuals, j);
        return residuals;
    }

    /// <summary>The diagonal of the hat matrix.</summary>
    public double[] Leverages()
    {
        var n = Effects.Length;
        var leverages = new double[n];
        var q = new double[n];
        for (var k = 0; k < Rank; k++)
        {
            Array.Clear(q);
            q[k] = 1;
            for (var j = Min(Rank, n - 1) - 1; j >= 0; j--) Reflect(_qr[j], _householder[j], q, j);
            for (var i = 0; i < n; i++) leverages[i] += q[i] * q[i];
        }
        return leverages;
    }

    /// <summary>(XᵀX)⁻¹ of the independent columns, in the order of the columns of X; rows and columns of the others are zero.</summary>
    public Matrix InverseCrossProduct()
    {
        var columns = _pivot.Length;
        var inverse = new Matrix(Rank, Rank);
        for (var j = 0; j < Rank; j++)
        {
            // Column j of R⁻¹.
            inverse[j, j] = 1 / _qr[j][j];
            for (var i = j - 1; i >= 0; i--)
            {
                double sum = 0;
                for (var k = i + 1; k <= j; k++) sum += _qr[k][i] * inverse[k, j];
                inverse[i, j] = -sum / _qr[i][i];
            }
        }
        var product = new Matrix(columns, columns);
        for (var i = 0; i < Rank; i++)
            for (var j = 0; j < Rank; j++) product[_pivot[i], _pivot[j]] = Matrix.Dot(inverse.Row(i), inverse.Row(j));
        return product;
    }

    static (double[] Householder, int[] Pivot, int Rank) Decompose(double[][] qr, int n)
    {
        int p = qr.Length, independent = p;
        var pivot = Enumerable.Range(0, p).ToArray();
        var norms = Array.ConvertAll(qr, column => Norm(column, 0));
        var (last, first) = ((double[])norms.Clone(), Array.ConvertAll(norms, norm => norm == 0 ? 1 : norm));
        for (var l = 0; l < Min(n, p); l++)
        {
            while (l < independent && norms[l] < first[l] * DependenceTolerance)
            {
                foreach (var list in new[] { norms, last, first }) MoveToEnd(list, l);
                MoveToEnd(qr, l);
                MoveToEnd(pivot, l);
                independent--;
            }
            if (l == n - 1) break;
            var norm = Norm(qr[l], l);
            if (norm == 0) continue;
            var column = qr[l];
            if (column[l] != 0) norm = CopySign(norm, column[l]);
            var scale = 1 / norm;
            for (var i = l; i < n; i++) column[i] *= scale;
            column[l] = 1 + column[l];
            for (var j = l + 1; j < p; j++)
            {
                Reflect(column, column[l], qr[j], l);
                if (norms[j] == 0) continue;
                var ratio = Abs(qr[j][l]) / norms[j];
                var left = Max(1 - ratio * ratio, 0);
                if (Abs(left) < 1e-6) norms[j] = last[j] = Norm(qr[j], l + 1);
                else norms[j] *= Sqrt(left);
            }
            norms[l] = column[l];
            column[l] = -norm;
        }
        return (norms, pivot, Min(independent, n));
    }

    /// <summary>Applies the reflection whose vector is kept below the diagonal of a column, its head apart.</summary>
    static void Reflect(double[] vector, double head, double[] target, int from)
    {
        if (head == 0) return;
        var t = head * target[from];
        for (var i = from + 1; i < target.Length; i++) t += vector[i] * target[i];
        t = -t / head;
        target[from] += t * head;
        for (var i = from + 1; i < target.Length; i++) target[i] += t * vector[i];
    }

    static double[] BackSubstitute(double[][] qr, double[] effects, int rank)
    {
        var b = effects[..rank];
        for (var j = rank - 1; j >= 0; j--)
        {
            b[j] /= qr[j][j];
            for (var i = 0; i < j; i++) b[i] += -b[j] * qr[j][i];
        }
        return b;
    }

    static double Norm(double[] column, int from)
    {
        double sum = 0;
        for (var i = from; i < column.Length; i++) sum += column[i] * column[i];
        return Sqrt(sum);
    }

    static void MoveToEnd<T>(T[] list, int from)
    {
        var moved = list[from];
        Array.Copy(list, from + 1, list, from, list.Length - from - 1);
        list[^1] = moved;
    }
}
