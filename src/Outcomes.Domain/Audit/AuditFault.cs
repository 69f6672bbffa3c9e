namespace Outcomes.Domain.Audit;

public enum AuditFaultKind
{
    /// <summary>A link does not fit the one before it.</summary>
    Broken,

    /// <summary>The chain ends before a link that stood in it at an earlier check.</summary>
    Cut,

    /// <summary>The chain fits in itself, and is another one than at an earlier check.</summary>
    Rewritten,

    /// <summary>The signed result of an earlier check was changed.</summary>
    HeadChanged,
}

/// <summary>Why the audit chain cannot be relied on.</summary>
/// <param name="Number">The first link that it holds for.</param>
/// <param name="SeenUtc">When the chain was seen otherwise; null for a broken link, which shows by itself.</param>
public sealed record AuditFault(AuditFaultKind Kind, long Number, string? SeenUtc = null)
{
    public string Sentence => Kind switch
    {
        AuditFaultKind.Broken => FormattableString.Invariant($"The chain is broken: number {Number} does not fit. What follows it cannot be relied on."),
        AuditFaultKind.Cut => FormattableString.Invariant($"The chain was cut: number {Number} stood in it on {SeenUtc}, and is not there now."),
        AuditFaultKind.Rewritten => FormattableString.Invariant($"The chain was written anew: number {Number} is not what it was on {SeenUtc}."),
        _ => FormattableString.Invariant($"The result of the check of {SeenUtc} was changed: whoever did that had the database in hand."),
    };
}
