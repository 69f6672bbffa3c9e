using Outcomes.Statistics.Resampling;

namespace Outcomes.Statistics.Missing;

/// <summary>How missing values of a variable are drawn.</summary>
public enum ImputationMethod
{
    /// <summary>An observed value of someone with a similar prediction: keeps the range and the shape of scores. The default.</summary>
    PredictiveMeanMatching,

    /// <summary>A draw from the normal regression: for variables that are about normal; may leave the scale's range.</summary>
    Normal,
}

/// <summary>A column of the data, with gaps or without.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Values">One a row, NaN where missing.</param>
/// <param name="Method">How its gaps are filled.</param>
/// <param name="Delta">Added to each value drawn, by row: what missing people are assumed to differ by; null for missing at random.
/// R: <c>post</c> of mice.</param>
public sealed record ImputationVariable(
    string Name, double[] Values, ImputationMethod Method = ImputationMethod.PredictiveMeanMatching, double[]? Delta = null);

/// <summary>Multiple imputation by chained equations (fully conditional specification).</summary>
/// <remarks>
/// <para>Gaps are filled at random from the observed values; then, for a number of rounds, each incomplete variable is regressed on all
/// others where it was observed, coefficients and residual variance are drawn from their posterior (flat prior), and its gaps are drawn
/// anew. Imputation l has its own random stream, so one seed gives one result on any count of threads.</para>
/// <para>Limits: missing at random given the variables passed, unless a delta says otherwise. Put in what the analysis will use: arms
/// as 0/1 columns, interactions as data split by arm. An incomplete factor of three levels or more is not supported (0/1 is, by
/// matching). People within clusters are treated as independent: add cluster means or indicators where schools matter.</para>
/// <para>References: van Buuren, S. and Groothuis-Oudshoorn, K. (2011), mice, Journal of Statistical Software 45(3),
/// https://doi.org/10.18637/jss.v045.i03; normal draws: Rubin (1987), pp. 166-167, https://doi.org/10.1002/9780470316696; matching:
/// Little, R. J. A. (1988), Journal of Business and Economic Statistics 6, 287-296, https://doi.org/10.1080/07350015.1988.10509663.
/// R: <c>mice(data, m, method = "pmm"</c> or <c>"norm", maxit = iterations)</c>; the draws themselves differ.</para>
/// </remarks>
public static class ChainedEquations
{
    /// <summary>Completes the data several times.</summary>
    /// <param name="variables">Two columns at least, all of the same length.</param>
    /// <param name="imputations">m: at least as many as the percentage of incomplete rows is a good rule (White, Royston and Wood 2011).</param>
    /// <param name="seed">Written down with the result.</param>
    /// <param name="iterations">Rounds; 10 are usually plenty.</param>
    /// <param name="donors">How many nearest predictions matching picks from.</param>
    /// <param name="threads">How many threads may work; the result does not depend on it.</param>
    /// <returns>[imputation][variable][row], observed values as they were.</returns>
    /// <exception cref="InputException">Lengths differ, a value is infinite, or a variable is observed fewer than three times.</exception>
    public static double[][][] Impute(
        IReadOnlyList<ImputationVariable> variables, int imputations, ulong seed, int iterations = 10, int donors = 5, int threads = 1)
    {
        Require.AtLeast(2, variables.Count, nameof(variables), "columns");
        Require.AtLeast(1, imputations, nameof(imputations), "imputation");
        Require.AtLeast(1, iterations, nameof(iterations), "round");
        Require.AtLeast(1, donors, nameof(donors), "donor");
        Require.AtLeast(1, threads, nameof(threads), "thread");
        foreach (var variable in variables) Check(variable, variables[0].Values.Length);
        var gaps = variables.Select(v => Rows(v.Values, missing: true)).ToArray();
        var seen = variables.Select(v => Rows(v.Values, missing: false)).ToArray();
        var bases = variables.Select((_, v) => gaps[v].Length == 0 ? null : SeenBasis.Of(variables[0].Values.Length, seen[v], Enumerable.Range(0, variables.Count)
            .Where(other => other != v && gaps[other].Length == 0).Select(other => variables[other].Values))).ToArray();
        var completed = new double[imputations][][];
        Replicates.Run(imputations, threads, 1, (from, to) =>
        {
            for (var l = from; l < to; l++)
                completed[l] = new Chain(variables, gaps, seen, bases, donors, new Xoshiro256(seed, (ulong)l)).Run(iterations);
        });
        return completed;
    }

    static void Check(ImputationVariable variable, int rows)
    {
        Require.SameLength(rows, variable.Values.Length, variable.Name);
        Require.NotInfinite(variable.Values, variable.Name);
        Require.AtLeast(3, variable.Values.Count(x => !double.IsNaN(x)), variable.Name, "observed values");
        if (variable.Delta is not { } delta) return;
        Require.SameLength(rows, delta.Length, $"delta of {variable.Name}");
        Require.Finite(delta, $"delta of {variable.Name}");
    }

    static int[] Rows(double[] values, bool missing) =>
        Enumerable.Range(0, values.Length).Where(row => double.IsNaN(values[row]) == missing).ToArray();
}
