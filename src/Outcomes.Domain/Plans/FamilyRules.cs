namespace Outcomes.Domain.Plans;

/// <summary>Outcomes whose p-values are adjusted together: several of one estimand, and a method by which.</summary>
static class FamilyRules
{
    public static IEnumerable<Fault> Check(PlanDefinition plan)
    {
        var members = plan.Outcomes.Select((o, i) => (Outcome: o, At: $"plan.outcomes[{i}].family")).Where(m => m.Outcome.Family is { Length: > 0 }).ToList();
        var families = members.GroupBy(m => m.Outcome.Family, StringComparer.Ordinal).ToList();
        return
        [
            .. plan.Multiplicity is null
                ? members.Select(m => new Fault(m.At, "needs_the_other", "A family needs the plan's multiplicity: by which method its p-values are adjusted."))
                : [],
            .. plan.Multiplicity is not null && plan.Outcomes.All(o => o.Family is null)
                ? [new Fault("plan.multiplicity", "needs_the_other", "No outcome is of a family, so there is nothing to adjust together.")]
                : Array.Empty<Fault>(),
            .. families.Where(f => f.Count() == 1)
                .Select(f => new Fault(f.First().At, "family_of_one", "A family has several outcomes: leave it out where an outcome stands alone.")),
            .. families.SelectMany(f => f.Where(m => Differs(m.Outcome.Estimand, f.First().Outcome.Estimand)))
                .Select(m => new Fault(m.At, "mixed_estimands", "A family is of one estimand: change within sessions and over the course are never mixed.")),
        ];
    }

    static bool Differs(Estimand one, Estimand other) => one != other && Enum.IsDefined(one) && Enum.IsDefined(other);
}
