using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>
/// What type III tests ask, as contrasts of the coefficients fitted: those that are a term's coefficients when every factor is coded to sum to
/// zero. The two codings span the same columns, so the coefficients of one are linear in those of the other.
/// </summary>
internal static class TypeThreeHypotheses
{
    public static IEnumerable<(string Name, Matrix Hypotheses)> Of(DesignMatrix design, int[] kept)
    {
        if (kept.Length < design.Columns)
            throw new InputException("design", "columns are combinations of others, so type III hypotheses are not all estimable");
        bool intercept = design.TermOfColumn is [-1, ..];
        DesignMatrix sum = DesignMatrix.Of(design.Terms, design.Rows, intercept, Coding.Sum);
        // One row of each combination of columns is enough, and exact: the rest repeat it.
        Matrix change = Change(sum.Values, design.Values);
        for (int term = 0; term < design.Terms.Length; term++)
            yield return (design.Terms[term].Name, change.Select(sum.ColumnsOfTerm(term), [.. Enumerable.Range(0, design.Columns)]));
    }

    /// <summary>M with S M = X: the coefficients of S are M times those of X.</summary>
    static Matrix Change(Matrix sum, Matrix fitted)
    {
        var change = new Matrix(sum.Columns, fitted.Columns);
        for (int j = 0; j < fitted.Columns; j++)
        {
            double?[] column = LeastSquares.Solve(sum, fitted.Column(j)).Coefficients();
            for (int i = 0; i < column.Length; i++) change[i, j] = column[i] ?? 0;
        }
        return change;
    }
}
