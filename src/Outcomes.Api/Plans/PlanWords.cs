using System.Globalization;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;
using Outcomes.Reports.Text;

namespace Outcomes.Api.Plans;

/// <summary>One part of what a plan will compute, in words.</summary>
public sealed record PlanPart(string Title, IReadOnlyList<string> Lines);

/// <summary>
/// What a plan will compute, in words for whoever must agree to it. Titles of arms, scales and timepoints are the study's own and marked as such, the
/// rest is of the pages' texts.
/// </summary>
sealed class PlanWords(StudyDefinition study, Func<string, string, InstrumentDefinition?> find, Texts texts)
{
    readonly PlanDefinition _plan = study.Plan;

    /// <summary>In the order in which a plan is read; what it does not ask for is left out.</summary>
    public IReadOnlyList<PlanPart> Parts() =>
    [
        .. new[]
        {
            Part("course", Outcomes(Estimand.CourseChange)), Part("session", Outcomes(Estimand.SessionChange)), Part("contrasts", Contrasts()),
            Part("missing", [Missing(_plan.Missing)]), Part("sensitivity", _plan.Sensitivity.Select(Sensitivity)),
            Part("equivalence", _plan.Equivalence.Select(Equivalence)), Part("moderators", _plan.Moderators.Select(Moderator)),
            Part("subgroups", _plan.Subgroups.Select(by => texts[$"plan.subgroup.{by}"])), Part("intervals", [Intervals()]),
        }.Where(part => part.Lines.Count > 0),
    ];

    PlanPart Part(string key, IEnumerable<string> lines) => new(texts[$"plan.part.{key}"], [.. lines]);

    IEnumerable<string> Outcomes(Estimand estimand) => _plan.Outcomes.Where(o => o.Estimand == estimand).Select(o => texts.Sentences(
    [
        texts[$"plan.outcome.{o.Role}", ("scale", ScaleTitle(o.Instrument, o.Scale)), ("from", Time(o.From)), ("to", Time(o.To))],
        .. o.Family is { } family ? [texts["plan.outcome.family", ("family", family)]] : Array.Empty<string>(),
        .. o.ReliableChange is not null ? [texts["plan.outcome.reliable"]] : Array.Empty<string>(),
    ]));

    IEnumerable<string> Contrasts() => _plan.Contrasts.Count == 0 ? [] :
    [
        .. _plan.Contrasts.Select(c => texts["plan.contrast", ("arm", Arm(c.Arm)), ("comparator", Arm(c.Comparator))]),
        texts["plan.adjusted", ("what", List([texts["plan.adjusted.start"], .. _plan.Covariates.Select(Covariate)]))],
        texts[_plan.Clustering == Clustering.School || (_plan.Clustering is null && study.Allocation.Unit == AllocationUnit.School) ? "plan.clustered" : "plan.not_clustered"],
        .. _plan.Multiplicity is { } method ? [texts["plan.multiplicity", ("method", texts[$"plan.multiplicity.{method}"])]] : Array.Empty<string>(),
    ];

    string Covariate(PlannedCovariate c) => texts[$"plan.covariate.{c.Source}",
        ("scale", c.Source == CovariateSource.Score ? ScaleTitle(c.Instrument!, c.Scale!) : ""), ("timepoint", c.Timepoint is { } at ? Time(at) : "")];

    string Missing(MissingData missing) => texts[$"plan.missing.{missing.Method}", ("imputations", Number(missing.Imputations)), ("seed", Number(missing.Seed))];

    string Sensitivity(PlannedSensitivity s) => texts[$"plan.sensitivity.{s.Kind}",
        ("imputations", Number(s.Imputations)), ("seed", Number(s.Seed)), ("deltas", List([.. s.Deltas.Select(Points)]))];

    string Equivalence(PlannedEquivalence e) => texts["plan.equivalence.of",
        ("outcome", Outcome(e.Outcome)), ("arm", Arm(e.Arm)), ("comparator", Arm(e.Comparator)), ("margin", Points(e.Margin))];

    string Moderator(PlannedModerator m) => m is { Arm: { } arm, Comparator: { } comparator }
        ? texts["plan.moderator.contrast", ("outcome", Outcome(m.Outcome)), ("arm", Arm(arm)), ("comparator", Arm(comparator)), ("by", texts[$"plan.by.{m.By}"])]
        : texts["plan.moderator.change", ("outcome", Outcome(m.Outcome)), ("by", texts[$"plan.by.{m.By}"])];

    string Intervals() => texts["plan.confidence", ("level", texts.Percent(_plan.Confidence * 100, _plan.Confidence * 100 % 1 == 0 ? 0 : 1))];

    string Outcome(string id)
    {
        var outcome = _plan.Outcomes.First(o => o.Id == id);
        return ScaleTitle(outcome.Instrument, outcome.Scale);
    }

    string ScaleTitle(string instrument, string scale)
    {
        var definition = find(instrument, study.Instruments.First(u => u.Instrument == instrument).Version)!;
        return texts["plan.scale", ("scale", StudyWords.Mark(definition.FindScale(scale)!.Title)), ("instrument", StudyWords.Mark(definition.ShortTitle))];
    }

    string Arm(string id) => StudyWords.Mark(study.Arms.First(a => a.Id == id).Title);

    string Time(string id) => StudyWords.Mark(study.Timepoints.First(t => t.Id == id).Title);

    string List(IReadOnlyList<string> items) => items.Count > 1
        ? texts["plan.list", ("items", string.Join(texts["plan.list.comma"], items.SkipLast(1))), ("last", items[^1])] : string.Concat(items);

    /// <summary>With the decimals that the plan gives, up to six.</summary>
    string Points(double value)
    {
        var digits = value.ToString("0.######", CultureInfo.InvariantCulture);
        return texts.Number(value, digits.Contains('.') ? digits.Length - digits.IndexOf('.') - 1 : 0);
    }

    string Number(int? value) => value is { } n ? n.ToString(CultureInfo.InvariantCulture) : "";
}
