using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Plans;

/// <summary>What stands against locking a plan, beside the rules that every study's file must keep (<see cref="StudyReader"/>).</summary>
public static class PlanLockRules
{
    const int LongestReason = 500;

    /// <summary>Everything that stands against this request.</summary>
    /// <param name="locks">The oldest first.</param>
    /// <param name="enrolled">Arms in which someone is enrolled; empty before the first participant.</param>
    public static IReadOnlyList<Fault> Check(PlanDefinition plan, IReadOnlyList<PlanLock> locks, IReadOnlySet<string> enrolled, PlanLockRequest request) =>
        [.. Seen(plan, locks, request), .. Reason(locks, request.Reason), .. Standing(plan, locks, enrolled)];

    /// <summary>What stands against any lock of this plan, whoever asks.</summary>
    public static IReadOnlyList<Fault> Standing(PlanDefinition plan, IReadOnlyList<PlanLock> locks, IReadOnlySet<string> enrolled) =>
        [.. Locked(plan, locks), .. EmptyArms(plan, enrolled)];

    /// <summary>A file whose plan has the version of a locked one, but not its content: one fault for each thing that differs.</summary>
    /// <param name="planJson">The file's plan.</param>
    public static IReadOnlyList<Fault> Import(PlanDefinition plan, string planJson, IReadOnlyList<PlanLock> locks)
    {
        if (locks.FirstOrDefault(l => l.Version == plan.Version) is not { } locked || locked.Hash == plan.Hash) return [];
        var paths = PlanLife.Between(locked.Definition, planJson).Select(c => c.Path).DefaultIfEmpty("the form of its numbers");
        return [.. paths.Select(path => new Fault("plan", "plan_locked",
            $"Version {locked.Version} of the plan is locked, and this differs from it: {path}. A changed plan needs a new version; both stay."))];
    }

    static IEnumerable<Fault> Seen(PlanDefinition plan, IReadOnlyList<PlanLock> locks, PlanLockRequest request)
    {
        if (locks.Any(l => l.Version == request.Version && l.Hash != request.Hash))
            yield return new Fault("version", "plan_locked", "This version of the plan is locked with other content. A changed plan needs a new version; both stay.");
        else if (request.Version != plan.Version)
            yield return new Fault("version", "plan_changed", "The study's plan is of another version now. Read it again, then lock it.");
        else if (request.Hash != plan.Hash)
            yield return new Fault("hash", "plan_changed", "The study's plan has other content than this hash is of. Read it again, then lock it.");
    }

    static IEnumerable<Fault> Reason(IReadOnlyList<PlanLock> locks, string? reason)
    {
        if (locks.Count > 0 && reason is null) yield return new Fault("reason", "needed_here", "An amendment says why: it is printed in the reports.");
        if (locks.Count == 0 && reason is not null) yield return new Fault("reason", "does_not_apply", "The first lock amends nothing, so it has no reason.");
        if (reason is { Length: > LongestReason } || reason?.Any(char.IsControl) == true)
            yield return new Fault("reason", "bad_shape", $"A reason is one line of at most {LongestReason} characters.");
    }

    static IEnumerable<Fault> Locked(PlanDefinition plan, IReadOnlyList<PlanLock> locks)
    {
        if (locks.SkipLast(1).Any(l => l.Hash == plan.Hash))
            yield return new Fault("plan.version", "superseded", "This version was locked before and then amended. Going back to it is an amendment as well: give it a new version.");
    }

    /// <remarks>Before anyone is enrolled every arm is empty, and that is when a plan is best locked.</remarks>
    static IEnumerable<Fault> EmptyArms(PlanDefinition plan, IReadOnlySet<string> enrolled) => enrolled.Count == 0 ? [] :
        Pairs(plan).SelectMany(p => new[] { ("arm", p.Arm), ("comparator", p.Comparator) }
            .Where(side => side.Item2 is { } arm && !enrolled.Contains(arm))
            .Select(side => new Fault($"{p.At}.{side.Item1}", "empty_arm", "Participants are enrolled, but none of them in this arm.")));

    static IEnumerable<(string At, string? Arm, string? Comparator)> Pairs(PlanDefinition plan) =>
    [
        .. plan.Contrasts.Select((c, i) => ($"plan.contrasts[{i}]", c.Arm, c.Comparator)),
        .. plan.Equivalence.Select((e, i) => ($"plan.equivalence[{i}]", e.Arm, e.Comparator)),
        .. plan.Moderators.Select((m, i) => ($"plan.moderators[{i}]", m.Arm, m.Comparator)),
    ];
}
