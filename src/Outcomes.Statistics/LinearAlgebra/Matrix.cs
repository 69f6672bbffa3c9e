namespace Outcomes.Statistics.LinearAlgebra;

/// <summary>A dense matrix, row by row.</summary>
public sealed class Matrix
{
    /// <summary>Zeros.</summary>
    public Matrix(int rows, int columns) : this(rows, columns, new double[rows * columns])
    {
    }

    /// <summary>A view of values laid out row by row: they are not copied.</summary>
    public Matrix(int rows, int columns, double[] values)
    {
        if (values.Length != rows * columns)
            throw new InputException(nameof(values), $"{values.Length} values are not {rows} rows of {columns}");
        (Rows, Columns, Values) = (rows, columns, values);
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>The values, row by row.</summary>
    public double[] Values { get; }

    /// <summary>One value, counted from 0.</summary>
    public double this[int row, int column]
    {
        get => Values[row * Columns + column];
        set => Values[row * Columns + column] = value;
    }

    /// <summary>The identity.</summary>
    public static Matrix Identity(int n)
    {
        var identity = new Matrix(n, n);
        for (var i = 0; i < n; i++) identity[i, i] = 1;
        return identity;
    }

    /// <summary>One row, in place.</summary>
    public Span<double> Row(int row) => Values.AsSpan(row * Columns, Columns);

    /// <summary>One column, copied.</summary>
    public double[] Column(int column)
    {
        var copy = new double[Rows];
        for (var i = 0; i < Rows; i++) copy[i] = this[i, column];
        return copy;
    }

    /// <summary>A copy.</summary>
    public Matrix Copy() => new(Rows, Columns, (double[])Values.Clone());

    /// <summary>The transpose, copied.</summary>
    public Matrix Transposed()
    {
        var t = new Matrix(Columns, Rows);
        for (var i = 0; i < Rows; i++)
            for (var j = 0; j < Columns; j++) t[j, i] = this[i, j];
        return t;
    }

    /// <summary>Some rows and columns of this matrix, copied.</summary>
    public Matrix Select(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        var part = new Matrix(rows.Length, columns.Length);
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < columns.Length; j++) part[i, j] = this[rows[i], columns[j]];
        return part;
    }

    /// <summary>The product with another matrix.</summary>
    public Matrix Times(Matrix right)
    {
        if (Columns != right.Rows) throw new InputException(nameof(right), $"{right.Rows} rows do not meet {Columns} columns");
        var product = new Matrix(Rows, right.Columns);
        for (var i = 0; i < Rows; i++)
        {
            var into = product.Row(i);
            var row = Row(i);
            for (var k = 0; k < row.Length; k++)
            {
                var factor = row[k];
                if (factor == 0) continue;
                var from = right.Row(k);
                for (var j = 0; j < from.Length; j++) into[j] += factor * from[j];
            }
        }
        return product;
    }

    /// <summary>The product with a vector.</summary>
    public double[] Times(ReadOnlySpan<double> vector)
    {
        Require.SameLength(Columns, vector.Length, nameof(vector));
        var product = new double[Rows];
        for (var i = 0; i < Rows; i++) product[i] = Dot(Row(i), vector);
        return product;
    }

    /// <summary>xᵀ A y.</summary>
    public double Quadratic(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Dot(x, Times(y));

    /// <summary>The sum of products.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        Require.SameLength(left.Length, right.Length, nameof(right));
        double sum = 0;
        for (var i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }
}
