using System.Data.Common;
using System.Globalization;
using Dapper;
using Outcomes.Data.Access;
using Outcomes.Data.Batches;
using Outcomes.Data.Sessions;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Consents;

/// <summary>What an erasure takes away, or took.</summary>
/// <param name="Rows">By table, those with none left out.</param>
/// <param name="Left">What left the study while the participant's rows were in it.</param>
/// <param name="Results">Stored analyses whose single values of change go.</param>
public sealed record Erasure(IReadOnlyList<ErasedRows> Rows, IReadOnlyList<LeftStudy> Left, long Results)
{
    /// <summary>False: the rows are gone, but the write-ahead log could not be emptied, since someone was reading. The next erasure does it.</summary>
    public bool Scrubbed { get; init; }
}

public sealed record ErasedRows(string Table, long Count);

/// <summary>A release, with its audiences as JSON, or an export, with what was exported and by whom.</summary>
/// <remarks>Properties, not a constructor: SQLite names no type for what an expression gives, and Dapper then matches no constructor.</remarks>
public sealed record LeftStudy
{
    public required string Kind { get; init; }
    public required string Subject { get; init; }
    public required string LeftUtc { get; init; }
    public required string What { get; init; }
}

/// <summary>
/// Erases what is stored of a participant. What stays is a hash of each id, so that the rows cannot come back, and the audit chain, which
/// never held more than ids, counts and hashes.
/// </summary>
public sealed class ErasureStore(Database database, Writer writer)
{
    static readonly string Find =
        $"""
        SELECT p.id, p.received_utc AS CameUtc, r.change_number AS CameChange FROM participant p JOIN receipt r ON r.id = p.receipt_id
        WHERE p.study_id = @study AND (@only IS NULL OR p.study_id = @only) AND {OwnSchools.Holds("p.school")}
          AND (p.pseudonym = @participant OR p.id = @id)
        """;

    /// <summary>Every table that is emptied of a participant.</summary>
    public static IReadOnlyList<string> Tables => [.. ErasedTables.All.Select(t => t.Name)];

    /// <summary>The dry run: nothing is changed. Null: the study has no such participant, or it is not the actor's.</summary>
    public Erasure? Preview(Actor actor, string study, string pseudonym) => database.Read(connection =>
        Participant(connection, actor, study, pseudonym, null) is { } found ? Look(connection, study, found) : null);

    /// <summary>Erases by pseudonym.</summary>
    /// <returns>Null: the study has no such participant, or it is not the actor's; nothing is changed.</returns>
    public async Task<Erasure?> Erase(Actor actor, string study, string pseudonym) =>
        await Erase(actor, study, pseudonym, null, "asked", _ => true) is { } done ? done with { Scrubbed = await Scrub() } : null;

    /// <summary>
    /// Erases what a steward has approved of what retention proposed; null where it is approved no more. After the last of them
    /// <see cref="Scrub"/> is to be called: it takes as long for one as for all.
    /// </summary>
    public Task<Erasure?> EraseApproved(Actor actor, string study, string id, string reason) => Erase(actor, study, null, id, reason, connection =>
        connection.ExecuteScalar<long>("SELECT EXISTS (SELECT 1 FROM erasure_proposal WHERE participant_id = @id AND approved_utc IS NOT NULL)", new { id }) == 1);

    /// <summary>Takes what was erased out of the file's free space and its log; false where someone was reading.</summary>
    public Task<bool> Scrub() => Task.Run(database.Scrub);

    Task<Erasure?> Erase(Actor actor, string study, string? pseudonym, string? id, string reason, Func<DbConnection, bool> still) => writer.Run(change =>
    {
        if (!still(change.Connection) || Participant(change.Connection, actor, study, pseudonym, id) is not { } found) return null;
        var erasure = Look(change.Connection, study, found);
        Erase(change, actor, study, found, reason, erasure);
        return erasure;
    }, alone: true);

