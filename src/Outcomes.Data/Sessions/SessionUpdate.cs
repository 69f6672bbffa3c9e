using Outcomes.Data.Access;
using Outcomes.Data.Participants;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Sessions;

namespace Outcomes.Data.Sessions;

/// <summary>Takes a session's row aside and writes the new one in its place, in one transaction.</summary>
sealed class SessionUpdate(Change change, Actor actor, string study, Session session)
{
    readonly string _id = session.Id.ToString("D");

    /// <returns>Faults of what it refers to; the writes of a refused one are undone by the caller.</returns>
    public IReadOnlyList<Fault> Write(string expectedHash, string reason, string by)
    {
        var row = SessionStore.Row.Of(session);
        if (Attendees() is not { } attendees) return [new("attendees", "unknown_pseudonym", "One who is marked as present is not a participant of this school any more. Load the page again.")];
        KeepRevision(reason, by);
        if (Replace(row, expectedHash) == 0) return [new("", "session_changed", "Someone else changed this session while you were at it. Load the page again, look at what stands there now, and enter your change once more.")];
        change.Prepared("DELETE FROM session_attendee WHERE session_id = @1").Run(_id);
        foreach (var attendee in attendees) change.Prepared("INSERT INTO session_attendee (session_id, participant_id) VALUES (@1, @2)").Run(_id, attendee);
        return [];
    }

    /// <returns>Null: one of them is not of the session's school.</returns>
    List<string>? Attendees()
    {
        var known = new KnownParticipants(change, study, OwnSchools.Of(actor));
        var found = session.Attendees.Select(known.Find).ToList();
        return found.All(p => p is { } participant && participant.School == session.School) ? [.. found.Select(p => p!.Value.Id)] : null;
    }

    void KeepRevision(string reason, string by)
    {
        change.Prepared(
            """
            INSERT INTO session_revision (session_id, number, content, reason, replaced_by, replaced_utc)
            SELECT s.id, 1 + (SELECT COUNT(*) FROM session_revision r WHERE r.session_id = s.id),
                   json_object('concealed_pct', concealed_pct, 'delivery', delivery, 'duration_minutes', duration_minutes, 'educator_present', educator_present, 'jitter_ms', jitter_ms,
                               'loss_pct', loss_pct, 'rtt_ms', rtt_ms, 'start_utc', start_utc, 'status', status, 'week', week), @2, @3, @4
            FROM session s WHERE s.id = @1
            """).Run(_id, reason, by, Utc.Text(change.Now));
        change.Prepared(
            """
            INSERT INTO session_revision_attendee (session_id, number, participant_id)
            SELECT a.session_id, (SELECT MAX(number) FROM session_revision r WHERE r.session_id = @1), a.participant_id FROM session_attendee a WHERE a.session_id = @1
            """).Run(_id);
    }

    int Replace(SessionStore.Row row, string expectedHash)
    {
        var t = session.Transmission;
        return change.Prepared(
            $"""
            UPDATE session SET week = @3, delivery = @4, status = @5, start_utc = @6, duration_minutes = @7, educator_present = @8,
                   rtt_ms = @9, jitter_ms = @10, loss_pct = @11, concealed_pct = @12, content_hash = @13
            WHERE id = @1 AND content_hash = @2 AND study_id = @14 AND {OwnSchools.Holds("school", "@15")}
            """).Run(_id, expectedHash, session.Week, row.Delivery, row.Status, row.StartUtc, session.DurationMinutes, session.EducatorPresent,
            t?.RttMs, t?.JitterMs, t?.LossPct, t?.ConcealedPct, row.ContentHash, study, OwnSchools.Of(actor));
    }
}
