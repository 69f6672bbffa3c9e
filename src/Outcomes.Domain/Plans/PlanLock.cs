namespace Outcomes.Domain.Plans;

/// <summary>One version of a plan as it was locked, and stays.</summary>
/// <param name="Sequence">1 for the first; each amendment is one more.</param>
/// <param name="Definition">Canonical JSON of the plan alone.</param>
/// <param name="Reason">Why it amends the one before; null for the first.</param>
public sealed record PlanLock(
    int Sequence, string Version, string Hash, string Definition, DateTimeOffset LockedUtc, string LockedBy, string? Reason);

/// <summary>Who asks for a lock says what they have read: version and hash of the plan.</summary>
public sealed record PlanLockRequest(string Version, string Hash, string? Reason)
{
    /// <summary>Reads <c>{"version", "hash", "reason"}</c>, or says everything that is wrong with its form.</summary>
    public static Checked<PlanLockRequest> Read(ReadOnlyMemory<byte> utf8) => JsonText.Read(utf8, root =>
    {
        var faults = new List<Fault>();
        var request = JsonObjectReader.Read(root, "", faults, json => new PlanLockRequest(json.Version(), json.Text("hash"), json.OptionalText("reason")));
        return faults.Count == 0 ? Checked<PlanLockRequest>.Good(request) : Checked<PlanLockRequest>.Bad(faults);
    });
}
