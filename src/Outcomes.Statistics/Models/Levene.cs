using Outcomes.Statistics.Descriptives;

namespace Outcomes.Statistics.Models;

/// <summary>Whether groups have the same spread.</summary>
public static class Levene
{
    /// <summary>
    /// One-way F of the distances from each group's median, robust against skew (Brown and Forsythe 1974,
    /// doi:10.1080/01621459.1974.10482955). R: <c>car::leveneTest(y ~ group, center = median)</c>.
    /// </summary>
    /// <exception cref="InputException">Fewer than two groups, a length that differs, or distances that do not vary at all.</exception>
    public static FTest Test(ReadOnlySpan<double> values, Factor groups)
    {
        Require.SameLength(values.Length, groups.Rows, nameof(groups));
        var distances = values.ToArray();
        for (var level = 0; level < groups.Levels.Length; level++)
        {
            var rows = Enumerable.Range(0, groups.Rows).Where(i => groups.Codes[i] == level).ToArray();
            Require.AtLeast(1, rows.Length, groups.Name, $"values at level {groups.Levels[level]}");
            var median = Summary.Of(rows.Select(i => distances[i]).ToArray()).Median.Value;
            foreach (var i in rows) distances[i] = Math.Abs(distances[i] - median);
        }
        var fit = OrdinaryLeastSquares.Fit(DesignMatrix.Of([new Term(groups)], groups.Rows), distances);
        return fit.OverallF ?? throw new InputException(nameof(values), "the distances from the medians do not vary");
    }
}
