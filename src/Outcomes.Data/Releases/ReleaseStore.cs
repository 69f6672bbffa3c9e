using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Releases;

namespace Outcomes.Data.Releases;

/// <summary>What was released, without the counts.</summary>
/// <remarks>Properties, not a constructor: SQLite names no type for what a function gives, and Dapper then matches no constructor.</remarks>
public sealed record StoredRelease
{
    public required string Id { get; init; }
    public required string AnalysisId { get; init; }
    public required string SnapshotHash { get; init; }
    public required string ReleasedUtc { get; init; }

    /// <summary>JSON, as are <see cref="Schools"/> and <see cref="Languages"/>.</summary>
    public required string Audiences { get; init; }
    public required string Schools { get; init; }
    public required string Languages { get; init; }
}

/// <summary>The ledger of all that left the study.</summary>
public sealed class ReleaseStore(Database database, Writer writer)
{
    /// <summary>The newest first; of the schools that got a report of their own, those that are the actor's.</summary>
    public IReadOnlyList<StoredRelease> All(Actor actor, string study) => database.Read(c => c.Query<StoredRelease>(
        $"""
        SELECT id, analysis_id AS AnalysisId, snapshot_hash AS SnapshotHash, released_utc AS ReleasedUtc, audiences,
               (SELECT json_group_array(s.value) FROM json_each(release.schools) s WHERE {OwnSchools.Holds("s.value")}) AS schools, languages
        FROM release WHERE study_id = @study AND (@only IS NULL OR study_id = @only)
        ORDER BY released_utc DESC, id DESC
        """, new { study, only = actor.Study, schools = OwnSchools.Of(actor) }).ToList());

    /// <summary>
    /// All that was ever released of a study, the oldest first; what repeats the entry before it (the same report, to one more reader) is
    /// left out. No actor: it is for the protection of the next release alone, and holds what nobody may see.
    /// </summary>
    /// <param name="before">Id of an analysis: only what was released before its own first release, so that this can be repeated as it was.</param>
    public ReleaseHistory History(string study, string? before = null)
    {
        var entries = database.Read(c => c.Query<(string Snapshot, string Released, string Counts)>(
            """
            SELECT r.snapshot_hash, r.released_utc, r.counts FROM release r
            WHERE r.study_id = @study AND NOT EXISTS
                (SELECT 1 FROM release own WHERE own.analysis_id = @before AND (own.released_utc, own.id) <= (r.released_utc, r.id))
            ORDER BY r.released_utc, r.id
            """, new { study, before }).ToList());
        return new([.. entries.Where((e, i) => i == 0 || e.Snapshot != entries[i - 1].Snapshot || e.Counts != entries[i - 1].Counts)
            .Select(e => new ReleasedCounts(e.Snapshot, Utc.Parse(e.Released), ReleaseJson.Counts(e.Counts)))]);
    }

    /// <summary>To be stored before anyone gets the report: what may have been seen must be known here.</summary>
    /// <returns>False where this id is there already; nothing is then written.</returns>
    public Task<bool> Record(ReleaseEntry entry, AuditEvent audit) => writer.Run(change =>
    {
        var added = change.Prepared(
            """
            INSERT INTO release (id, study_id, analysis_id, snapshot_hash, released_utc, audiences, schools, languages, counts)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9) ON CONFLICT (id) DO NOTHING
            """).Run(entry.Id, entry.Study, entry.Analysis, entry.Snapshot, Utc.Text(change.Now),
                ReleaseJson.Text([.. entry.Audiences.Select(EnumNames<Audience>.Of)]), ReleaseJson.Text(entry.Schools), ReleaseJson.Text(entry.Languages),
                ReleaseJson.Text(entry.Counts)) == 1;
        if (added) change.Record(audit);
        return added;
    });
}
