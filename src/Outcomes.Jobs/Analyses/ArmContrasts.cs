using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Statistics.Change;
using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.Missing;
using Outcomes.Statistics.Models;

namespace Outcomes.Jobs.Analyses;

/// <summary>Two arms compared.</summary>
sealed record Compared(int N, int NComparator, int Clusters, Coefficient Difference)
{
    public static Compared None(ModelData rows, string arm, string comparator) => Of(rows, arm, comparator, Coefficient.None(arm, "not estimable"));

    public static Compared Of(ModelData rows, string arm, string comparator, Coefficient difference) =>
        new(rows.In(arm), rows.In(comparator), rows.SchoolsOf(arm, comparator), difference);
}

/// <summary>
/// Arms compared at To, adjusted for the score at From and the plan's covariates (ANCOVA), by the plan's clustering and its way with
/// missing scores. The equivalence and the sensitivity analyses start from the same estimates.
/// </summary>
sealed class ArmContrasts
{
    readonly PlanRun _run;
    readonly OutcomeData _outcome;
    readonly ModelData _complete;
    readonly MissingData _missing;

    public ArmContrasts(PlanRun run, OutcomeData outcome, ModelData data)
    {
        (_run, _outcome, Data) = (run, outcome, data);
        Imputed = new(run, outcome, Data);
        _complete = Data.Complete();
        var dropped = outcome.People.Count(p => p.Finished) - _complete.Count;
        if (dropped > 0 && run.Plan.Missing.Method == MissingMethod.CompleteCases) run.Deviations.Add("covariate_missing", outcome.Planned.Id, dropped);
        _missing = CanImpute() ? run.Plan.Missing : MissingData.Complete;
    }

    public ModelData Data { get; }

    public Imputations Imputed { get; }

    public ArmContrast Of(Contrast contrast)
    {
        var compared = Primary(contrast.Arm, contrast.Comparator);
        var (difference, method) = (compared.Difference, _run.IsClustered ? "ancova_cr2" : "ancova_ols");
        return new(contrast.Arm, contrast.Comparator, _missing.Method == MissingMethod.MultipleImputation ? method + "_mi" : method,
            Quantity.Of(compared.N), Quantity.Of(compared.NComparator), Quantity.Of(compared.Clusters),
            difference.ToEstimate(), difference.Df.ToQuantity(), difference.P.ToQuantity(), Standardised(contrast, difference));
    }

    /// <summary>As the plan's primary analysis has it; what it cannot tell is noted.</summary>
    public Compared Primary(string arm, string comparator)
    {
        var compared = _missing.Method == MissingMethod.MultipleImputation
            ? Pooled(Imputed.Of(_missing.Imputations, _missing.Seed), arm, comparator) : Complete(arm, comparator);
        Note(compared ?? Compared.None(_complete, arm, comparator), arm, comparator);
        return compared ?? Compared.None(_complete, arm, comparator);
    }

    public Compared? Complete(string arm, string comparator) => One(_complete, arm, comparator);

    /// <summary>Rubin's rules over completed data; degrees of freedom without missing scores: the mean over them, since CR2's differ a little.</summary>
    public Compared? Pooled(IReadOnlyList<ModelData> completed, string arm, string comparator)
    {
        var each = completed.Select(rows => One(rows, arm, comparator)).ToList();
        if (each.Any(one => one is null)) return null;
        var tests = each.Select(one => one!.Difference).ToList();
        if (!tests.TrueForAll(t => t.T.Exists && t.Df.Exists)) return each[0]! with { Difference = Coefficient.None(arm, "no standard error") with { Estimate = Mean(tests) } };
        var pooled = RubinsRules.Pool([.. tests.Select(t => t.Estimate.Value)], [.. tests.Select(t => t.StandardError.Value * t.StandardError.Value)],
            tests.Average(t => t.Df.Value), _run.Plan.Confidence);
        return each[0]! with { Difference = new(arm, pooled.Estimate, pooled.StandardError, pooled.Df, pooled.T, pooled.P, pooled.Interval) };
    }

    static Statistics.Number Mean(List<Coefficient> tests) =>
        tests.TrueForAll(t => t.Estimate.Exists) ? tests.Average(t => t.Estimate.Value) : tests.Find(t => !t.Estimate.Exists)!.Estimate;

    Compared? One(ModelData rows, string arm, string comparator)
    {
        if (rows.In(arm) == 0 || rows.In(comparator) == 0) return null;
        if (_run.Deviations.Try(() => AdjustedModel.Ancova(rows, _run.IsClustered), "model_not_fitted", _outcome.Planned.Id, "ancova") is not { } model) return null;
        var difference = model.Difference(arm, comparator, _run.Plan.Confidence);
        return Compared.Of(rows, arm, comparator, _run.IsClustered && !rows.HasSchools(arm, comparator)
            ? Coefficient.None(arm, "an arm has one school") with { Estimate = difference.Estimate } : difference);
    }

    bool CanImpute() => _run.Plan.Missing is { Method: MissingMethod.MultipleImputation } m
        && _run.Deviations.Try(() => Imputed.Of(m.Imputations, m.Seed), "imputation_not_possible", _outcome.Planned.Id) is not null;

    void Note(Compared compared, string arm, string comparator)
    {
        if (!compared.Difference.Estimate.Exists)
            _run.Deviations.Add("contrast_not_estimable", _outcome.Planned.Id, arm, comparator, compared.N, compared.NComparator);
        else if (!compared.Difference.P.Exists)
            _run.Deviations.Add(_run.IsClustered ? "cluster_robust_not_possible" : "contrast_not_testable", _outcome.Planned.Id, arm, comparator, compared.Clusters);
    }

    /// <summary>Divided by the two arms' pooled SD at From of those who finished, with Hedges' exact correction; the interval is the difference's, scaled.</summary>
    Estimate Standardised(Contrast contrast, Coefficient difference)
    {
        Moments Start(string arm) => Moments.Of([.. _outcome.People.Where(p => p.Finished && p.Who.Arm == arm).Select(p => p.Pre)]);
        var (a, b) = (Start(contrast.Arm), Start(contrast.Comparator));
        var df = a.N + b.N - 2;
        if (!difference.Estimate.Exists || !a.Variance.Exists || !b.Variance.Exists || EffectSize.Hedges(df) is not { Exists: true } j) return Estimate.None(Absence.Undefined);
        var sd = Math.Sqrt(((a.N - 1) * a.Variance.Value + (b.N - 1) * b.Variance.Value) / df);
        if (!(sd > 0)) return Estimate.None(Absence.Undefined);
        return new Estimate((difference.Estimate.Value * j.Value / sd).ToQuantity(), Quantities.Undefined, Quantities.Undefined).With(difference.Interval?.Times(j.Value / sd));
    }
}
