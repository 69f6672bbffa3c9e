using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Models;

/// <summary>A term of a linear model: one variable, or several that interact.</summary>
/// <param name="Variables">The variables whose product the term is.</param>
public sealed record Term(params Variable[] Variables)
{
    /// <summary>The names of its variables, joined by a colon as R does.</summary>
    public string Name => string.Join(':', Variables.Select(variable => variable.Name));
}

/// <summary>The columns of a linear model, with their names and the term that each belongs to.</summary>
/// <param name="Values">Rows by columns.</param>
/// <param name="Names">The names of the columns, as R has them: <c>(Intercept)</c>, <c>armCBT</c>, <c>armCBT:pre</c>.</param>
/// <param name="Terms">The terms, in order.</param>
/// <param name="TermOfColumn">Per column the index of its term; −1 for the intercept.</param>
public sealed record DesignMatrix(Matrix Values, string[] Names, Term[] Terms, int[] TermOfColumn)
{
    /// <summary>The name of the intercept.</summary>
    public const string Intercept = "(Intercept)";

    /// <summary>Number of rows.</summary>
    public int Rows => Values.Rows;

    /// <summary>Number of columns.</summary>
    public int Columns => Values.Columns;

    /// <summary>
    /// Lays out an intercept (unless told not to) and the terms. Within an interaction the first variable's columns vary fastest, as in
    /// R's <c>model.matrix</c>, and as there a factor gets a column for each level where nothing before it holds what they have in common.
    /// </summary>
    public static DesignMatrix Of(IReadOnlyList<Term> terms, int rows, bool intercept = true, Coding coding = Coding.Treatment)
    {
        foreach (var variable in terms.SelectMany(term => term.Variables))
        {
            Require.SameLength(rows, variable.Rows, variable.Name);
            if (variable is Numeric numeric) Require.Finite(numeric.Values, variable.Name);
            if (variable is Factor { Levels.Length: < 2 }) throw new InputException(variable.Name, "a factor needs at least two levels");
        }
        var names = new List<string>();
        var owners = new List<int>();
        var columns = new List<double[]>();
        if (intercept) (names, owners, columns) = ([Intercept], [-1], [Enumerable.Repeat(1.0, rows).ToArray()]);
        for (var t = 0; t < terms.Count; t++)
            foreach (var (name, column) in ColumnsOf(terms[t], coding, variable => HasColumnForEachLevel(terms, t, variable, intercept)))
            {
                names.Add(name);
                owners.Add(t);
                columns.Add(column);
            }
        return new(SideBySide(columns, rows), [.. names], [.. terms], [.. owners]);
    }

    /// <summary>Columns written as rows, a block at a time so that a line of the cache is fetched once and not once a column.</summary>
    static Matrix SideBySide(List<double[]> columns, int rows)
    {
        const int Block = 512;
        var values = new Matrix(rows, columns.Count);
        for (var from = 0; from < rows; from += Block)
            for (var j = 0; j < columns.Count; j++)
            {
                var to = values.Values.AsSpan(from * columns.Count);
                var column = columns[j].AsSpan(from, Math.Min(Block, rows - from));
                for (int i = 0, at = j; i < column.Length; i++, at += columns.Count) to[at] = column[i];
            }
        return values;
    }

    /// <summary>The columns that belong to a term.</summary>
    public int[] ColumnsOfTerm(int term) => Enumerable.Range(0, Columns).Where(j => TermOfColumn[j] == term).ToArray();

    /// <summary>
    /// R's rule (<c>terms.formula</c>): a factor of a term has one column fewer than levels where the term without it, or one that contains
    /// that, came before. Without an intercept the first factor of all has them all.
    /// </summary>
    internal static bool HasColumnForEachLevel(IReadOnlyList<Term> terms, int t, Variable factor, bool intercept)
    {
        if (factor is not Factor) return false;
        var first = terms.SelectMany(term => term.Variables).OfType<Factor>().First();
        if (!intercept && factor.Name == first.Name && terms.Take(t).All(before => !before.Variables.OfType<Factor>().Any())) return true;
        var rest = terms[t].Variables.Where(variable => variable.Name != factor.Name).Select(variable => variable.Name).ToList();
        return rest.Count > 0 && !terms.Take(t).Any(before => !rest.Except(before.Variables.Select(variable => variable.Name)).Any());
    }

    static List<(string Name, double[] Values)> ColumnsOf(Term term, Coding coding, Func<Variable, bool> hasColumnForEachLevel)
    {
        List<(string Name, double[] Values)> columns = [];
        foreach (var variable in term.Variables)
        {
            var full = hasColumnForEachLevel(variable);
            var own = variable.ColumnNames(coding, full).Select((name, column) => (Name: name, Values: variable.Column(column, coding, full))).ToList();
            columns = columns.Count == 0 ? own
                : [.. own.SelectMany(next => columns, (next, sofar) => ($"{sofar.Name}:{next.Name}", Product(sofar.Values, next.Values)))];
        }
        return columns;
    }

    static double[] Product(double[] left, double[] right)
    {
        var product = new double[left.Length];
        for (var i = 0; i < product.Length; i++) product[i] = left[i] * right[i];
        return product;
    }
}
