using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Plans;

/// <summary>People can be told apart by what they are grouped by.</summary>
static class SubgroupRules
{
    public static IEnumerable<Fault> Check(PlanLookup look)
    {
        var groupings = look.Plan.Subgroups.Select((by, i) => (By: by, At: $"plan.subgroups[{i}].by")).Where(g => Enum.IsDefined(g.By)).ToList();
        return
        [
            .. StudyRules.Repeated(groupings.Select(g => g.By), i => groupings[i].At),
            .. groupings.SelectMany(g => g.By switch
            {
                Grouping.Language => look.NeedsLevels(look.SeveralLanguages, g.At, "language"),
                Grouping.District => look.NeedsLevels(look.SeveralDistricts, g.At, "district"),
                _ => look.Study.Arms.All(a => a.Delivery is Delivery.None or Delivery.InPerson)
                    ? [new Fault(g.At, "no_sessions", "No arm of the study has sessions over a connection.")] : [],
            }),
        ];
    }
}
