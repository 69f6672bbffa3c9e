using Outcomes.Statistics.Distributions;
using Outcomes.Statistics.Resampling;

namespace Outcomes.Statistics.Missing;

/// <summary>One imputation under way.</summary>
/// <param name="bases">Per variable the basis of its complete predictors; null where it has no gap.</param>
internal sealed class Chain(
    IReadOnlyList<ImputationVariable> variables, int[][] gaps, int[][] seen, SeenBasis?[] bases, int donors, Xoshiro256 random)
{
    readonly double[][] data = variables.Select(v => (double[])v.Values.Clone()).ToArray();
    Xoshiro256 random = random;

    public double[][] Run(int iterations)
    {
        for (var v = 0; v < data.Length; v++)
            foreach (var row in gaps[v]) data[v][row] = data[v][seen[v][random.NextIndex(seen[v].Length)]] + Delta(v, row);
        for (var round = 0; round < iterations; round++)
            for (var v = 0; v < data.Length; v++)
                if (bases[v] is { } complete) Redraw(v, complete);
        return data;
    }

    void Redraw(int v, SeenBasis complete)
    {
        var basis = complete.With(Enumerable.Range(0, data.Length).Where(other => other != v && gaps[other].Length > 0).Select(other => data[other]));
        var (fitted, drawn, sigma) = Posterior(v, basis);
        var predicted = basis.Predict(drawn);
        var toFill = Array.ConvertAll(gaps[v], row => predicted[row]);
        if (variables[v].Method == ImputationMethod.Normal)
        {
            for (var i = 0; i < toFill.Length; i++) toFill[i] += sigma * Normal.Quantile(random.NextUnit());
        }
        else
        {
            // Little's type 1 matching: fitted coefficients for donors, drawn ones for receivers.
            Match(Array.ConvertAll(seen[v], row => fitted[row]), Array.ConvertAll(seen[v], row => data[v][row]), toFill);
        }
        for (var i = 0; i < toFill.Length; i++) data[v][gaps[v][i]] = toFill[i] + Delta(v, gaps[v][i]);
    }

    /// <summary>
    /// sigma*^2 = RSS/chi^2(n - p); beta* = b + sigma* (X'X)^-1/2 z (Rubin 1987, p. 167): independent draws in a basis where X'X is the
    /// identity.
    /// </summary>
    /// <returns>The fitted values in every row, the drawn coefficients, and sigma*.</returns>
    (double[] Fitted, double[] Drawn, double Sigma) Posterior(int v, SeenBasis basis)
    {
        var coefficients = basis.Coefficients(data[v]);
        var fitted = basis.Predict(coefficients);
        double rss = 0;
        foreach (var row in seen[v]) rss += (data[v][row] - fitted[row]) * (data[v][row] - fitted[row]);
        var df = Math.Max(seen[v].Length - basis.Rank, 1);
        var sigma = Math.Sqrt(rss / ChiSquared.Quantile(random.NextUnit(), df));
        return (fitted, Array.ConvertAll(coefficients, c => c + sigma * Normal.Quantile(random.NextUnit())), sigma);
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

    double Delta(int v, int row) => variables[v].Delta?[row] ?? 0;
}
