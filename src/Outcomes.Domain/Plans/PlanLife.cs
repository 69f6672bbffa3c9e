using System.Text.Json;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Plans;

/// <summary>
/// Draft, locked, amended. The study's current plan is locked while it is the newest that was locked; as soon as another one is
/// current it is a draft, until that is locked too.
/// </summary>
public static class PlanLife
{
    /// <param name="hash">Of the study's current plan.</param>
    /// <param name="locks">The oldest first.</param>
    /// <param name="firstDataUtc">When the first assessment was received.</param>
    public static PlanStanding Standing(string hash, IReadOnlyList<PlanLock> locks, DateTimeOffset? firstDataUtc)
    {
        var versions = Versions(locks);
        return versions is [.., var newest] && newest.Hash == hash
            ? new(PlanState.Locked, newest.LockedUtc, newest.LockedBy, firstDataUtc, [.. versions.SkipLast(1)]) { Reason = newest.Reason, Changes = newest.Changes }
            : new(PlanState.Draft, null, null, firstDataUtc, versions);
    }

    /// <summary>Every locked version, the oldest first, each with what differs from the one before.</summary>
    public static IReadOnlyList<LockedPlan> Versions(IReadOnlyList<PlanLock> locks) =>
        [.. locks.Select((l, i) => new LockedPlan(l.Version, l.Hash, l.LockedUtc, l.LockedBy, l.Reason, i == 0 ? [] : Changes(locks[i - 1].Definition, l.Definition)))];

    /// <summary>What differs between two plans, each as one line: <c>outcomes / stress / to: endpoint → follow-up</c>.</summary>
    /// <remarks>That the version differs is said by the version itself.</remarks>
    public static IReadOnlyList<string> Changes(string before, string after) => [.. Between(before, after).Select(c => c.ToString())];

    internal static IEnumerable<StudyChange> Between(string before, string after) =>
        StudyChanges.Between(JsonElement.Parse(before), JsonElement.Parse(after)).Where(c => c.Path != "version");
}
