using System.Globalization;
using Dapper;
using Outcomes.Data.Access;
using Outcomes.Data.CheckIns;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Activities;
using Outcomes.Domain.Audit;
using Outcomes.Domain.CheckIns;

namespace Outcomes.Data.Activities;

/// <summary>An exercise that was given to a participant, as their therapist sees it.</summary>
/// <param name="Share">Of the exercise that was played at most in one play, 0 to 1; null: no browser told.</param>
public sealed record AssignmentLine(string Id, string Participant, string Title, string Language, string FromOn, string ToOn, string Link, int Plays, double? Share, bool Ended);

/// <summary>Exercises that are given to participants, each with a link of its own.</summary>
public sealed class AssignmentStore(Database database, Writer writer)
{
    const int MostListed = 200;

    /// <summary>Gives them together, or none.</summary>
    /// <param name="links">Of the kind activity, one for each participant.</param>
    /// <returns>The tokens in order: this is the only time that they are known. Null: the activity or one of the participants is not there any more.</returns>
    public Task<IReadOnlyList<string>?> Assign(Actor actor, string study, Guid activity, DateOnly from, DateOnly to, IReadOnlyList<CheckInLink> links) => writer.Run(change =>
    {
        var tokens = new List<string>();
        foreach (var link in links)
        {
            var token = LinkStore.Insert(change, actor, link);
            var id = Guid.CreateVersion7(change.Now).ToString("D");
            var given = token is null ? 0 : change.Prepared(
                """
                INSERT INTO activity_assignment (id, study_id, school, activity_id, participant_id, link_id, from_on, to_on, assigned_by, assigned_utc)
                SELECT @1, @2, l.school, a.id, l.participant_id, l.id, @5, @6, @7, @8 FROM check_in_link l JOIN activity a ON a.id = @4 AND a.study_id = @2 AND a.withdrawn_utc IS NULL WHERE l.id = @3
                """).Run(id, study, link.Id.ToString("D"), activity.ToString("D"), Day(from), Day(to), actor.Name, Utc.Text(change.Now));
            if (given == 0)
            {
                change.Refuse();
                return null;
            }
            change.Record(new AuditEvent(actor.Name, "activity_assigned", id, study, new Dictionary<string, string> { ["activity"] = activity.ToString("D") }));
            tokens.Add(token!);
        }
        return (IReadOnlyList<string>?)tokens;
    });

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Of the actor's schools, the newest first.</summary>
    public IReadOnlyList<AssignmentLine> All(Actor actor, string study) => database.Read(c => c.Query<Row>(
        $"""
        SELECT s.id, p.pseudonym AS Participant, a.title, a.language, s.from_on AS FromOn, s.to_on AS ToOn, s.link_id AS Link, a.seconds AS Length, l.ended_utc AS EndedUtc,
               (SELECT COUNT(*) FROM activity_play y JOIN session e ON e.id = y.session_id WHERE y.assignment_id = s.id) AS Plays,
               (SELECT MAX(y.seconds) FROM activity_play y WHERE y.assignment_id = s.id) AS Played
        FROM activity_assignment s JOIN activity a ON a.id = s.activity_id JOIN participant p ON p.id = s.participant_id JOIN check_in_link l ON l.id = s.link_id
        WHERE s.study_id = @study AND (@only IS NULL OR s.study_id = @only) AND {OwnSchools.Holds("s.school")} ORDER BY s.assigned_utc DESC, p.pseudonym LIMIT {MostListed}
        """, new { study, only = actor.Study, schools = OwnSchools.Of(actor) }).Select(r => r.Line()).ToList());

    sealed record Row
    {
        public required string Id { get; init; }
        public required string Participant { get; init; }
        public required string Title { get; init; }
        public required string Language { get; init; }
        public required string FromOn { get; init; }
        public required string ToOn { get; init; }
        public required string Link { get; init; }
        public double Length { get; init; }
        public string? EndedUtc { get; init; }
        public long Plays { get; init; }
        public double? Played { get; init; }

        public AssignmentLine Line() => new(Id, Participant, Title, Language, FromOn, ToOn, Link, (int)Plays, Played / Length, EndedUtc is not null);
    }
}
