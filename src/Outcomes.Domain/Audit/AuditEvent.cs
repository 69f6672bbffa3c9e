namespace Outcomes.Domain.Audit;

/// <summary>Who did what to what. Every write carries one, stored in the transaction of the write.</summary>
/// <param name="Actor">The name of a key or of a command (<c>command import</c>); never a participant.</param>
/// <param name="Action">Noun and verb, snake_case: <c>assessments_recorded</c>.</param>
/// <param name="Subject">Id of what was written: a receipt, a study and version, a key.</param>
/// <param name="Study">Study id, where there is one.</param>
/// <param name="Details">Counts, versions, hashes; never data.</param>
public sealed record AuditEvent(
    string Actor, string Action, string Subject, string? Study = null, IReadOnlyDictionary<string, string>? Details = null);

/// <summary>One link of the chain as it is stored.</summary>
public sealed record AuditRow(long Number, string Event, string PreviousHash, string Hash);
