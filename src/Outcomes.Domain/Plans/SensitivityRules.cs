using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Plans;

/// <summary>Each sensitivity analysis differs from the primary one and from the others, and has what it needs to be run.</summary>
static class SensitivityRules
{
    public static IEnumerable<Fault> Check(PlanLookup look)
    {
        var kinds = look.Plan.Sensitivity.Select((s, i) => (s.Kind, i)).Where(x => Enum.IsDefined(x.Kind)).ToList();
        return
        [
            .. look.NeedsContrast(look.Plan.Sensitivity.Count, "plan.sensitivity"),
            .. StudyRules.Repeated(kinds.Select(x => x.Kind), i => $"plan.sensitivity[{kinds[i].i}].kind"),
            .. kinds.SelectMany(x => Analysis(look, look.Plan.Sensitivity[x.i], $"plan.sensitivity[{x.i}]")),
        ];
    }

    static IEnumerable<Fault> Analysis(PlanLookup look, PlannedSensitivity analysis, string at)
    {
        var imputes = analysis.Kind is SensitivityKind.MultipleImputation or SensitivityKind.DeltaAdjusted;
        var draws = imputes || analysis.Kind == SensitivityKind.PermutationTest;
        return
        [
            .. MissingRules.Drawing(imputes, draws, analysis.Imputations, analysis.Seed, at),
            .. PlanLookup.Belongs(analysis.Kind == SensitivityKind.DeltaAdjusted, analysis.Deltas.Count > 0, $"{at}.deltas"),
            .. Deltas(look, analysis.Deltas, at),
            .. Possible(look, analysis.Kind, $"{at}.kind"),
        ];
    }

    /// <summary>In points of each course outcome's scale, so no larger than the shortest of them.</summary>
    static IEnumerable<Fault> Deltas(PlanLookup look, IReadOnlyList<double> deltas, string at)
    {
        var most = look.CourseOutcomes.Select(look.ScaleOf).Min(scale => scale?.Max - scale?.Min);
        return
        [
            .. StudyRules.Repeated(deltas.Where(double.IsFinite), i => $"{at}.deltas[{i}]"),
            .. deltas.Select((delta, i) => (delta, i)).Where(d => Math.Abs(d.delta) > most)
                .Select(d => new Fault($"{at}.deltas[{d.i}]", "out_of_range", "A delta is in points of the outcome's scale, and this is more than its whole range.")),
        ];
    }

    static IEnumerable<Fault> Possible(PlanLookup look, SensitivityKind kind, string at)
    {
        var primary = look.Plan.Missing.Method;
        if ((kind, primary) is (SensitivityKind.CompleteCases, MissingMethod.CompleteCases) or (SensitivityKind.MultipleImputation, MissingMethod.MultipleImputation))
            yield return new Fault(at, "same_as_primary", "The primary analysis does this already.");
        if (kind == SensitivityKind.MixedModel && look.OneSchool)
            yield return new Fault(at, "one_school", "A model with schools as random effects needs several schools.");
        if (kind == SensitivityKind.PermutationTest && look.Study.Allocation.Unit == AllocationUnit.None)
            yield return new Fault(at, "not_allocated", "Nobody was given to an arm in this study, so arms cannot be given anew.");
    }
}
