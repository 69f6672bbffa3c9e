using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Plans;

/// <summary>
/// What a plan must say for its study to be analysable, and for its two estimands to stay apart. The codes are those of
/// <c>docs/how-to/study-file.md</c>.
/// </summary>
static class PlanRules
{
    public static IEnumerable<Fault> Check(StudyDefinition study, Func<string, string, InstrumentDefinition?> find)
    {
        var look = new PlanLookup(study, find);
        return
        [
            .. study.Plan.Confidence is <= 0.5 or >= 1
                ? [new Fault("plan.confidence", "out_of_range", "The confidence of intervals lies between 0.5 and 1, for instance 0.95.")]
                : Array.Empty<Fault>(),
            .. OutcomeRules.Check(look), .. FamilyRules.Check(study.Plan), .. Contrasts(look), .. AdjustmentRules.Check(look),
            .. MissingRules.Check(look), .. SensitivityRules.Check(look), .. EquivalenceRules.Check(look), .. ModeratorRules.Check(look),
            .. SubgroupRules.Check(look),
        ];
    }

    static IEnumerable<Fault> Contrasts(PlanLookup look)
    {
        var contrasts = look.Plan.Contrasts;
        return
        [
            .. contrasts.SelectMany((c, i) => look.Pair(c.Arm, c.Comparator, $"plan.contrasts[{i}]")),
            .. StudyRules.Repeated(contrasts.Select(c => PlanLookup.Unordered(c.Arm, c.Comparator)), i => $"plan.contrasts[{i}]"),
        ];
    }
}
