namespace Outcomes.Oracle.Kinds;

/// <summary>Which kind of case is answered by what. A kind is the first word of the case's name; it is one file here and one line below.</summary>
public static class AllKinds
{
    public static readonly IReadOnlyDictionary<string, Action<Case, Answers>> ByName = new Dictionary<string, Action<Case, Answers>>
    {
        ["ancova"] = Ancova.Answer,
        ["cr2"] = ClusterRobustErrors.Answer,
        ["desc"] = Desc.Answer,
        ["icc"] = Icc.Answer,
        ["kappa"] = Kappa.Answer,
        ["kripp"] = Kripp.Answer,
        ["lmm"] = MixedModels.Answer,
        ["long"] = MixedModels.Answer,
        ["meta"] = Meta.Answer,
        ["mi"] = Mi.Answer,
        ["mod"] = Moderated.Answer,
        ["multiplicity"] = Multiplicity.Answer,
        ["nist"] = Nist.Answer,
        ["paired"] = Paired.Answer,
        ["rci"] = Rci.Answer,
        ["rel"] = Rel.Answer,
        ["resample"] = Resample.Answer,
        ["sites"] = Sites.Answer,
        ["tost"] = Tost.Answer,
        ["twogroup"] = TwoGroup.Answer,
    };
}
