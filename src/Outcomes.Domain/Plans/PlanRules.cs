using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Plans;

/// <summary>What a plan must say for its study to be analysable, and for its two estimands to stay apart.</summary>
static class PlanRules
{
    /// <summary>What a scale can stand for: each is a key of the reports' texts.</summary>
    public static readonly IReadOnlyList<string> Domains = ["emotional_regulation", "stress", "anxiety", "social_interaction", "wellbeing"];

    public static IEnumerable<Fault> Check(StudyDefinition study, Func<string, string, InstrumentDefinition?> find) =>
    [
        .. study.Plan.Confidence is <= 0.5 or >= 1
            ? [new Fault("plan.confidence", "out_of_range", "The confidence of intervals lies between 0.5 and 1, for instance 0.95.")]
            : Array.Empty<Fault>(),
        .. StudyRules.Repeated(study.Plan.Outcomes.Select(o => o.Id), i => $"plan.outcomes[{i}].id"),
        .. SameTwice(study.Plan.Outcomes),
        .. study.Plan.Outcomes.SelectMany((outcome, i) => Outcome(study, outcome, find, $"plan.outcomes[{i}]")),
        .. Contrasts(study),
    ];

    static IEnumerable<Fault> SameTwice(IReadOnlyList<PlannedOutcome> outcomes)
    {
        var whole = outcomes.Select((o, i) => (o, i))
            .Where(x => x.o is { Instrument: not "", Scale: not "", From: not "", To: not "" }).ToList();
        return StudyRules.Repeated(whole.Select(x => (x.o.Instrument, x.o.Scale, x.o.From, x.o.To)), i => $"plan.outcomes[{whole[i].i}]");
    }

    static IEnumerable<Fault> Outcome(
        StudyDefinition study, PlannedOutcome outcome, Func<string, string, InstrumentDefinition?> find, string at)
    {
        var use = study.Instruments.FirstOrDefault(u => u.Instrument == outcome.Instrument);
        var instrument = use is null ? null : find(use.Instrument, use.Version);
        var scale = instrument?.FindScale(outcome.Scale);
        return
        [
            .. outcome.Domain.Length == 0 || Domains.Contains(outcome.Domain) ? Array.Empty<Fault>()
                : [new Fault($"{at}.domain", "not_listed", $"One of these is expected here: {string.Join(", ", Domains)}.")],
            .. StudyRules.Unknown(
                outcome.Instrument, study.Instruments.Select(u => u.Instrument), $"{at}.instrument", "unknown_instrument", "instrument"),
            .. instrument is null || scale is not null || outcome.Scale.Length == 0 ? Array.Empty<Fault>()
                : [new Fault($"{at}.scale", "unknown_scale", "The instrument has no such scale.")],
            .. Time(study, use, outcome.From, $"{at}.from"), .. Time(study, use, outcome.To, $"{at}.to"),
            .. Estimand(study, outcome, at),
            .. outcome.ReliableChange is { } rule ? ReliableChange(rule, scale, $"{at}.reliable_change") : [],
        ];
    }

    static IEnumerable<Fault> Time(StudyDefinition study, InstrumentUse? use, string id, string at) =>
        study.Timepoints.Any(t => t.Id == id)
            ? use is null || use.Timepoints.Contains(id) ? []
                : [new Fault(at, "not_measured", "The instrument is not used at this timepoint.")]
            : StudyRules.Unknown(id, study.Timepoints.Select(t => t.Id), at, "unknown_timepoint", "timepoint");

    static IEnumerable<Fault> Estimand(StudyDefinition study, PlannedOutcome outcome, string at)
    {
        var from = study.Timepoints.FirstOrDefault(t => t.Id == outcome.From);
        var to = study.Timepoints.FirstOrDefault(t => t.Id == outcome.To);
        if (from is null || to is null || !Enum.IsDefined(outcome.Estimand)) return [];
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

    static IEnumerable<Fault> Contrasts(StudyDefinition study)
    {
        var arms = study.Arms.Select(a => a.Id).ToList();
        var pairs = study.Plan.Contrasts.Select((c, i) => (c, At: $"plan.contrasts[{i}]")).ToList();
        return
        [
            .. pairs.SelectMany(p => StudyRules.Unknown(p.c.Arm, arms, $"{p.At}.arm", "unknown_arm", "arm")),
            .. pairs.SelectMany(p => StudyRules.Unknown(p.c.Comparator, arms, $"{p.At}.comparator", "unknown_arm", "arm")),
            .. pairs.Where(p => p.c.Arm.Length > 0 && p.c.Arm == p.c.Comparator)
                .Select(p => new Fault(p.At, "same_arm", "An arm cannot be compared with itself.")),
            .. StudyRules.Repeated(pairs.Select(p => Pair(p.c)), i => pairs[i].At),
        ];
    }

    /// <summary>The same for both orders: comparing them the other way round is the same contrast.</summary>
    static string Pair(Contrast contrast) => string.Join('/', new[] { contrast.Arm, contrast.Comparator }.Order(StringComparer.Ordinal));
}
