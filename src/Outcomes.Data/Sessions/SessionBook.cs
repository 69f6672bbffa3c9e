using Dapper;
using Outcomes.Data.Access;
using Outcomes.Data.Batches;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Sessions;

namespace Outcomes.Data.Sessions;

/// <summary>What becomes of a session: who was there, what was done, how it came over. What it said before is kept.</summary>
public sealed class SessionBook(Database database, Writer writer)
{
    public const int PageSize = 50;

    /// <summary>The next ones first, then those that were; at most <see cref="PageSize"/>.</summary>
    public IReadOnlyList<SessionLine> List(Actor actor, string study, SessionStatus? status = null, int page = 0) => database.Read(c => c.Query<SessionColumns>(
        $"""
        {SessionColumns.Select}
        WHERE s.study_id = @study AND (@only IS NULL OR s.study_id = @only) AND {OwnSchools.Holds("s.school")} AND (@status IS NULL OR s.status = @status)
        ORDER BY s.start_utc DESC, s.id LIMIT {PageSize} OFFSET @skip
        """, new { study, only = actor.Study, schools = OwnSchools.Of(actor), status = status is { } wanted ? EnumNames<SessionStatus>.Of(wanted) : null, skip = page * PageSize })
        .Select(Line).ToList());

    static SessionLine Line(SessionColumns s)
    {
        var session = s.Session([]);
        return new(session.Id, session.School, session.Arm, session.Week, session.Delivery, session.Status, session.StartUtc, (int)s.Attendees, s.Record is not null);
    }

    /// <returns>Null: there is none, or it is not the actor's.</returns>
    public StoredSession? Find(Actor actor, string study, Guid id) => database.Read(c =>
    {
        var found = c.QuerySingleOrDefault<SessionColumns>($"{SessionColumns.Select} WHERE s.id = @id AND s.study_id = @study AND (@only IS NULL OR s.study_id = @only) AND {OwnSchools.Holds("s.school")}",
            new { id = id.ToString("D"), study, only = actor.Study, schools = OwnSchools.Of(actor) });
        if (found is null) return null;
        var attendees = c.Query<string>("SELECT p.pseudonym FROM session_attendee a JOIN participant p ON p.id = a.participant_id WHERE a.session_id = @Id ORDER BY p.pseudonym", found);
        var revisions = c.Query<SessionRevision>("SELECT number, content, reason, replaced_utc AS ReplacedUtc FROM session_revision WHERE session_id = @Id ORDER BY number DESC", found).ToList();
        return new StoredSession(found.Session(attendees), found.ContentHash, found.ReadRecord(), found.Codec, found.BitrateKbps, found.Seconds, revisions);
    });

    /// <summary>Pseudonyms of a school's participants, for ticking who was there.</summary>
    public IReadOnlyList<string> Group(Actor actor, string study, string school) => database.Read(c => c.Query<string>(
        $"SELECT pseudonym FROM participant WHERE study_id = @study AND school = @school AND (@only IS NULL OR study_id = @only) AND {OwnSchools.Holds("school")} ORDER BY pseudonym",
        new { study, school, only = actor.Study, schools = OwnSchools.Of(actor) }).ToList());

    /// <summary>Replaces what the session says; what it said before goes to its revisions.</summary>
    /// <param name="session">Checked by <see cref="SessionRules"/>.</param>
    /// <param name="expectedHash">Of what the change was made from.</param>
    /// <param name="summary">Of a dump, where the change comes from one.</param>
    /// <returns>Faults, or none: it is stored.</returns>
    public Task<IReadOnlyList<Fault>> Update(Actor actor, string study, Session session, string expectedHash, string reason, AuditEvent audit, TransmissionSummary? summary = null) => writer.Run(change =>
    {
        var faults = new SessionUpdate(change, actor, study, session).Write(expectedHash, reason, audit.Actor);
        if (faults.Count > 0) { change.Refuse(); return faults; }
        if (summary is not null) Keep(change, session.Id, summary);
        StudyData.Changed(change, study);
        change.Record(audit);
        return faults;
    });

    static void Keep(Change change, Guid session, TransmissionSummary summary) => change.Prepared(
        """
        INSERT INTO session_transmission (session_id, codec, bitrate_kbps, seconds, imported_utc) VALUES (@1, @2, @3, @4, @5)
        ON CONFLICT (session_id) DO UPDATE SET codec = @2, bitrate_kbps = @3, seconds = @4, imported_utc = @5
        """).Run(session.ToString("D"), summary.Codec, summary.BitrateKbps, summary.Seconds, Utc.Text(change.Now));

    /// <param name="id">Made when the form was drawn: the same form sent twice is stored once.</param>
    public Task<bool> Record(string study, Guid session, Guid id, SessionRecord record, AuditEvent audit) => writer.Run(change =>
    {
        var added = change.Prepared("INSERT INTO session_record (id, session_id, record, recorded_by, recorded_utc) VALUES (@1, @2, @3, @4, @5) ON CONFLICT (id) DO NOTHING")
            .Run(id.ToString("D"), session.ToString("D"), SessionRecordJson.Write(record), audit.Actor, Utc.Text(change.Now)) == 1;
        if (!added) return false;
        StudyData.Changed(change, study);
        change.Record(audit);
        return true;
    });
}
