namespace Outcomes.Statistics.Missing;

/// <summary>
/// Columns made orthonormal over the rows in which a variable was seen, and carried along in all other rows: column j is a combination of
/// the predictors 1 … j everywhere, so that what is estimated over the seen rows predicts in the others. In this basis (X'X)⁻¹ is the
/// identity. Gram and Schmidt's method, each column projected twice, which keeps it orthogonal to rounding (Björck 1994, Linear Algebra
/// Appl. 197, 297–316, doi:10.1016/0024-3795(94)90493-6).
/// </summary>
/// <remarks>
/// Of the predictors only the few with gaps change from round to round: the basis of the others is made once for all rounds and
/// imputations. Solving the whole regression anew each time took forty times as long with a column a school.
/// </remarks>
internal sealed class SeenBasis
{
    // As R's lm: a column of which less than this is left is a combination of those before it, and gets no coefficient.
    const double DependenceTolerance = 1e-7;

    readonly int[] seen;
    readonly List<double[]> columns;

    SeenBasis(int[] seen, List<double[]> columns) => (this.seen, this.columns) = (seen, columns);

    /// <summary>Number of independent columns.</summary>
    public int Rank => columns.Count;

    /// <summary>Of an intercept and the predictors given, one value a row.</summary>
    public static SeenBasis Of(int rows, int[] seen, IEnumerable<double[]> predictors)
    {
        var basis = new SeenBasis(seen, []);
        foreach (var column in predictors.Prepend(Enumerable.Repeat(1.0, rows).ToArray())) basis.Append(column);
        return basis;
    }

    /// <summary>With further predictors; this one stays as it is.</summary>
    public SeenBasis With(IEnumerable<double[]> predictors)
    {
        var basis = new SeenBasis(seen, [.. columns]);
        foreach (var column in predictors) basis.Append(column);
        return basis;
    }

    /// <summary>The coefficient of each column for y, of which only the seen rows are read.</summary>
    public double[] Coefficients(double[] y)
    {
        var own = OnSeen(y);
        return [.. columns.Select(column => Dot(column, own))];
    }

    /// <summary>Σ γⱼ column j, in every row.</summary>
    public double[] Predict(double[] coefficients)
    {
        var sum = new double[columns[0].Length];
        for (var j = 0; j < coefficients.Length; j++) AddTimes(sum, columns[j], coefficients[j]);
        return sum;
    }

    void Append(double[] predictor)
    {
        var column = (double[])predictor.Clone();
        var before = Norm(column);
        for (var pass = 0; pass < 2; pass++)
        {
            var coefficients = Coefficients(column);
            for (var j = 0; j < coefficients.Length; j++) AddTimes(column, columns[j], -coefficients[j]);
        }
        var left = Norm(column);
        if (!(left > DependenceTolerance * before)) return;
        for (var i = 0; i < column.Length; i++) column[i] /= left;
        columns.Add(column);
    }

    double Norm(double[] column) => Math.Sqrt(Dot(column, OnSeen(column)));

    /// <summary>Zero in all rows but the seen: a product with it is one over the seen rows.</summary>
    double[] OnSeen(double[] values)
    {
        var own = new double[values.Length];
        foreach (var row in seen) own[row] = values[row];
        return own;
    }

    /// <summary>In four sums, which a processor adds side by side; as wide on every machine, so that the last digits are the same.</summary>
    static double Dot(double[] left, double[] right)
    {
        double a = 0, b = 0, c = 0, d = 0;
        var i = 0;
        for (; i + 3 < left.Length && i + 3 < right.Length; i += 4)
        {
            a += left[i] * right[i];
            b += left[i + 1] * right[i + 1];
            c += left[i + 2] * right[i + 2];
            d += left[i + 3] * right[i + 3];
        }
        for (; i < left.Length; i++) a += left[i] * right[i];
        return a + b + (c + d);
    }

    static void AddTimes(double[] sum, double[] column, double factor)
    {
        for (var i = 0; i < sum.Length && i < column.Length; i++) sum[i] += factor * column[i];
    }
}
