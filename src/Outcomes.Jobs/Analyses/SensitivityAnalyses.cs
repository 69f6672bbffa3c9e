using Outcomes.Domain;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;
using Outcomes.Statistics.Change;
using Outcomes.Statistics.Models;
using Outcomes.Statistics.Ranks;
using Outcomes.Statistics.Resampling;

namespace Outcomes.Jobs.Analyses;

/// <summary>Every contrast of an outcome computed otherwise, as the plan asks.</summary>
sealed class SensitivityAnalyses(PlanRun run, OutcomeData outcome, ArmContrasts contrasts)
{
    /// <summary>Random arrangements of a permutation test: a p of .05 is settled to .0044 (two standard errors).</summary>
    const int Permutations = 9_999;

    readonly ModelData _finished = contrasts.Data.At([.. Enumerable.Range(0, outcome.People.Count).Where(i => outcome.People[i].Finished)]);

    public IReadOnlyList<SensitivityResult> All() =>
        [.. run.Plan.Sensitivity.SelectMany(planned => run.Plan.Contrasts.SelectMany(contrast => Deltas(planned).Select(delta => One(planned, delta, contrast))))];

    static IEnumerable<double?> Deltas(PlannedSensitivity planned) =>
        planned.Kind == SensitivityKind.DeltaAdjusted ? planned.Deltas.Select(d => (double?)d) : [null];

    SensitivityResult One(PlannedSensitivity planned, double? delta, Contrast contrast)
    {
        run.Cancel.ThrowIfCancellationRequested();
        var (arm, comparator) = (contrast.Arm, contrast.Comparator);
        var compared = run.Deviations.Try(() => Compute(planned, delta, arm, comparator) ?? throw new Statistics.InputException("arm", "empty"),
            "sensitivity_not_possible", outcome.Planned.Id, EnumNames<SensitivityKind>.Of(planned.Kind), arm, comparator);
        if (compared?.Difference.P.Exists == false)
            run.Deviations.Add("sensitivity_not_testable", outcome.Planned.Id, EnumNames<SensitivityKind>.Of(planned.Kind), arm, comparator, compared.Clusters);
        compared ??= Compared.None(_finished, arm, comparator);
        return new(planned.Kind, delta, arm, comparator, Quantity.Of(compared.N), Quantity.Of(compared.NComparator), compared.Difference.ToEstimate(), compared.Difference.P.ToQuantity());
    }

    Compared? Compute(PlannedSensitivity planned, double? delta, string arm, string comparator) => planned.Kind switch
    {
        SensitivityKind.CompleteCases => contrasts.Complete(arm, comparator),
        SensitivityKind.MixedModel => Mixed(arm, comparator),
        SensitivityKind.MultipleImputation => contrasts.Pooled(contrasts.Imputed.Of(planned.Imputations, planned.Seed), arm, comparator),
        SensitivityKind.DeltaAdjusted => contrasts.Pooled(contrasts.Imputed.Of(planned.Imputations, planned.Seed, arm, delta ?? 0), arm, comparator),
        SensitivityKind.ChangeScore => OfChange(arm, comparator, run.IsClustered, (x, y) => TwoGroups.Of(x, y, run.Plan.Confidence).Welch),
        SensitivityKind.RankBased => OfChange(arm, comparator, run.IsClustered, Ranks),
        _ => OfChange(arm, comparator, run.Study.Allocation.Unit == AllocationUnit.School || (run.Study.Allocation.Unit == AllocationUnit.None && run.IsClustered),
            (x, y) => Permuted(x, y, unchecked((ulong)(planned.Seed ?? 0)))),
    };

    /// <summary>A random intercept of school with the fixed effects of the primary model.</summary>
    Compared? Mixed(string arm, string comparator)
    {
        var rows = contrasts.Data.Complete();
        if (rows.In(arm) == 0 || rows.In(comparator) == 0 || !rows.HasSchools(arm, comparator)) return null;
        var design = rows.Design();
        var weights = AdjustedModel.Weights(design, arm, comparator);
        return Compared.Of(rows, arm, comparator, MixedModel.RandomIntercept(design, rows.Post, Clusters.FromLabels(rows.Schools)).Combination(arm, weights, level: run.Plan.Confidence));
    }

    /// <summary>Two samples of change: of people, or of schools' means.</summary>
    Compared? OfChange(string arm, string comparator, bool bySchool, Func<double[], double[], Coefficient> compare)
    {
        var (own, other) = (Changes(arm, bySchool), Changes(comparator, bySchool));
        return own.Length == 0 || other.Length == 0 ? null : Compared.Of(_finished, arm, comparator, compare(own, other));
    }

    double[] Changes(string arm, bool bySchool)
    {
        var people = Enumerable.Range(0, _finished.Count).Where(i => _finished.Arms[i] == arm).Select(i => (School: _finished.Schools[i], Change: _finished.Post[i] - _finished.Pre[i]));
        return bySchool ? [.. people.GroupBy(p => p.School).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Average(p => p.Change))] : [.. people.Select(p => p.Change)];
    }

    Coefficient Ranks(double[] own, double[] other)
    {
        var test = RankSumTest.Of(Rounded(own), Rounded(other));
        return Coefficient.None("", "a rank test has no standard error") with { Estimate = test.MedianDifference, P = test.P, Interval = test.AsR(run.Plan.Confidence).Interval };
    }

    /// <summary>Changes that are equal on paper are to tie.</summary>
    static double[] Rounded(double[] changes) => Array.ConvertAll(changes, x => Math.Round(x, 9));

    static Coefficient Permuted(double[] own, double[] other, ulong seed)
    {
        var result = PermutationTest.TwoGroups(own, other, Permutations, seed, Environment.ProcessorCount);
        return Coefficient.None("", "a permutation test has no standard error") with { Estimate = result.Statistic, P = result.P };
    }
}
