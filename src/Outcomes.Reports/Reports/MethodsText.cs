using Outcomes.Domain.Analyses;
using Outcomes.Domain.Consents;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;

namespace Outcomes.Reports.Reports;

/// <summary>
/// The methods of a paper, written from the plan and from what was run: every sentence is there because something was planned or done,
/// and names by which <see cref="References"/> it stands.
/// </summary>
public sealed class MethodsText
{
    readonly ReportContext _c;
    readonly List<string> _sentences = [];
    readonly List<string> _used = [];

    MethodsText(ReportContext c) => _c = c;

    PlanDefinition Plan => _c.Result.Plan;
    bool IsClustered => _c.Outcomes.SelectMany(o => o.Contrasts).Any(k => k.Method.StartsWith("ancova_cr2", StringComparison.Ordinal));

    /// <summary>Headed paragraphs, and the codes of all methods that they name, in the order of naming.</summary>
    public static (IReadOnlyList<(string Heading, string Text)> Paragraphs, IReadOnlyList<string> Methods) Of(ReportContext c)
    {
        var text = new MethodsText(c);
        (string, Action)[] parts = [("design", text.Design), ("measures", text.Measures), ("analysis", text.Analysis), ("further", text.Further), ("software", text.Software)];
        List<(string, string)> paragraphs = [];
        foreach (var (heading, write) in parts)
        {
            text._sentences.Clear();
            write();
            if (text._sentences.Count > 0) paragraphs.Add((c.T[$"methods.{heading}.heading"], c.T.Sentences(text._sentences)));
        }
        return (paragraphs, [.. text._used.Distinct()]);
    }

    void Say(string key, params ReadOnlySpan<(string Name, string Value)> values) => _sentences.Add(_c.T[$"methods.{key}", values]);

    /// <summary>Cites methods, and notes that they were used.</summary>
    string Cite(params string[] methods)
    {
        _used.AddRange(methods);
        return References.Cite(methods);
    }

    void Design()
    {
        var study = _c.Study;
        if (study.Arms.Count == 1) Say("design.one", ("n", Enrolled()), ("who", _c.Who("who")));
        else
            Say($"design.{(study.Allocation.Randomized ? "lot" : "other")}.{study.Allocation.Unit.ToString().ToLowerInvariant()}", ("n", Enrolled()), ("who", _c.Who("who")),
                ("schools", _c.T.Count("schools.count", study.Schools)), ("arms", _c.List(study.Arms.Select(Arm))));
        if (study.Schools > 1 && study.Allocation.Unit == AllocationUnit.School) Say("flow.clusters", ("cite", Cite("consort", "consort_cluster")));
        else Say("flow", ("cite", Cite("consort")));
        Say(study.Consent is null ? "consent.elsewhere" : study.Consent.Contains(ConsentPurpose.Reporting) ? "consent.reporting" : "consent.research");
        if (_c.Result.Standing is { LockedUtc: { } locked } standing)
            Say(standing.Amendments.Count == 0 ? "plan.locked" : "plan.amended", ("version", Plan.Version), ("date", _c.T.Date(locked)), ("amendments", _c.T.Count("methods.amendments", standing.Amendments.Count)));
        else Say("plan.draft");
    }

    string Enrolled() => _c.T.Number(_c.Result.Flow.Sum(f => f.Enrolled.Value ?? 0));

    string Arm(Arm arm) => arm.Delivery == Delivery.None ? arm.Title : _c.T["methods.arm", ("arm", arm.Title), ("delivery", _c.DeliveryName(arm.Delivery))];

    void Measures()
    {
        foreach (var estimand in new[] { Estimand.CourseChange, Estimand.SessionChange })
            foreach (var role in new[] { OutcomeRole.Primary, OutcomeRole.Secondary })
                if (_c.Outcomes.Where(o => o.Estimand == estimand && o.Role == role).ToList() is { Count: > 0 } outcomes)
                    Say($"outcomes.{role.ToString().ToLowerInvariant()}.{(estimand == Estimand.CourseChange ? "course" : "session")}",
                        ("outcomes", _c.List(outcomes.Select(o => _c.T["methods.outcome", ("scale", o.ScaleTitle), ("instrument", _c.InstrumentOf(o).ShortTitle)]))),
                        ("from", _c.TimepointTitle(outcomes[0].From)), ("to", _c.TimepointTitle(outcomes[0].To)));
        if (_c.Outcomes.Select(o => o.Estimand).Distinct().Count() > 1) Say("estimands.apart");
        Say("instruments", ("instruments", string.Join("; ", _c.Result.Provenance.Instruments.Select(i => _c.T[i.Validated ? "methods.instrument" : "methods.instrument.not_validated",
            ("title", i.Title), ("version", i.Version), ("holder", i.LicenceHolder)]))));
        var measured = _c.Outcomes.Select(o => o.Measurement).ToList();
        if (measured.Any(m => m.Alpha.Value.IsKnown)) Say("alpha", ("confidence", _c.Confidence), ("cite", Cite("alpha")));
        if (measured.Any(m => m.Omega.IsKnown)) Say("omega", ("cite", Cite("omega")));
    }

    void Analysis()
    {
        Say("change", ("confidence", _c.Confidence), ("d_z", Cite("d_z")), ("d_av", Cite("d_av")), ("g", Cite("g")));
        if (_c.Outcomes.Any(o => o.ReliableChange is not null)) Say("reliable_change", ("cite", Cite("reliable_change")));
        if (_c.Outcomes.Any(o => o.Distributions.Count > 0)) Say("distribution", ("density", Cite("density")), ("raincloud", Cite("raincloud")));
        if (_c.Outcomes.SelectMany(o => o.Contrasts).Any()) Contrasts();
        else Say("missing.pairs");
    }

