using Outcomes.Domain;
using Outcomes.Domain.Assessments;

namespace Outcomes.Data.Assessments;

/// <param name="Pseudonym">A part of it; null: all.</param>
/// <param name="Page">From 0.</param>
public sealed record FormSearch(string? Pseudonym = null, string? School = null, string? Instrument = null, int Page = 0);

/// <summary>A line of the list of stored forms: which there are, not what stands in them.</summary>
/// <remarks>Properties, not a constructor: SQLite names no type for what an expression gives, and Dapper then matches no constructor.</remarks>
public record FormLine
{
    public required string Id { get; init; }
    public required string Pseudonym { get; init; }
    public required string School { get; init; }
    public required string Instrument { get; init; }
    public required string Version { get; init; }
    public required string Timepoint { get; init; }
    public required string CompletedUtc { get; init; }
    public required string ReceivedUtc { get; init; }

    /// <summary>The name of whoever stored it: an account's, or a key's.</summary>
    public string? By { get; init; }

    /// <summary>How often it was corrected.</summary>
    public long Corrections { get; init; }
}

/// <summary>A stored form with its answers, and what it said before. No scores.</summary>
public sealed record StoredForm : FormLine
{
    public required string Participant { get; init; }
    public string? Session { get; init; }
    public required string Language { get; init; }
    public required string Mode { get; init; }
    public required string Answers { get; init; }

    /// <summary>Of what was read: a correction that was made from something older is refused.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<FormRevision> Revisions { get; init; } = [];

    public Assessment Assessment() => new(Guid.Parse(Id), Pseudonym, Instrument, Version, Timepoint, Session is null ? null : Guid.Parse(Session), Utc.Parse(CompletedUtc), Language,
        EnumNames<EntryMode>.TryRead(Mode, out var mode) ? mode : throw new InvalidDataException("The stored data hold an unknown mode of entry."), AnswersJson.Read(Answers));
}

/// <summary>What a form said before a correction, who corrected it, and why.</summary>
public sealed record FormRevision
{
    public required long Number { get; init; }
    public required string Answers { get; init; }
    public required string CompletedUtc { get; init; }
    public required string Language { get; init; }
    public required string Reason { get; init; }
    public required string By { get; init; }
    public required string ReplacedUtc { get; init; }
}
