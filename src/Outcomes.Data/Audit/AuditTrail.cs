using Dapper;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Audit;

/// <summary>What a search of the audit chain asks for; null and empty: everything.</summary>
/// <param name="Before">Only links before this number: the next page.</param>
public sealed record AuditFilter(string? Actor = null, string? Action = null, string? Study = null, long? Before = null);

/// <summary>One link as a page shows it.</summary>
/// <remarks>Properties, not a constructor: SQLite names no type for what a function gives, and Dapper then matches no constructor.</remarks>
public sealed record AuditEntry
{
    public required long Number { get; init; }
    public required string OccurredUtc { get; init; }
    public required string Actor { get; init; }
    public required string Action { get; init; }
    public required string Subject { get; init; }
    public required string? Study { get; init; }

    /// <summary>JSON: counts, versions, hashes.</summary>
    public required string Details { get; init; }
}

/// <summary>The audit chain for those who read it; and the way in for what only reads data on persons, and so writes nothing else.</summary>
public sealed class AuditTrail(Database database, Writer writer)
{
    public const int PageSize = 100;

    /// <summary>On disk before what it tells of leaves the system.</summary>
    public Task<bool> Record(AuditEvent what) => writer.Run(change =>
    {
        change.Record(what);
        return true;
    });

    /// <summary>The newest first, at most <see cref="PageSize"/>.</summary>
    public IReadOnlyList<AuditEntry> Search(AuditFilter filter) => database.Read(c => c.Query<AuditEntry>(
        """
        SELECT number, json_extract(event, '$.occurred_utc') AS OccurredUtc, json_extract(event, '$.actor') AS Actor, json_extract(event, '$.action') AS Action,
               json_extract(event, '$.subject') AS Subject, json_extract(event, '$.study') AS Study, json_extract(event, '$.details') AS Details
        FROM audit
        WHERE (@before IS NULL OR number < @before) AND json_valid(event)
          AND (@actor IS NULL OR instr(json_extract(event, '$.actor'), @actor) > 0)
          AND (@action IS NULL OR json_extract(event, '$.action') = @action)
          AND (@study IS NULL OR json_extract(event, '$.study') = @study)
        ORDER BY number DESC LIMIT @size
        """, new { before = filter.Before, actor = Given(filter.Actor), action = Given(filter.Action), study = Given(filter.Study), size = PageSize }).ToList());

    /// <summary>What has been done so far, for the choice in the search form.</summary>
    public IReadOnlyList<string> Actions() => database.Read(c => c.Query<string>("SELECT DISTINCT json_extract(event, '$.action') FROM audit WHERE json_valid(event) ORDER BY 1").ToList());

    static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
