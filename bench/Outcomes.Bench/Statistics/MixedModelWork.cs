using Outcomes.Statistics.Models;

namespace Outcomes.Bench.Statistics;

/// <summary>
/// A random intercept and four fixed effects, rows in no order: from columns (the design matrix is laid out inside the time, as R's is) to
/// estimates, and to tests with Satterthwaite's degrees of freedom.
/// </summary>
static class MixedModelWork
{
    public static IEnumerable<Work> All() =>
    [
        .. Of("random intercept, 100,000 rows, 2,000 clusters", 100_000, 2_000, 1.0, 2.7),
        .. Of("random intercept, 1,000,000 rows, 20,000 clusters", 1_000_000, 20_000, 17.6, 47.8),
    ];

    static IEnumerable<Work> Of(string name, int rows, int clusters, double lmer, double lmerTest)
    {
        var trial = new Lazy<Trial>(() => Draw(rows, clusters));
        double[][] data = [.. Enumerable.Range(0, 5).Select(_ => new double[rows])];
        yield return new(name, (lmer, "lmer(calc.derivs = FALSE)"), data, () => Fit(trial.Value).Criterion);
        yield return new($"{name}, tests", (lmerTest, "lmerTest::lmer, summary"), data, () => Fit(trial.Value).Coefficients());
    }

    static MixedModelFit Fit(Trial trial)
    {
        Term[] terms = [.. trial.Columns.Select(column => new Term(new Numeric(column.Name, column.Values)))];
        return MixedModel.RandomIntercept(DesignMatrix.Of(terms, trial.Y.Length), trial.Y, Clusters.FromCodes(trial.Codes, trial.Clusters));
    }

    /// <summary>Clusters of unequal size (weights Gamma(4, 4)); y = 5 + 2 arm + .7 pre + .5 x1 − x2 + u + e, u ~ N(0, 2²), e ~ N(0, 6²).</summary>
    static Trial Draw(int rows, int clusters)
    {
        var draws = new Draws(4);
        double[] upTo = new double[clusters], effect = new double[clusters];
        for (var g = 0; g < clusters; g++)
            (upTo[g], effect[g]) = ((g > 0 ? upTo[g - 1] : 0) + draws.Gamma(4, 4), 2 * draws.Normal());
        double[] arm = new double[rows], pre = new double[rows], x1 = new double[rows], x2 = new double[rows], y = new double[rows];
        var codes = new int[rows];
        for (var i = 0; i < rows; i++)
        {
            var at = Array.BinarySearch(upTo, draws.Uniform() * upTo[^1]);
            var g = codes[i] = i < clusters ? i : Math.Min(at < 0 ? ~at : at, clusters - 1); // each cluster has a row
            (arm[i], pre[i], x1[i], x2[i]) = (g % 2, 50 + 10 * draws.Normal(), draws.Normal(), draws.Below(2));
            y[i] = 5 + 2 * arm[i] + 0.7 * pre[i] + 0.5 * x1[i] - x2[i] + effect[g] + 6 * draws.Normal();
        }
        return new([("arm", arm), ("pre", pre), ("x1", x1), ("x2", x2)], y, codes, clusters);
    }

    sealed record Trial((string Name, double[] Values)[] Columns, double[] Y, int[] Codes, int Clusters);
}
