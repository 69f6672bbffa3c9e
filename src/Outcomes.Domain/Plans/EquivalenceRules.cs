using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Plans;

/// <summary>An equivalence is of one course outcome and two arms, within a margin that is a distance.</summary>
static class EquivalenceRules
{
    public static IEnumerable<Fault> Check(PlanLookup look)
    {
        var planned = look.Plan.Equivalence;
        return
        [
            .. look.NeedsContrast(planned.Count, "plan.equivalence"),
            .. StudyRules.Repeated(planned.Select(e => (e.Outcome, PlanLookup.Unordered(e.Arm, e.Comparator))), i => $"plan.equivalence[{i}]"),
            .. planned.SelectMany((e, i) => Equivalence(look, e, $"plan.equivalence[{i}]")),
        ];
    }

    static IEnumerable<Fault> Equivalence(PlanLookup look, PlannedEquivalence planned, string at) =>
    [
        .. look.KnownOutcome(planned.Outcome, at),
        .. look.Outcome(planned.Outcome)?.Estimand == Estimand.SessionChange
            ? [new Fault($"{at}.outcome", "wrong_estimand", "Arms are compared on course outcomes only.")] : Array.Empty<Fault>(),
        .. look.Pair(planned.Arm, planned.Comparator, at),
        .. Margin(planned.Margin, look.ScaleOf(look.Outcome(planned.Outcome)), $"{at}.margin"),
    ];

    static IEnumerable<Fault> Margin(double margin, Instruments.Scale? scale, string at)
    {
        if (margin <= 0) yield return new Fault(at, "not_positive", "A margin is a distance to both sides, so it is above zero whichever direction is better.");
        if (margin > scale?.Max - scale?.Min)
            yield return new Fault(at, "out_of_range", "The margin is wider than the scale's whole range: any two arms would be equivalent.");
    }
}
