using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Notes;

namespace Outcomes.Data.Notes;

/// <summary>What the list of notes shows: all that the server knows.</summary>
/// <remarks>Properties: Dapper matches no constructor where a join gives nothing.</remarks>
public sealed record NoteInfo
{
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public required string? Session { get; init; }
    public required string? SessionStartUtc { get; init; }

    /// <summary>Pseudonym; null where it is not about one.</summary>
    public required string? Participant { get; init; }
    public required string? School { get; init; }
    public required string ReceivedUtc { get; init; }
}

public sealed record SealedNote
{
    public required string Id { get; init; }
    public required string Key { get; init; }
    public required string Kind { get; init; }
    public required string? Session { get; init; }
    public required string? Participant { get; init; }
    public required string ReceivedUtc { get; init; }
    public required byte[] Sealed { get; init; }

    public NoteSubject Subject => new(Session is null ? null : Guid.ParseExact(Session, "D"), Participant);
}

/// <summary>Someone or something that a note can be about.</summary>
public sealed record NoteParticipant(string Pseudonym, string School);

public sealed record NoteSession(string Id, string School, long Week, string StartUtc);

public sealed class NoteStore(Database database, Writer writer)
{
    /// <summary>Notes on one page of the list, and sealed notes in one answer.</summary>
    public const int PageSize = 200;

    const string OwnSchool = "(@schools IS NULL OR school IN (SELECT value FROM json_each(@schools)))";

    public (IReadOnlyList<NoteParticipant> Participants, IReadOnlyList<NoteSession> Sessions) Subjects(Actor actor, string study) => database.Read(c =>
    {
        if (!actor.MaySee(study)) return ([], []);
        var own = new { study, schools = Schools(actor) };
        return ((IReadOnlyList<NoteParticipant>)c.Query<NoteParticipant>($"SELECT pseudonym, school FROM participant WHERE study_id = @study AND {OwnSchool} ORDER BY school, pseudonym", own).ToList(),
            (IReadOnlyList<NoteSession>)c.Query<NoteSession>($"SELECT id, school, week, start_utc AS StartUtc FROM session WHERE study_id = @study AND {OwnSchool} ORDER BY start_utc DESC, id LIMIT 500", own).ToList());
    });

    /// <returns>Null: it is stored, now or by the same request before.</returns>
    public Task<Fault?> Write(Actor actor, string study, Note note) => writer.Run(change =>
    {
        var (id, hash) = (note.Id.ToString("D"), ContentHash(study, note));
        using (var stored = change.Prepared("SELECT content_hash FROM note WHERE id = @1").Query(id))
            if (stored.Read()) return stored.GetString(0) == hash ? null : NoteRules.OtherContent;
        using (var key = change.Prepared("SELECT 1 FROM study_key WHERE study_id = @1 AND id = @2").Query(study, note.Key))
            if (!key.Read()) return NoteRules.UnknownKey;
        if (!Found(change, actor, study, note.Subject, out var session, out var participant)) return NoteRules.UnknownSubject;
        change.Prepared("INSERT INTO note (id, study_id, study_key_id, kind, session_id, participant_id, sealed, content_hash, written_by, received_utc) VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10)")
            .Run(id, study, note.Key, EnumNames<NoteKind>.Of(note.Kind), session, participant, note.Sealed, hash, actor.Name, Utc.Text(change.Now));
        change.Record(new AuditEvent(actor.Name, "note_written", id, study, new Dictionary<string, string> { ["content_hash"] = hash }));
        return (Fault?)null;
    });

    /// <summary>The newest first, at most <see cref="PageSize"/>.</summary>
    /// <param name="before">Only those before this id: the next page.</param>
    public IReadOnlyList<NoteInfo> List(Actor actor, string study, string? before) => !actor.MaySee(study) ? [] : database.Read(c => c.Query<NoteInfo>(
        """
        SELECT n.id, n.kind, n.session_id AS Session, s.start_utc AS SessionStartUtc, p.pseudonym AS Participant, COALESCE(s.school, p.school) AS School, n.received_utc AS ReceivedUtc
        FROM note n LEFT JOIN session s ON s.id = n.session_id LEFT JOIN participant p ON p.id = n.participant_id
        WHERE n.study_id = @study AND (@before IS NULL OR n.id < @before) ORDER BY n.id DESC LIMIT @size
        """, new { study, before, size = PageSize }).ToList());

    /// <summary>Sealed notes for someone who can open them; that they were asked for is on disk before they leave.</summary>
    public Task<IReadOnlyList<SealedNote>> Open(Actor actor, string study, IReadOnlyList<string> ids) => writer.Run(change =>
    {
        IReadOnlyList<SealedNote> notes = !actor.MaySee(study) ? [] : change.Connection.Query<SealedNote>(
            """
            SELECT n.id, n.study_key_id AS Key, n.kind, n.session_id AS Session, p.pseudonym AS Participant, n.received_utc AS ReceivedUtc, n.sealed
            FROM note n LEFT JOIN participant p ON p.id = n.participant_id
            WHERE n.study_id = @study AND n.id IN (SELECT value FROM json_each(@ids)) ORDER BY n.id DESC
            """, new { study, ids = JsonSerializer.Serialize(ids, NoteJson.Default.IReadOnlyListString) }).ToList();
        if (notes.Count > 0)
            change.Record(new AuditEvent(actor.Name, "notes_opened", notes.Count == 1 ? notes[0].Id : study, study, new Dictionary<string, string> { ["notes"] = string.Join(' ', notes.Select(n => n.Id)) }));
        return notes;
    });

    static bool Found(Change change, Actor actor, string study, NoteSubject subject, out string? session, out string? participant)
    {
        (session, participant) = (null, null);
        if (subject.Session is { } id) return (session = One(change, "SELECT id, school FROM session WHERE study_id = @1 AND id = @2", actor, study, id.ToString("D"))) is not null;
        return subject.Participant is not { } pseudonym || (participant = One(change, "SELECT id, school FROM participant WHERE study_id = @1 AND pseudonym = @2", actor, study, pseudonym)) is not null;
    }

    static string? One(Change change, string sql, Actor actor, string study, string which)
    {
        using var found = change.Prepared(sql).Query(study, which);
        return found.Read() && actor.MaySeeSchool(found.GetString(1)) ? found.GetString(0) : null;
    }

    static string? Schools(Actor actor) => actor.Schools is null ? null : JsonSerializer.Serialize([.. actor.Schools], NoteJson.Default.IReadOnlyListString);

    static string ContentHash(string study, Note note) => Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes($"{study}\n{note.Key}\n{EnumNames<NoteKind>.Of(note.Kind)}\n{note.Subject.Text}\n"), .. note.Sealed]));
}

[System.Text.Json.Serialization.JsonSerializable(typeof(IReadOnlyList<string>))]
sealed partial class NoteJson : System.Text.Json.Serialization.JsonSerializerContext;
