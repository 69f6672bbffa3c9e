using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Plans;

/// <summary>Each outcome is of a scale that is measured at both of its timepoints, and these fit its estimand.</summary>
static class OutcomeRules
{
    /// <summary>What a scale can stand for: each is a key of the reports' texts.</summary>
    public static readonly IReadOnlyList<string> Domains = ["emotional_regulation", "stress", "anxiety", "social_interaction", "wellbeing"];

    public static IEnumerable<Fault> Check(PlanLookup look) =>
    [
        .. StudyRules.Repeated(look.Plan.Outcomes.Select(o => o.Id), i => $"plan.outcomes[{i}].id"),
        .. SameTwice(look.Plan.Outcomes),
        .. look.Plan.Outcomes.SelectMany((outcome, i) => Outcome(look, outcome, $"plan.outcomes[{i}]")),
    ];

    static IEnumerable<Fault> SameTwice(IReadOnlyList<PlannedOutcome> outcomes)
    {
        var whole = outcomes.Select((o, i) => (o, i))
            .Where(x => x.o is { Instrument: not "", Scale: not "", From: not "", To: not "" }).ToList();
        return StudyRules.Repeated(whole.Select(x => (x.o.Instrument, x.o.Scale, x.o.From, x.o.To)), i => $"plan.outcomes[{whole[i].i}]");
    }

    static IEnumerable<Fault> Outcome(PlanLookup look, PlannedOutcome outcome, string at) =>
    [
        .. outcome.Domain.Length == 0 || Domains.Contains(outcome.Domain) ? Array.Empty<Fault>()
            : [new Fault($"{at}.domain", "not_listed", $"One of these is expected here: {string.Join(", ", Domains)}.")],
        .. look.Scale(outcome.Instrument, outcome.Scale, at),
        .. look.Time(outcome.Instrument, outcome.From, $"{at}.from"), .. look.Time(outcome.Instrument, outcome.To, $"{at}.to"),
        .. Estimand(look, outcome, at),
        .. outcome.ReliableChange is { } rule ? ReliableChange(rule, look.ScaleOf(outcome), $"{at}.reliable_change") : [],
    ];

    static IEnumerable<Fault> Estimand(PlanLookup look, PlannedOutcome outcome, string at)
    {
        if (look.Timepoint(outcome.From) is not { } from || look.Timepoint(outcome.To) is not { } to || !Enum.IsDefined(outcome.Estimand)) return [];
        var (first, last) = outcome.Estimand == Plans.Estimand.SessionChange
            ? (TimepointKind.BeforeSession, TimepointKind.AfterSession)
            : (TimepointKind.Course, TimepointKind.Course);
        return
        [
            .. Kind(from, first, $"{at}.from"), .. Kind(to, last, $"{at}.to"),
            .. from.Week >= to.Week ? [new Fault($"{at}.to", "not_later", "Change runs from an earlier timepoint to a later one.")] : Array.Empty<Fault>(),
        ];
    }

    static IEnumerable<Fault> Kind(Timepoint timepoint, TimepointKind expected, string at) =>
        timepoint.Kind == expected || !Enum.IsDefined(timepoint.Kind) ? []
            : [new Fault(at, "wrong_kind", $"This estimand needs a timepoint of kind {EnumNames<TimepointKind>.Of(expected)} here.")];

    static IEnumerable<Fault> ReliableChange(ReliableChangeRule rule, Scale? scale, string at)
    {
        if (rule.Reliability is <= 0 or >= 1)
            yield return new Fault($"{at}.reliability", "out_of_range", "A reliability lies between 0 and 1.");
        if (rule.Reliability is null != rule.ReliabilitySource is null)
            yield return new Fault($"{at}.reliability_source", "needs_the_other", "A fixed reliability and its source stand together.");
        if (scale?.Direction == Direction.Neither)
            yield return new Fault(at, "no_direction", "Neither direction of the scale is better, so nobody can be called improved.");
        if (rule.Norm is not { } norm) yield break;
        if (norm.Sd <= 0) yield return new Fault($"{at}.norm.sd", "not_positive", "A standard deviation is above zero.");
        if (norm.Mean < scale?.Min || norm.Mean > scale?.Max)
            yield return new Fault($"{at}.norm.mean", "out_of_range", "A norm's mean lies within the scale's range.");
    }
}
