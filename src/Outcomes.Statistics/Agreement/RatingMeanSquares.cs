using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Agreement;

/// <summary>Two-way analysis of variance of a complete table of ratings, one rating a cell.</summary>
/// <param name="Targets">n: targets rated by every rater.</param>
/// <param name="Raters">k.</param>
/// <param name="BetweenTargets">MSR, n - 1 degrees of freedom.</param>
/// <param name="BetweenRaters">MSC, k - 1 degrees of freedom.</param>
/// <param name="Residual">MSE, (n - 1)(k - 1) degrees of freedom.</param>
/// <param name="WithinTargets">MSW, n (k - 1) degrees of freedom: raters and residual together.</param>
public sealed record RatingMeanSquares(
    int Targets, int Raters, double BetweenTargets, double BetweenRaters, double Residual, double WithinTargets)
{
    /// <summary>Computes the mean squares from deviations, which keeps their digits when the mean is large.</summary>
    /// <param name="ratings">Targets in rows, raters in columns; rows with a NaN are left out. R: <c>aov(y ~ target + rater)</c>.</param>
    /// <exception cref="InputException">Fewer than two complete targets or two raters, or an infinite rating.</exception>
    public static RatingMeanSquares Of(Matrix ratings)
    {
        var rows = CompleteRows(ratings);
        var k = ratings.Columns;
        Require.AtLeast(2, k, nameof(ratings), "raters (columns)");
        Require.AtLeast(2, rows.Count, nameof(ratings), "targets rated by all (complete rows)");
        foreach (var row in rows) Require.NotInfinite(row, nameof(ratings));
        var n = rows.Count;
        var targets = rows.Select(row => row.Average()).ToArray();
        var raters = Enumerable.Range(0, k).Select(j => rows.Average(row => row[j])).ToArray();
        var grand = targets.Average();
        var error = Residuals(rows, targets, raters, grand);
        var betweenTargets = k * targets.Sum(mean => Square(mean - grand));
        var betweenRaters = n * raters.Sum(mean => Square(mean - grand));
        return new RatingMeanSquares(n, k, betweenTargets / (n - 1), betweenRaters / (k - 1),
            error / ((n - 1.0) * (k - 1)), (betweenRaters + error) / (n * (k - 1.0)));
    }

    static double Residuals(List<double[]> rows, double[] targets, double[] raters, double grand)
    {
        double error = 0, size = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            for (var j = 0; j < raters.Length; j++)
            {
                error += Square(rows[i][j] - targets[i] - raters[j] + grand);
                size += Square(rows[i][j]);
            }
        }
        // Means of thirds leave dust where raters agree exactly; dust over dust would pass for an F ratio.
        return error <= 1e-28 * size ? 0 : error;
    }

    static List<double[]> CompleteRows(Matrix ratings)
    {
        var rows = new List<double[]>();
        for (var i = 0; i < ratings.Rows; i++)
        {
            var row = ratings.Row(i).ToArray();
            if (!Array.Exists(row, double.IsNaN)) rows.Add(row);
        }
        return rows;
    }

    static double Square(double x) => x * x;
}
