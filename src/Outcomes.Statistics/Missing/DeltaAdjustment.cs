namespace Outcomes.Statistics.Missing;

/// <summary>An analysis of one completed data set.</summary>
/// <param name="Estimate">What is asked for, such as the effect of an arm.</param>
/// <param name="Variance">Its squared standard error.</param>
public readonly record struct CompletedAnalysis(double Estimate, double Variance);

/// <summary>The answer under one assumption about those who are missing.</summary>
/// <param name="Delta">By how much their values are assumed to differ from what their other data predict.</param>
/// <param name="Pooled">The pooled result.</param>
public sealed record DeltaScenario(double Delta, PooledEstimate Pooled);

/// <summary>Sensitivity analysis for data that may be missing not at random: how far must missing values lie from what the observed data
/// predict before the conclusion changes?</summary>
/// <remarks>
/// <para>Each delta is added to every value drawn for the outcome in the chosen rows, within the chain. All deltas share the seed, so
/// scenarios differ by the assumption and not by luck.</para>
/// <para>References: Rubin (1987), chapter 6; Cro, S., Morris, T. P., Kenward, M. G. and Carpenter, J. R. (2020), Statistics in Medicine 39,
/// 2815-2842, https://doi.org/10.1002/sim.8569; van Buuren, S. (2018), Flexible Imputation of Missing Data, 2nd ed., section 9.2,
/// https://doi.org/10.1201/9780429492259. R: <c>mice(post = "imp[[j]][, i] &lt;- imp[[j]][, i] + delta")</c>, fit and pool, once a delta.</para>
/// </remarks>
public static class DeltaAdjustment
{
    /// <summary>Imputes, analyses and pools under each delta.</summary>
    /// <param name="variables">The columns as for <see cref="ChainedEquations.Impute"/>.</param>
    /// <param name="outcome">The place of the variable that may be missing not at random.</param>
    /// <param name="shifted">Per row whether the delta applies: all, or one arm's participants only.</param>
    /// <param name="deltas">In the outcome's unit; include 0, which is missing at random.</param>
    /// <param name="analyse">Analyses one completed data set, [variable][row].</param>
    /// <param name="completeDf">Degrees of freedom of that analysis without missing data.</param>
    /// <param name="imputations">m.</param>
    /// <param name="seed">Written down with the result.</param>
    /// <param name="level">Confidence level.</param>
    public static IReadOnlyList<DeltaScenario> Run(
        IReadOnlyList<ImputationVariable> variables, int outcome, bool[] shifted, IReadOnlyList<double> deltas,
        Func<double[][], CompletedAnalysis> analyse, double completeDf, int imputations, ulong seed, double level = 0.95)
    {
        if (outcome < 0 || outcome >= variables.Count)
            throw new InputException(nameof(outcome), $"{outcome} is not the place of one of {variables.Count} variables");
        Require.SameLength(variables[outcome].Values.Length, shifted.Length, nameof(shifted));
        return deltas.Select(delta =>
        {
            var assumed = variables.ToArray();
            assumed[outcome] = variables[outcome] with { Delta = Array.ConvertAll(shifted, here => here ? delta : 0) };
            var results = Array.ConvertAll(ChainedEquations.Impute(assumed, imputations, seed), data => analyse(data));
            return new DeltaScenario(delta, RubinsRules.Pool(
                Array.ConvertAll(results, r => r.Estimate), Array.ConvertAll(results, r => r.Variance), completeDf, level));
        }).ToArray();
    }

    /// <summary>The delta nearest zero at which the conclusion changes: the interval begins, or ceases, to hold zero.</summary>
    /// <param name="scenarios">At several deltas, zero among them.</param>
    /// <returns>By straight lines between neighbouring deltas; none if the conclusion holds over all of them.</returns>
    /// <exception cref="InputException">No scenario at delta zero, or one without an interval.</exception>
    public static Number TippingPoint(IReadOnlyList<DeltaScenario> scenarios)
    {
        var sorted = scenarios.OrderBy(s => s.Delta).ToArray();
        var start = Array.FindIndex(sorted, s => s.Delta == 0);
        if (start < 0) throw new InputException(nameof(scenarios), "none has delta zero, which the others are compared with");
        if (Array.Exists(sorted, s => s.Pooled.Interval is null))
            throw new InputException(nameof(scenarios), "one has no interval");
        var margin = MarginOf(sorted[start].Pooled.Interval!.Value);
        var up = FirstCrossing(sorted[start..], margin);
        var down = FirstCrossing(sorted[..(start + 1)].Reverse().ToArray(), margin);
        var nearest = new[] { up, down }.Where(x => x.HasValue).OrderBy(x => Math.Abs(x!.Value)).FirstOrDefault();
        return nearest ?? Number.None("the conclusion holds over all deltas given");
    }

    /// <summary>What must keep its sign for the conclusion at delta zero to stand.</summary>
    static Func<Interval, double> MarginOf(Interval atZero) =>
        atZero.Lower > 0 ? i => i.Lower
        : atZero.Upper < 0 ? i => -i.Upper
        : i => Math.Max(i.Lower, -i.Upper);

    static double? FirstCrossing(DeltaScenario[] path, Func<Interval, double> margin)
    {
        for (var i = 1; i < path.Length; i++)
        {
            double before = margin(path[i - 1].Pooled.Interval!.Value), after = margin(path[i].Pooled.Interval!.Value);
            if (before > 0 == after > 0) continue;
            return path[i - 1].Delta + (path[i].Delta - path[i - 1].Delta) * before / (before - after);
        }
        return null;
    }
}
