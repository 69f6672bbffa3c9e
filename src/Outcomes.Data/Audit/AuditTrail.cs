using System.Data.Common;
using Dapper;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Audit;

/// <summary>What a search of the audit chain asks for; null: everything.</summary>
/// <param name="Actor">A part of who did it, or of the name that an account signs in with.</param>
/// <param name="From">The first day, UTC.</param>
/// <param name="To">The last day, UTC.</param>
/// <param name="Before">Only links before this number: the next page.</param>
public sealed record AuditFilter(string? Actor = null, string? Action = null, string? Study = null, string? Subject = null, DateOnly? From = null, DateOnly? To = null, long? Before = null);

/// <summary>One link as it is shown and exported.</summary>
/// <remarks>Properties, not a constructor: SQLite names no type for what a function gives, and Dapper then matches no constructor.</remarks>
public sealed record AuditEntry
{
    public required long Number { get; init; }
    public required string OccurredUtc { get; init; }
    public required string Actor { get; init; }

    /// <summary>What the actor signs in with, where it is an account.</summary>
    public string? SignInName { get; init; }
    public required string Action { get; init; }
    public required string Subject { get; init; }
    public required string? Study { get; init; }

    /// <summary>JSON: counts, versions, hashes.</summary>
    public required string Details { get; init; }

    /// <summary>The event as it is hashed, after the hash before it.</summary>
    public required string Event { get; init; }
    public required string PreviousHash { get; init; }
    public required string Hash { get; init; }
}

/// <summary>The audit chain for those who read it; and the way in for what only reads data on persons, and so writes nothing else.</summary>
public sealed class AuditTrail(Database database, Writer writer)
{
    public const int PageSize = 100, ExportPiece = 1000;

    const string Select =
        """
        SELECT u.number, u.occurred_utc AS OccurredUtc, u.actor, a.sign_in_name AS SignInName, u.action, u.subject, u.study, json_extract(u.event, '$.details') AS Details,
               u.event, u.previous_hash AS PreviousHash, u.hash
        FROM audit u LEFT JOIN account a ON u.actor = 'account ' || a.id
        WHERE json_valid(u.event) AND (@before IS NULL OR u.number < @before) AND (@after IS NULL OR u.number > @after)
          AND (@actor IS NULL OR instr(lower(u.actor), lower(@actor)) > 0 OR instr(lower(a.sign_in_name), lower(@actor)) > 0)
          AND (@action IS NULL OR u.action = @action) AND (@study IS NULL OR u.study = @study) AND (@subject IS NULL OR u.subject = @subject)
          AND (@from IS NULL OR u.occurred_utc >= @from) AND (@to IS NULL OR u.occurred_utc < @to)
        """;

    /// <summary>On disk before what it tells of leaves the system.</summary>
    public Task<bool> Record(AuditEvent what) => writer.Run(change =>
    {
        change.Record(what);
        return true;
    });

    /// <summary>The newest first, at most <see cref="PageSize"/>.</summary>
    public IReadOnlyList<AuditEntry> Search(AuditFilter filter) => database.Read(c => Query(c, filter, null, "DESC", PageSize));

    /// <summary>All that fits, the oldest first, up to the newest link of now; read piece by piece, so that a slow reader holds no snapshot open.</summary>
    public IEnumerable<AuditEntry> Export(AuditFilter filter)
    {
        var end = (AuditStore.Newest(database)?.Number ?? 0) + 1;
        filter = filter with { Before = end };
        for (var after = 0L; ;)
        {
            var piece = database.Read(c => Query(c, filter, after, "ASC", ExportPiece));
            foreach (var entry in piece) yield return entry;
            if (piece.Count < ExportPiece) yield break;
            after = piece[^1].Number;
        }
    }

    static List<AuditEntry> Query(DbConnection connection, AuditFilter filter, long? after, string order, int size) =>
        connection.Query<AuditEntry>($"{Select} ORDER BY u.number {order} LIMIT @size", new
        {
            before = filter.Before, after, actor = Given(filter.Actor), action = Given(filter.Action), study = Given(filter.Study), subject = Given(filter.Subject),
            from = Day(filter.From), to = Day(filter.To?.AddDays(1)), size,
        }).AsList();

    /// <summary>What has been done so far, for the choice in the search form.</summary>
    /// <remarks>From one kind to the next along the index: DISTINCT would walk every link.</remarks>
    public IReadOnlyList<string> Actions() => database.Read(c => c.Query<string>(
        """
        WITH RECURSIVE kind(action) AS (SELECT min(action) FROM audit UNION ALL SELECT (SELECT min(action) FROM audit WHERE action > kind.action) FROM kind WHERE kind.action IS NOT NULL)
        SELECT action FROM kind WHERE action IS NOT NULL
        """).ToList());

    static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
