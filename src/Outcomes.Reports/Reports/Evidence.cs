using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;

namespace Outcomes.Reports.Reports;

/// <summary>One step of the rule: what raised or lowered the strength of evidence, as a key of the texts with its number.</summary>
public sealed record EvidenceReason(string Key, int Step, double? Number = null);

/// <summary>
/// Strength of evidence from 1 (weak) to 4 (strong), by a stated rule and apart from the size of the effect. The design sets the start, as
/// in GRADE (Guyatt et al. 2008, doi:10.1136/bmj.39489.470347.AD): groups by lot 4, other groups 2, one group 1. Each weakness takes one, down to 1,
/// where one group stands from the start.
/// </summary>
public sealed record Evidence(int Level, IReadOnlyList<EvidenceReason> Reasons)
{
    public const int Strong = 4;
    public const double ManyLostPercent = 20;
    public const int FewPeople = 50;
    public const int FewSchools = 20;

    /// <summary>The interval reaches from nothing to this many standard deviations: too wide to tell.</summary>
    public const double WideG = 0.5;

    public static Evidence Of(StudyFacts study, OutcomeResult outcome, Finding finding, InstrumentFacts instrument)
    {
        var start = finding.Design switch { Design.Randomized => 4, Design.Compared => 2, _ => 1 };
        List<EvidenceReason> reasons = [new($"evidence.start.{finding.Design.ToString().ToLowerInvariant()}", start), .. Weaknesses(study, outcome, finding, instrument).Where(w => start > 1 || w.Step == 0)];
        return new(Math.Clamp(start + reasons.Skip(1).Sum(r => r.Step), 1, Strong), reasons);
    }

    static IEnumerable<EvidenceReason> Weaknesses(StudyFacts study, OutcomeResult outcome, Finding finding, InstrumentFacts instrument)
    {
        if (LostPercent(outcome, finding) is { } lost) yield return new(lost > ManyLostPercent ? "evidence.lost.many" : "evidence.lost.few", lost > ManyLostPercent ? -1 : 0, lost);
        else yield return new("evidence.lost.unknown", -1);
        if (SmallestGroup(outcome, finding) is < FewPeople and var people) yield return new("evidence.people.few", -1, people);
        if (study.Allocation is { Unit: AllocationUnit.School } && study.Schools < FewSchools) yield return new("evidence.schools.few", -1, study.Schools);
        if (finding.G is { Low.Value: <= 0 and var low, High.Value: >= 0 and var high } && Math.Max(-low, high) >= WideG) yield return new("evidence.wide", -1);
        if (!instrument.Validated) yield return new("evidence.not_validated", -1);
    }

    static IEnumerable<GroupChange> Groups(OutcomeResult outcome, Finding finding) => finding.Arm is null
        ? outcome.Groups.Take(1) : outcome.Groups.Where(g => g.Arm == finding.Arm || g.Arm == finding.Comparator);

    /// <summary>Of those with a first score, how many have no second one, in percent; null where a count is hidden.</summary>
    public static double? LostPercent(OutcomeResult outcome, Finding finding)
    {
        var groups = Groups(outcome, finding).ToList();
        if (groups.Count == 0 || groups.Any(g => !g.Started.IsKnown || !g.Finished.IsKnown)) return null;
        var started = groups.Sum(g => g.Started.Value!.Value);
        return started > 0 ? 100 * (1 - groups.Sum(g => g.Finished.Value!.Value) / started) : null;
    }

    static double? SmallestGroup(OutcomeResult outcome, Finding finding) => Groups(outcome, finding).Min(g => g.Finished.Value);
}
