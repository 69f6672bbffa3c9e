using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Resampling;

namespace Outcomes.Statistics.Missing;

/// <summary>One imputation under way.</summary>
internal sealed class Chain(
    IReadOnlyList<ImputationVariable> variables, int[][] gaps, int[][] seen, int donors, Xoshiro256 random)
{
    readonly double[][] data = variables.Select(v => (double[])v.Values.Clone()).ToArray();
    Xoshiro256 random = random;

    public double[][] Run(int iterations)
    {
        for (var v = 0; v < data.Length; v++)
            foreach (var row in gaps[v]) data[v][row] = data[v][seen[v][random.NextIndex(seen[v].Length)]] + Delta(v, row);
        for (var round = 0; round < iterations; round++)
            for (var v = 0; v < data.Length; v++)
                if (gaps[v].Length > 0) Redraw(v);
        return data;
    }

    void Redraw(int v)
    {
        var observed = Array.ConvertAll(seen[v], row => data[v][row]);
        var (fitted, drawn, sigma) = Posterior(v, observed);
        var toFill = Predictors(v, gaps[v]).Times(drawn);
        if (variables[v].Method == ImputationMethod.Normal)
        {
            for (var i = 0; i < toFill.Length; i++) toFill[i] += sigma * Normal.Quantile(random.NextUnit());
        }
        else
        {
            // Little's type 1 matching: fitted coefficients for donors, drawn ones for receivers.
            Match(Predictors(v, seen[v]).Times(fitted), observed, toFill);
        }
        for (var i = 0; i < toFill.Length; i++) data[v][gaps[v][i]] = toFill[i] + Delta(v, gaps[v][i]);
    }

    /// <summary>sigma*^2 = RSS/chi^2(n - p); beta* = b + sigma* L z with L L' = (X'X)^-1 (Rubin 1987, p. 167).</summary>
    (double[] Fitted, double[] Drawn, double Sigma) Posterior(int v, double[] observed)
    {
        var fit = LeastSquares.Solve(Predictors(v, seen[v]), observed);
        var df = Math.Max(observed.Length - fit.Rank, 1);
        var sigma = Math.Sqrt(fit.ResidualSumOfSquares / ChiSquared.Quantile(random.NextUnit(), df));
        var coefficients = fit.Coefficients();
        // A column that others imply has no coefficient; leaving it out is what a vanishing ridge penalty would do.
        var kept = Enumerable.Range(0, coefficients.Length).Where(c => coefficients[c].HasValue).ToArray();
        var lower = Cholesky.Of(fit.InverseCrossProduct().Select(kept, kept), variables[v].Name).Lower;
        var fitted = Array.ConvertAll(coefficients, c => c ?? 0);
        var drawn = (double[])fitted.Clone();
        var z = kept.Select(_ => Normal.Quantile(random.NextUnit())).ToArray();
        for (var i = 0; i < kept.Length; i++) drawn[kept[i]] += sigma * Matrix.Dot(lower.Row(i)[..(i + 1)], z.AsSpan(0, i + 1));
        return (fitted, drawn, sigma);
    }

    /// <summary>Replaces each prediction by the observed value of one of the nearest donors.</summary>
    void Match(double[] donorPredictions, double[] observed, double[] receivers)
    {
        // Shuffling first makes equally near donors equally likely once sorted.
        var order = Enumerable.Range(0, observed.Length).ToArray();
        random.Shuffle(order.AsSpan());
        var sorted = Array.ConvertAll(order, i => donorPredictions[i]);
        Array.Sort(sorted, order);
        for (var i = 0; i < receivers.Length; i++)
        {
            var (first, count) = Nearest(sorted, receivers[i]);
            receivers[i] = observed[order[first + random.NextIndex(count)]];
        }
    }

    (int First, int Count) Nearest(double[] sorted, double target)
    {
        var at = Array.BinarySearch(sorted, target);
        int low = at < 0 ? ~at : at, high = low; // [low, high) grows to the nearer side
        var count = Math.Min(donors, sorted.Length);
        while (high - low < count)
        {
            if (high == sorted.Length || (low > 0 && target - sorted[low - 1] <= sorted[high] - target)) low--;
            else high++;
        }
        return (low, count);
    }

    /// <summary>An intercept and all other columns, at some rows.</summary>
    Matrix Predictors(int v, int[] rows)
    {
        var x = new Matrix(rows.Length, data.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = x.Row(i);
            row[0] = 1;
            for (int other = 0, column = 1; other < data.Length; other++)
                if (other != v) row[column++] = data[other][rows[i]];
        }
        return x;
    }

    double Delta(int v, int row) => variables[v].Delta?[row] ?? 0;
}
