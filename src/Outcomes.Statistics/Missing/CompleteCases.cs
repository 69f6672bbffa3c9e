namespace Outcomes.Statistics.Missing;

/// <summary>Listwise deletion.</summary>
public static class CompleteCases
{
    /// <summary>The rows in which no column is NaN. Unbiased for a regression if missingness does not depend on the outcome given the
    /// predictors; always wasteful. R: <c>which(complete.cases(data))</c>.</summary>
    /// <param name="columns">Columns of equal length.</param>
    /// <exception cref="InputException">No column, or lengths that differ.</exception>
    public static int[] Rows(params IReadOnlyList<double[]> columns)
    {
        Require.AtLeast(1, columns.Count, nameof(columns), "column");
        foreach (var column in columns) Require.SameLength(columns[0].Length, column.Length, nameof(columns));
        return Enumerable.Range(0, columns[0].Length).Where(row => columns.All(column => !double.IsNaN(column[row]))).ToArray();
    }
}