    static void Erase(Change change, Actor actor, string study, Came found, string reason, Erasure erasure)
    {
        var sessions = change.Connection.Query<string>("SELECT session_id FROM session_attendee WHERE participant_id = @Id", found).AsList();
        StudyData.Changed(change, study);
        Bury(change, study, found);
        foreach (var table in ErasedTables.In(change.Connection)) change.Prepared($"DELETE FROM {table.Name} WHERE {table.Where}").Run(found.Id);
        foreach (var session in sessions) SessionHash.Renew(change, session);
        SingleValues.Remove(change, study, found.CameChange);
        Review(change, study, reason, erasure);
        change.Record(new AuditEvent(actor.Name, "participant_erased", Tombstones.Hash(found.Id), study,
            erasure.Rows.ToDictionary(r => $"rows_{r.Table}", r => r.Count.ToString(CultureInfo.InvariantCulture)).Append(new("reason", reason)).ToDictionary()));
    }

    static void Bury(Change change, string study, Came found)
    {
        var erased = change.Connection.ExecuteScalar<long>("SELECT change_number FROM study_data WHERE study_id = @study", new { study });
        foreach (var table in ErasedTables.In(change.Connection).Where(t => t.Buried))
            foreach (var id in change.Connection.Query<string>($"SELECT id FROM {table.Name} WHERE {table.Where.Replace("@1", "@Id", StringComparison.Ordinal)}", found).AsList())
                change.Prepared("INSERT INTO erased (id_hash, study_id, kind, came_change, erased_change, erased_utc) VALUES (@1, @2, @3, @4, @5, @6)")
                    .Run(Tombstones.Hash(id), study, $"{table.Name}s", found.CameChange, erased, Utc.Text(change.Now));
    }

    static void Review(Change change, string study, string reason, Erasure erasure)
    {
        var id = Guid.CreateVersion7(change.Now).ToString("D");
        change.Prepared("INSERT INTO erasure (id, study_id, reason, erased_utc) VALUES (@1, @2, @3, @4)").Run(id, study, reason, Utc.Text(change.Now));
        foreach (var left in erasure.Left)
            change.Prepared("INSERT INTO erasure_review (erasure_id, kind, subject, study_id, left_utc, what) VALUES (@1, @2, @3, @4, @5, @6)")
                .Run(id, left.Kind, left.Subject, study, left.LeftUtc, left.What);
    }

    static Came? Participant(DbConnection connection, Actor actor, string study, string? pseudonym, string? id) =>
        connection.QuerySingleOrDefault<Came>(Find, new { study, only = actor.Study, schools = OwnSchools.Of(actor), participant = pseudonym, id });

    static Erasure Look(DbConnection connection, string study, Came found) => new(
        [.. ErasedTables.In(connection).Select(t => new ErasedRows(t.Name, connection.ExecuteScalar<long>($"SELECT COUNT(*) FROM {t.Name} WHERE {t.Where.Replace("@1", "@Id", StringComparison.Ordinal)}", found))).Where(r => r.Count > 0)],
        [.. connection.Query<LeftStudy>(
            """
            SELECT 'release' AS Kind, r.id AS Subject, r.released_utc AS LeftUtc, r.audiences AS What
            FROM release r JOIN analysis a ON a.id = r.analysis_id WHERE r.study_id = @study AND a.change_number >= @CameChange
            UNION ALL
            SELECT 'export', CAST(number AS TEXT), json_extract(event, '$.occurred_utc'), json_extract(event, '$.subject') || ', ' || json_extract(event, '$.actor')
            FROM audit WHERE json_extract(event, '$.action') = 'dataset_exported' AND json_extract(event, '$.study') = @study AND json_extract(event, '$.occurred_utc') >= @CameUtc
            ORDER BY 3
            """, new { study, found.CameChange, found.CameUtc })],
        SingleValues.Count(connection, study, found.CameChange));

    sealed record Came(string Id, string CameUtc, long CameChange);
}
