using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.LinearAlgebra;
using static System.Math;

namespace Outcomes.Statistics.Models;

/// <summary>
/// A linear model by ordinary least squares, with the usual or a heteroscedasticity-consistent covariance. R: <c>lm()</c>,
/// <c>summary()</c>, <c>sandwich::vcovHC(type = "HC3")</c>.
/// </summary>
/// <remarks>
/// A column that is a combination of those before it has no coefficient, as in R. Refused: more columns than rows would leave no
/// residual degrees of freedom, and then nothing here exists.
/// </remarks>
public sealed class OrdinaryLeastSquares
{
    const string Aliased = "its column is a combination of the others";
    readonly LeastSquares _solution;

    OrdinaryLeastSquares(DesignMatrix design, double[] y, LeastSquares solution)
    {
        (Design, Response, _solution) = (design, y, solution);
        var beta = solution.Coefficients();
        Estimable = beta.Select(b => b is not null).ToArray();
        Beta = beta.Select(b => b ?? 0).ToArray();
        ResidualSumOfSquares = solution.ResidualSumOfSquares;
        InverseCrossProduct = solution.InverseCrossProduct();
        Covariance = Scale(InverseCrossProduct, ResidualSumOfSquares / ResidualDf);
    }

    /// <summary>The design that was fitted.</summary>
    public DesignMatrix Design { get; }

    /// <summary>The response that was fitted.</summary>
    public double[] Response { get; }

    /// <summary>Per column its coefficient; 0 where it has none (see <see cref="Estimable"/>).</summary>
    public double[] Beta { get; }

    /// <summary>Per column whether it has a coefficient.</summary>
    public bool[] Estimable { get; }

    /// <summary>Σ e².</summary>
    public double ResidualSumOfSquares { get; }

    /// <summary>Rows less independent columns.</summary>
    public int ResidualDf => Design.Rows - _solution.Rank;

    /// <summary>The residual SD, √(Σe² / df).</summary>
    public double Sigma => Sqrt(ResidualSumOfSquares / ResidualDf);

    /// <summary>(XᵀX)⁻¹; zero where a column has no coefficient.</summary>
    public Matrix InverseCrossProduct { get; }

    /// <summary>σ² (XᵀX)⁻¹.</summary>
    public Matrix Covariance { get; }

    /// <summary>Per column estimate, standard error, t, p and 95% interval.</summary>
    public IReadOnlyList<Coefficient> Coefficients => CoefficientsWith(Covariance);

    /// <summary>The share of variance explained; none for a constant response.</summary>
    public Number RSquared => TotalSumOfSquares is > 0 and var total
        ? 1 - ResidualSumOfSquares / total : Number.None("the response does not vary");

    /// <summary>R² adjusted for the number of columns.</summary>
    public Number AdjustedRSquared => RSquared.Map(r2 => 1 - (1 - r2) * (Design.Rows - InterceptColumns) / ResidualDf);

    /// <summary>F of all but the intercept; none where there is nothing else, or no residual.</summary>
    public FTest? OverallF
    {
        get
        {
            var df = _solution.Rank - InterceptColumns;
            if (df == 0 || !(ResidualSumOfSquares > 0)) return null;
            // From the effects, as R's aov does, not from the difference of two large sums.
            double model = 0;
            foreach (var effect in _solution.Effects.AsSpan(InterceptColumns, df)) model += effect * effect;
            return FTest.Of(model / df / (ResidualSumOfSquares / ResidualDf), df, ResidualDf);
        }
    }

    int InterceptColumns => Design.TermOfColumn is [-1, ..] ? 1 : 0;

    double TotalSumOfSquares
    {
        get
        {
            if (InterceptColumns == 0) return Matrix.Dot(Response, Response);
            var moments = Moments.Of(Response);
            return moments.Variance.Value * (Response.Length - 1);
        }
    }