    void Contrasts()
    {
        Say("ancova", ("cite", Cite("ancova")), ("contrasts", _c.List(Plan.Contrasts.Select(k => _c.T["methods.against", ("arm", _c.ArmTitle(k.Arm)), ("comparator", _c.ArmTitle(k.Comparator))]))));
        if (Plan.Covariates.Count > 0) Say("covariates", ("covariates", _c.List(Plan.Covariates.Select(CovariateName))));
        if (IsClustered) Say("cr2", ("cite", Cite("cr2")));
        if (Plan.Missing is { Method: MissingMethod.MultipleImputation } missing)
            Say("imputation", ("m", _c.T.Number(missing.Imputations ?? 0)), ("seed", Seed(missing.Seed)), ("cite", Cite("multiple_imputation")), ("df", Cite("barnard_rubin")));
        else Say("missing.complete");
        if (Plan.Multiplicity is { } method)
            Say("multiplicity", ("method", _c.T[$"multiplicity.{Code(method)}"]), ("cite", Cite(Code(method))));
    }

    string CovariateName(PlannedCovariate covariate) => covariate.Source == CovariateSource.Score
        ? _c.T["methods.covariate.score", ("scale", _c.Outcomes.FirstOrDefault(o => o.Instrument == covariate.Instrument && o.Scale == covariate.Scale)?.ScaleTitle ?? $"{covariate.Scale} ({covariate.Instrument})"), ("timepoint", _c.TimepointTitle(covariate.Timepoint!))]
        : _c.T[$"methods.covariate.{covariate.Source.ToString().ToLowerInvariant()}"];

    /// <summary>What stands beside the primary analysis: sensitivity, equivalence, moderators, subgroups, schools.</summary>
    void Further()
    {
        if (Plan.Contrasts.Count > 0 && Plan.Sensitivity.Count > 0)
            Say("sensitivity", ("list", string.Join("; ", Plan.Sensitivity.Select(Sensitivity))));
        foreach (var planned in Plan.Equivalence) SayEquivalence(planned);
        if (Plan.Moderators.Count > 0)
            Say("moderators", ("list", string.Join("; ", Plan.Moderators.Select(Moderator))));
        if (Plan.Moderators.Any(m => m.By != ModeratorKind.Language)) Say("johnson_neyman", ("cite", Cite("johnson_neyman")));
        if (Plan.Subgroups.Count > 0) Say("subgroups", ("list", _c.List(Plan.Subgroups.Select(g => _c.T[$"methods.grouping.{g.ToString().ToLowerInvariant()}"]))));
        if (_c.Outcomes.Any(o => o.SiteSummary is not null))
            Say("sites", ("cite", Cite("site_synthesis")), ("prediction", Cite("prediction_interval")), ("i2", Cite("i_squared")));
    }

    string Sensitivity(PlannedSensitivity planned)
    {
        var code = Code(planned.Kind);
        // Of people or of schools' means: two ways of saying it. Complete cases need no source.
        var clusters = IsClustered && planned.Kind is (SensitivityKind.ChangeScore or SensitivityKind.RankBased) ? ".clusters" : "";
        return _c.T[$"methods.sensitivity.{code}{clusters}", ("cite", planned.Kind == SensitivityKind.CompleteCases ? "" : Cite(code)),
            ("m", _c.T.Number(planned.Imputations ?? 0)), ("seed", Seed(planned.Seed)),
            ("deltas", _c.List(planned.Deltas.Select(d => _c.T.Signed(d, d == Math.Round(d) ? 0 : 1))))];
    }

    void SayEquivalence(PlannedEquivalence planned)
    {
        if (_c.Outcomes.FirstOrDefault(o => o.Id == planned.Outcome) is not { } outcome) return;
        Say("equivalence", ("arm", _c.ArmTitle(planned.Arm)), ("comparator", _c.ArmTitle(planned.Comparator)), ("scale", outcome.ScaleTitle),
            ("margin", _c.T.Number(planned.Margin, 1)), ("alpha", _c.T.WithoutZero(Math.Round(1 - _c.Study.Confidence, 9), 2)), ("cite", Cite("equivalence")));
    }

    string Moderator(PlannedModerator planned)
    {
        var effect = planned is { Arm: { } arm, Comparator: { } other }
            ? _c.T["methods.effect.contrast", ("arm", _c.ArmTitle(arm)), ("comparator", _c.ArmTitle(other))] : _c.T["methods.effect.change"];
        return _c.T["methods.moderator", ("moderator", _c.T[$"methods.moderator.{planned.By.ToString().ToLowerInvariant()}"]), ("effect", effect),
            ("scale", _c.Outcomes.FirstOrDefault(o => o.Id == planned.Outcome)?.ScaleTitle ?? planned.Outcome)];
    }

    void Software()
    {
        var p = _c.Result.Provenance;
        Say("software", ("engine", p.EngineVersion), ("date", _c.T.Date(p.DataThroughUtc)), ("plan", p.PlanHash[..12]), ("snapshot", p.SnapshotHash[..12]), ("confidence", _c.Confidence));
    }

    static string Seed(int? seed) => seed?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";

    /// <summary>An enum's member as the code of a method: <c>benjamini_hochberg</c>.</summary>
    public static string Code<T>(T member) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(member.ToString());
}
