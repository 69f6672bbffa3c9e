using System.Text.Json;
using Outcomes.Data.Plans;
using Outcomes.Domain;
using Outcomes.Domain.Plans;

namespace Outcomes.Api.Plans;

/// <summary>A study's current plan, and where it stands in its life.</summary>
/// <param name="State"><c>draft</c>: what is computed from it is exploratory, for ever; or <c>locked</c>.</param>
/// <param name="Reason">Why it amends the version before; not there for a draft and for the first lock.</param>
/// <param name="FirstDataUtc">When the first assessment was received; not there before.</param>
/// <param name="Changes">What differs from the version that was locked before it, each as one line.</param>
/// <param name="Faults">What stands against a lock, whoever asks for it.</param>
public sealed record PlanContract(
    string Study, string StudyVersion, string Version, string Hash, PlanState State, DateTimeOffset? LockedUtc, string? LockedBy, string? Reason,
    DateTimeOffset? FirstDataUtc, IReadOnlyList<string> Changes, IReadOnlyList<Fault> Faults, JsonElement Definition)
{
    public static PlanContract Of(StudyPlan p) => new(
        p.Study.Id, p.Study.Version, p.Study.Plan.Version, p.Study.Plan.Hash, p.Standing.State, p.Standing.LockedUtc, p.Standing.LockedBy, p.Standing.Reason,
        p.Standing.FirstDataUtc, p.Standing.IsExploratory ? p.Changes : p.Standing.Changes, p.Faults, JsonElement.Parse(p.Definition));
}

/// <summary>A version of a plan as it was locked.</summary>
/// <param name="Sequence">1 for the first; each amendment is one more.</param>
/// <param name="Changes">What differs from the version before, each as one line; only in lists.</param>
public sealed record PlanVersionContract(
    int Sequence, string Version, string Hash, DateTimeOffset LockedUtc, string LockedBy, string? Reason, IReadOnlyList<string>? Changes, JsonElement Definition)
{
    public static PlanVersionContract Of(PlanLock l, IReadOnlyList<string>? changes = null) =>
        new(l.Sequence, l.Version, l.Hash, l.LockedUtc, l.LockedBy, l.Reason, changes, JsonElement.Parse(l.Definition));

    public static IReadOnlyList<PlanVersionContract> All(IReadOnlyList<PlanLock> locks) =>
        [.. locks.Zip(PlanLife.Versions(locks), (l, v) => Of(l, v.Changes))];
}
