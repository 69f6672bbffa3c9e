using Dapper;
using Outcomes.Data.CheckIns;
using Outcomes.Domain;
using Outcomes.Domain.Activities;
using Outcomes.Domain.Audit;
using Outcomes.Domain.CheckIns;

namespace Outcomes.Data.Activities;

/// <summary>One time that a student listens.</summary>
/// <param name="Arm">The participant's; the session that the play is belongs to it.</param>
/// <param name="Week">Since enrolment, from 1.</param>
/// <param name="IsSession">The session is stored.</param>
public sealed record Play(Guid Id, Guid Session, DateTimeOffset BegunUtc, string Arm, int Week, bool IsSession);

/// <summary>What students listen to by their links, and how much of it.</summary>
public sealed class PlayStore(Database database, Writer writer)
{
    /// <summary>Whoever comes back within this time goes on; later it is another play.</summary>
    static readonly TimeSpan GoesOn = TimeSpan.FromHours(3);

    /// <summary>The exercise behind a link; null: it was withdrawn.</summary>
    public Activity? Activity(CheckInLink link) => database.Read(c => c.QuerySingleOrDefault<ActivityStore.Row>(
        """
        SELECT a.id, a.title, a.language, a.licence, a.reference, a.media_type AS MediaType, a.size, a.sha256, a.seconds
        FROM activity_assignment s JOIN activity a ON a.id = s.activity_id WHERE s.link_id = @id AND a.withdrawn_utc IS NULL
        """, new { id = link.Id.ToString("D") })?.Activity());

    public Play? Find(CheckInLink link, Guid id) => database.Read(c => c.QuerySingleOrDefault<Row>(
        """
        SELECT y.id, y.session_id AS Session, y.begun_utc AS BegunUtc, p.arm, p.enrolled_on AS EnrolledOn, EXISTS (SELECT 1 FROM session e WHERE e.id = y.session_id) AS IsSession
        FROM activity_play y JOIN activity_assignment s ON s.id = y.assignment_id JOIN participant p ON p.id = y.participant_id WHERE y.id = @id AND s.link_id = @link
        """, new { id = id.ToString("D"), link = link.Id.ToString("D") })?.Play());

    /// <summary>Begins a play, or goes on with the one that was begun a while ago and is not over.</summary>
    /// <param name="isOver">All its check-ins are stored.</param>
    public async Task<Play?> Begin(CheckInLink link, Func<Play, bool> isOver)
    {
        if (Newest(link) is { } last && Find(link, last) is { } going && database.Time.GetUtcNow() - going.BegunUtc < GoesOn && !isOver(going)) return going;
        var id = await writer.Run(change =>
        {
            var (play, session) = (Guid.CreateVersion7(change.Now), Guid.CreateVersion7(change.Now));
            change.Prepared(
                """
                INSERT INTO activity_play (id, study_id, assignment_id, participant_id, session_id, begun_utc, parts)
                SELECT @1, s.study_id, s.id, s.participant_id, @2, @3, '' FROM activity_assignment s WHERE s.link_id = @4
                """).Run(play.ToString("D"), session.ToString("D"), Utc.Text(change.Now), link.Id.ToString("D"));
            change.Record(new AuditEvent(CheckInStore.By(link), "activity_play_begun", play.ToString("D"), link.Study));
            return play;
        });
        return Find(link, id);
    }

    Guid? Newest(CheckInLink link) => database.Read(c => c.QueryFirstOrDefault<string>(
        "SELECT y.id FROM activity_play y JOIN activity_assignment s ON s.id = y.assignment_id WHERE s.link_id = @id ORDER BY y.begun_utc DESC, y.id DESC LIMIT 1", new { id = link.Id.ToString("D") })) is { } id ? Guid.Parse(id) : null;

    /// <summary>Adds what was played since; told again, nothing changes.</summary>
    public Task<bool> Told(CheckInLink link, Guid play, PlayedParts parts, double length) => writer.Run(change =>
    {
        string stored;
        using (var found = change.Prepared("SELECT y.parts FROM activity_play y JOIN activity_assignment s ON s.id = y.assignment_id WHERE y.id = @1 AND s.link_id = @2").Query(play.ToString("D"), link.Id.ToString("D")))
        {
            if (!found.Read()) return false;
            stored = found.GetString(0);
        }
        var all = (PlayedParts.Read(stored, length) ?? PlayedParts.None).With(parts);
        if (all.ToString() == stored || all.Parts.Count > PlayedParts.MostParts) return true;
        change.Prepared("UPDATE activity_play SET parts = @2, seconds = @3, told_utc = @4 WHERE id = @1").Run(play.ToString("D"), all.ToString(), Math.Min(all.Seconds, length), Utc.Text(change.Now));
        change.Record(new AuditEvent(CheckInStore.By(link), "activity_play_told", play.ToString("D"), link.Study));
        return true;
    });

    sealed record Row
    {
        public required string Id { get; init; }
        public required string Session { get; init; }
        public required string BegunUtc { get; init; }
        public required string Arm { get; init; }
        public required string EnrolledOn { get; init; }
        public long IsSession { get; init; }

        public Play Play()
        {
            var begun = Utc.Parse(BegunUtc);
            var days = DateOnly.FromDateTime(begun.UtcDateTime).DayNumber - DateOnly.ParseExact(EnrolledOn, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).DayNumber;
            return new(Guid.Parse(Id), Guid.Parse(Session), begun, Arm, Math.Clamp(days / 7 + 1, 1, Domain.Sessions.SessionRules.MostWeeks), IsSession == 1);
        }
    }
}
