using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Statistics.Multiplicity;

namespace Outcomes.Jobs.Analyses;

/// <summary>P values adjusted over all contrasts of all outcomes of a family; an outcome without a family is one of its own.</summary>
static class Families
{
    public static IReadOnlyList<OutcomeResult> Adjust(PlanDefinition plan, IReadOnlyList<OutcomeResult> outcomes)
    {
        if (plan.Multiplicity is not { } method) return outcomes;
        var family = plan.Outcomes.ToDictionary(o => o.Id, o => (o.Family, o.Family is null ? o.Id : null));
        var adjusted = outcomes.GroupBy(o => family[o.Id]).SelectMany(together => Adjust(method, [.. together])).ToDictionary(o => o.Id);
        return [.. outcomes.Select(o => adjusted[o.Id])];
    }

    static IEnumerable<OutcomeResult> Adjust(Multiplicity method, List<OutcomeResult> family)
    {
        double[] p = [.. family.SelectMany(o => o.Contrasts).Select(c => c.P.Value ?? double.NaN)];
        var adjusted = new Queue<Statistics.Number>(method switch
        {
            Multiplicity.Holm => Adjusted.Holm(p),
            Multiplicity.Hochberg => Adjusted.Hochberg(p),
            _ => Adjusted.BenjaminiHochberg(p),
        });
        foreach (var outcome in family)
            yield return outcome with { Contrasts = [.. outcome.Contrasts.Select(c => c with { AdjustedP = adjusted.Dequeue().ToQuantity() })] };
    }
}
