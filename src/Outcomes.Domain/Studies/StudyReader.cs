using System.Text.Json;
using Outcomes.Domain.CheckIns;
using Outcomes.Domain.Consents;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Releases;

namespace Outcomes.Domain.Studies;

/// <summary>
/// Reads <c>study.json</c>, or says everything that is wrong with it: first each member's form (here), then what the members say
/// together (<see cref="StudyRules"/>, <see cref="PlanRules"/>). The form is described in <c>docs/how-to/study-file.md</c>.
/// </summary>
public static class StudyReader
{
    /// <param name="findInstrument">By id and version, for instance <see cref="InstrumentCatalogue.Find"/>.</param>
    public static Checked<StudyDefinition> Read(ReadOnlyMemory<byte> utf8, Func<string, string, InstrumentDefinition?> findInstrument) =>
        JsonText.Read(utf8, root => Read(root, findInstrument));

    /// <param name="findInstrument">By id and version, for instance <see cref="InstrumentCatalogue.Find"/>.</param>
    public static Checked<StudyDefinition> Read(JsonElement root, Func<string, string, InstrumentDefinition?> findInstrument)
    {
        var faults = new List<Fault>();
        var study = JsonObjectReader.Read(root, "", faults, Study);
        faults.AddRange(StudyRules.Check(study, findInstrument));
        faults.AddRange(PlanRules.Check(study, findInstrument));
        if (faults.Count > 0) return Checked<StudyDefinition>.Bad(faults);
        return Checked<StudyDefinition>.Good(study with
        {
            Hash = CanonicalJson.Hash(root),
            Plan = study.Plan with { Hash = CanonicalJson.Hash(root.GetProperty("plan")) },
        });
    }

    static StudyDefinition Study(JsonObjectReader json) => new()
    {
        Id = json.Id(),
        Version = json.Version(),
        Hash = "",
        Title = json.Map("title", (map, language) => map.Text(language)),
        Synthetic = json.Flag("synthetic"),
        DataSource = json.Text("data_source"),
        Population = json.OneOf<Population>("population"),
        Languages = json.Texts("languages"),
        Allocation = json.Object("allocation", a => new Allocation(a.OneOf<AllocationUnit>("unit"), a.Flag("randomized"))),
        Arms = json.List("arms", a => new Arm(a.Id(), a.Text("title"), a.OneOf<Delivery>("delivery"), a.OneOf<ArmRole>("role"))),
        Timepoints = json.List("timepoints", Timepoint),
        Districts = json.List("districts", District),
        Instruments = json.List("instruments", u => new InstrumentUse(u.Id("instrument"), u.Version(), u.Texts("timepoints")) { DoubleEntry = u.OptionalFlag("double_entry") ?? false }),
        Plan = json.Object("plan", Plan),
        Disclosure = json.OptionalObject("disclosure", Disclosure) ?? DisclosurePolicy.Outside,
        Consent = json.OptionalObject("consent", ConsentPolicyReader.Read),
        Distress = json.OptionalList("distress", DistressRules.Read),
    };

    /// <remarks>Its rules stand here: a stand-in for an unreadable threshold is 0, which would hide nothing, and so may never pass a rule.</remarks>
    static DisclosurePolicy Disclosure(JsonObjectReader json)
    {
        var policy = new DisclosurePolicy(
            json.OptionalInteger("smallest_count") ?? DisclosurePolicy.Outside.SmallestCount, json.OptionalFlag("schools_named") ?? false)
        {
            PercentStep = json.OptionalInteger("percent_step") ?? DisclosurePolicy.Outside.PercentStep,
        };
        if (json.Sound && policy.SmallestCount is < DisclosurePolicy.LeastCount or > DisclosurePolicy.MostCount)
            json.Fault("smallest_count", "out_of_range", "The smallest count that is shown is between 5 and 50.");
        if (json.Sound && policy.PercentStep is not (1 or 5 or 10))
            json.Fault("percent_step", "out_of_range", "Percentages are rounded to 1, 5 or 10.");
        return policy;
    }

    static Timepoint Timepoint(JsonObjectReader json) => new(
        json.Id(), json.Text("title"), json.OneOf<TimepointKind>("kind"), json.OptionalInteger("week"));

    static District District(JsonObjectReader json) => new(
        json.Id(), json.Text("title"), json.List("schools", s => new School(s.Id(), s.Text("title"))));

    static PlanDefinition Plan(JsonObjectReader json) => new()
    {
        Version = json.Version(),
        Hash = "",
        Confidence = json.Number("confidence"),
        Outcomes = json.List("outcomes", Outcome),
        Contrasts = json.OptionalList("contrasts", c => new Contrast(c.Text("arm"), c.Text("comparator"))),
        Multiplicity = json.OptionalOneOf<Multiplicity>("multiplicity"),
        Covariates = json.OptionalList("covariates", c => new PlannedCovariate(
            c.Id(), c.OneOf<CovariateSource>("source"), c.OptionalText("instrument"), c.OptionalText("scale"), c.OptionalText("timepoint"))),
        Clustering = json.OptionalOneOf<Clustering>("clustering"),
        Missing = json.OptionalObject("missing", m => new MissingData(
            m.OneOf<MissingMethod>("method"), m.OptionalInteger("imputations"), m.OptionalInteger("seed"))) ?? MissingData.Complete,
        Sensitivity = json.OptionalList("sensitivity", s => new PlannedSensitivity(
            s.OneOf<SensitivityKind>("kind"), s.OptionalInteger("imputations"), s.OptionalInteger("seed"), s.OptionalNumbers("deltas"))),
        Equivalence = json.OptionalList("equivalence", e => new PlannedEquivalence(
            e.Text("outcome"), e.Text("arm"), e.Text("comparator"), e.Number("margin"))),
        Moderators = json.OptionalList("moderators", m => new PlannedModerator(
            m.Id(), m.OneOf<ModeratorKind>("by"), m.Text("outcome"), m.OptionalText("arm"), m.OptionalText("comparator"))),
        Subgroups = json.OptionalList("subgroups", g => g.OneOf<Grouping>("by")),
    };

    static PlannedOutcome Outcome(JsonObjectReader json) => new(
        json.Id(), json.OneOf<OutcomeRole>("role"), json.OneOf<Estimand>("estimand"), json.Text("domain"),
        json.Text("instrument"), json.Text("scale"), json.Text("from"), json.Text("to"),
        json.OptionalObject("reliable_change", ReliableChange), json.OptionalText("family"));

    static ReliableChangeRule ReliableChange(JsonObjectReader json) => new(
        json.OptionalNumber("reliability"), json.OptionalText("reliability_source"),
        json.OptionalObject("norm", n => new PlannedNorm(n.Number("mean"), n.Number("sd"), n.Text("source"), n.Flag("confirmed"))));
}
