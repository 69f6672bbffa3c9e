namespace Outcomes.Domain.Plans;

/// <summary>What is done about missing scores; and what every analysis needs that draws random numbers.</summary>
static class MissingRules
{
    const int FewestImputations = 5, MostImputations = 1000;

    public static IEnumerable<Fault> Check(PlanLookup look)
    {
        var missing = look.Plan.Missing;
        var imputes = missing.Method == MissingMethod.MultipleImputation;
        return Enum.IsDefined(missing.Method) ? Drawing(imputes, imputes, missing.Imputations, missing.Seed, "plan.missing") : [];
    }

    /// <summary>A number of imputations exactly where something is imputed, a seed exactly where something is drawn.</summary>
    public static IEnumerable<Fault> Drawing(bool imputes, bool draws, int? imputations, int? seed, string at) =>
    [
        .. PlanLookup.Belongs(imputes, imputations is not null, $"{at}.imputations"), .. PlanLookup.Belongs(draws, seed is not null, $"{at}.seed"),
        .. imputes && imputations is < FewestImputations or > MostImputations
            ? [new Fault($"{at}.imputations", "out_of_range", $"From {FewestImputations} to {MostImputations}: about as many as percent of people lack a score.")]
            : Array.Empty<Fault>(),
        .. draws && seed < 0 ? [new Fault($"{at}.seed", "out_of_range", "A seed is a whole number from 0.")] : Array.Empty<Fault>(),
    ];
}
