namespace Outcomes.Oracle.Kinds;

/// <summary>Which kind of case is answered by what. A kind is the first word of the case's name; it is one file here and one line below.</summary>
public static class AllKinds
{
    public static readonly IReadOnlyDictionary<string, Action<Case, Answers>> ByName = new Dictionary<string, Action<Case, Answers>>
    {
        ["icc"] = Icc.Answer,
        ["kappa"] = Kappa.Answer,
        ["kripp"] = Kripp.Answer,
        ["meta"] = Meta.Answer,
        ["mi"] = Mi.Answer,
        ["multiplicity"] = Multiplicity.Answer,
        ["nist"] = Nist.Answer,
        ["resample"] = Resample.Answer,
    };
}
