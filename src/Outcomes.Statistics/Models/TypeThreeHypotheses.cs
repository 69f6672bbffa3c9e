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
        bool Keeps(int term) => design.ColumnsOfTerm(term).All(kept.Contains);
        if (Enumerable.Range(0, design.Terms.Length).Any(term => !Keeps(term) && design.ColumnsOfTerm(term).Any(kept.Contains)))
            throw new InputException("design", "a term has lost some of its columns, so its type III hypothesis is not estimable");
        // A term that lost all of them is not tested, and is not in the way of the others.
        Term[] terms = [.. design.Terms.Where((_, term) => Keeps(term))];
        DesignMatrix sum = DesignMatrix.Of(terms, design.Rows, design.TermOfColumn is [-1, ..], Coding.Sum);
        Matrix change = Change(sum.Values, design.Values, kept);
        for (int term = 0; term < terms.Length; term++)
            yield return (terms[term].Name, change.Select(sum.ColumnsOfTerm(term), [.. Enumerable.Range(0, design.Columns)]));
    }

    /// <summary>M with S M = X over the columns kept: the coefficients of S are M times those of X.</summary>
    static Matrix Change(Matrix sum, Matrix fitted, int[] kept)
    {
        var change = new Matrix(sum.Columns, fitted.Columns);
        foreach (int j in kept)
        {
            double?[] column = LeastSquares.Solve(sum, fitted.Column(j)).Coefficients();
            for (int i = 0; i < column.Length; i++) change[i, j] = column[i] ?? 0;
        }
        return change;
    }
}
