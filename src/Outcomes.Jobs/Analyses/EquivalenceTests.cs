using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Statistics.Change;

namespace Outcomes.Jobs.Analyses;

/// <summary>Whether two arms differ by less than matters, on the primary analysis' difference, with alpha = 1 − the plan's confidence.</summary>
static class EquivalenceTests
{
    public static IReadOnlyList<EquivalenceResult> Of(PlanRun run, OutcomeData outcome, ArmContrasts contrasts) =>
        [.. run.Plan.Equivalence.Where(e => e.Outcome == outcome.Planned.Id).Select(e => Test(run, contrasts, e))];

    static EquivalenceResult Test(PlanRun run, ArmContrasts contrasts, PlannedEquivalence planned)
    {
        var difference = contrasts.Primary(planned.Arm, planned.Comparator).Difference;
        var estimate = Estimate.None(Absence.Undefined) with { Value = difference.Estimate.ToQuantity() };
        var test = run.Deviations.Try(() => Equivalence.Of(difference, planned.Margin, 1 - run.Plan.Confidence), "equivalence_not_testable", planned.Outcome, planned.Arm, planned.Comparator);
        return new(planned.Arm, planned.Comparator, planned.Margin, estimate.With(test?.Interval), difference.Df.ToQuantity(),
            test?.P.ToQuantity() ?? Quantities.Undefined, test?.IsEquivalent);
    }
}