    /// <summary>Fits the model.</summary>
    /// <exception cref="InputException">A value is not finite, or there are not more rows than independent columns.</exception>
    public static OrdinaryLeastSquares Fit(DesignMatrix design, ReadOnlySpan<double> response)
    {
        var solution = LeastSquares.Solve(design.Values, response);
        if (solution.Rank >= design.Rows)
            throw new InputException(nameof(design), $"{design.Rows} rows cannot tell {solution.Rank} parameters and a residual variance");
        return new(design, response.ToArray(), solution);
    }

    /// <summary>The coefficients under another covariance, with t on <paramref name="df"/> (default: residual) degrees of freedom.</summary>
    public IReadOnlyList<Coefficient> CoefficientsWith(Matrix covariance, double? df = null, double level = 0.95) =>
        Enumerable.Range(0, Beta.Length).Select(j => Estimable[j]
            ? Coefficient.Of(Design.Names[j], Beta[j], Sqrt(covariance[j, j]), df ?? ResidualDf, level)
            : Coefficient.None(Design.Names[j], Aliased)).ToList();

    /// <summary>Residuals.</summary>
    public double[] Residuals() => _solution.Residuals();

    /// <summary>The diagonal of the hat matrix.</summary>
    public double[] Leverages() => _solution.Leverages();

    /// <summary>
    /// The covariance HC3, (XᵀX)⁻¹ Xᵀ diag(e²/(1 − h)²) X (XᵀX)⁻¹, trustworthy also at n under 250 (MacKinnon and White 1985,
    /// doi:10.1016/0304-4076(85)90158-7; Long and Ervin 2000, doi:10.1080/00031305.2000.10474549).
    /// </summary>
    /// <exception cref="InputException">A row has leverage 1: it is fitted exactly whatever its value, and HC3 does not exist.</exception>
    public Matrix HeteroscedasticityConsistent()
    {
        var (residuals, leverages, x) = (Residuals(), Leverages(), Design.Values);
        var meat = new Matrix(x.Columns, x.Columns);
        for (var i = 0; i < x.Rows; i++)
        {
            if (leverages[i] > 1 - 1e-10) throw new InputException("design", $"row {i} has leverage 1, so HC3 does not exist");
            var weight = residuals[i] / (1 - leverages[i]);
            var row = x.Row(i);
            for (var j = 0; j < row.Length; j++)
                for (var k = 0; k < row.Length; k++) meat[j, k] += weight * weight * row[j] * row[k];
        }
        return InverseCrossProduct.Times(meat).Times(InverseCrossProduct);
    }

    /// <summary>
    /// Wald's F that some columns have no effect: bᵀ V⁻¹ b / q, with the covariance given (default: the usual one). R:
    /// <c>car::linearHypothesis(m, names, vcov. = V)</c>.
    /// </summary>
    public FTest Wald(ReadOnlySpan<int> columns, Matrix? covariance = null)
    {
        var tested = columns.ToArray().Where(j => Estimable[j]).ToArray();
        Require.AtLeast(1, tested.Length, nameof(columns), "estimable columns");
        var factor = Cholesky.Of((covariance ?? Covariance).Select(tested, tested), nameof(covariance));
        var b = tested.Select(j => Beta[j]).ToArray();
        factor.SolveLower(b);
        return FTest.Of(Matrix.Dot(b, b) / tested.Length, tested.Length, ResidualDf);
    }

    /// <summary>Σ wᵢ βᵢ with its t test.</summary>
    public Coefficient Combination(string name, ReadOnlySpan<double> weights, Matrix? covariance = null, double level = 0.95)
    {
        for (var j = 0; j < weights.Length; j++)
            if (weights[j] != 0 && !Estimable[j]) return Coefficient.None(name, $"it needs {Design.Names[j]}, of which {Aliased}");
        var variance = (covariance ?? Covariance).Quadratic(weights, weights);
        return Coefficient.Of(name, Matrix.Dot(weights, Beta), Sqrt(Max(0, variance)), ResidualDf, level);
    }

    static Matrix Scale(Matrix matrix, double factor)
    {
        var scaled = matrix.Copy();
        for (var i = 0; i < scaled.Values.Length; i++) scaled.Values[i] *= factor;
        return scaled;
    }
}
