using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>
/// What type III tests ask, as contrasts of the coefficients fitted: those that are a term's coefficients when every factor is coded to sum to
/// zero. The two codings span the same columns, so the coefficients of one are linear in those of the other.
/// </summary>
/// <remarks>
/// They are asked as differences from the reference level. No F depends on that, but Satterthwaite's degrees of freedom of several contrasts do, and
/// lmerTest asks so.
/// </remarks>
internal static class TypeThreeHypotheses
{
    public static IEnumerable<(string Name, Matrix Hypotheses)> Of(DesignMatrix design, int[] kept)
    {
        bool Keeps(int term) => design.ColumnsOfTerm(term).All(kept.Contains);
        if (Enumerable.Range(0, design.Terms.Length).Any(term => !Keeps(term) && design.ColumnsOfTerm(term).Any(kept.Contains)))
            throw new InputException("design", "a term has lost some of its columns, so its type III hypothesis is not estimable");
        // A term that lost all of them is not tested, and is not in the way of the others.
        Term[] terms = [.. design.Terms.Where((_, term) => Keeps(term))];
        bool intercept = design.TermOfColumn is [-1, ..];
        DesignMatrix sum = DesignMatrix.Of(terms, design.Rows, intercept, Coding.Sum);
        Matrix change = Change(sum.Values, design.Values, kept);
        for (int term = 0; term < terms.Length; term++)
        {
            Matrix effects = change.Select(sum.ColumnsOfTerm(term), [.. Enumerable.Range(0, design.Columns)]);
            yield return (terms[term].Name, Differences(terms, term, intercept).Times(effects));
        }
    }

    /// <summary>What takes a term's effects, as they are coded to sum to zero, to differences from the reference levels of its factors.</summary>
    static Matrix Differences(Term[] terms, int term, bool intercept)
    {
        Matrix all = Matrix.Identity(1);
        foreach (Variable variable in terms[term].Variables)
            all = Kronecker(variable is not Factor factor ? Matrix.Identity(1)
                : DesignMatrix.HasColumnForEachLevel(terms, term, factor, intercept) ? Matrix.Identity(factor.Levels.Length)
                : Differences(factor.Levels.Length), all);
        return all;
    }

    /// <summary>Row j: effect j + 1 less effect 0, the last effect being what makes all of them sum to zero.</summary>
    static Matrix Differences(int levels)
    {
        var differences = new Matrix(levels - 1, levels - 1);
        for (int j = 0; j < levels - 1; j++)
        {
            if (j + 1 < levels - 1) differences[j, j + 1] = 1;
            else differences.Row(j).Fill(-1);
            differences[j, 0] -= 1;
        }
        return differences;
    }

    static Matrix Kronecker(Matrix a, Matrix b)
    {
        var product = new Matrix(a.Rows * b.Rows, a.Columns * b.Columns);
        for (int i = 0; i < product.Rows; i++)
            for (int j = 0; j < product.Columns; j++)
                product[i, j] = a[i / b.Rows, j / b.Columns] * b[i % b.Rows, j % b.Columns];
        return product;
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
