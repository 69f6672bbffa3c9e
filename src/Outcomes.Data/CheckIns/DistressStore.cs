using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Audit;
using Outcomes.Domain.CheckIns;
using Outcomes.Domain.Studies;

namespace Outcomes.Data.CheckIns;

/// <summary>Someone whom a therapist is asked to look after.</summary>
public sealed record DistressAlert
{
    public required string Id { get; init; }
    public required string Participant { get; init; }
    public required string School { get; init; }

    /// <summary>Null: asked at a timepoint of the course.</summary>
    public string? Session { get; init; }
    public required string Instrument { get; init; }
    public required string Scale { get; init; }
    public double? AtLeast { get; init; }
    public double? AtMost { get; init; }
    public required string RaisedUtc { get; init; }
}

/// <summary>Alerts, for the therapists of the student's school alone: no dataset, report or count reads this table.</summary>
public sealed class DistressStore(Database database, Writer writer)
{
    /// <summary>In the transaction that stores the assessment: one alert for each of the study's rules that it meets.</summary>
    public static void Raise(Change change, StudyDefinition study, AcceptedAssessment accepted, string school, string by)
    {
        var a = accepted.Assessment;
        foreach (var rule in study.Distress.Where(r => r.Instrument == a.Instrument && r.IsMetBy(accepted.Scores)))
        {
            var id = Guid.CreateVersion7(change.Now).ToString("D");
            change.Prepared(
                """
                INSERT INTO distress_alert (id, study_id, school, participant_id, assessment_id, session_id, instrument, scale, at_least, at_most, raised_utc)
                SELECT @1, @2, @3, a.participant_id, a.id, a.session_id, a.instrument, @5, @6, @7, @8 FROM assessment a WHERE a.id = @4
                """).Run(id, study.Id, school, a.Id.ToString("D"), rule.Scale, rule.AtLeast, rule.AtMost, Utc.Text(change.Now));
            change.Record(new AuditEvent(by, "distress_raised", id, study.Id));
        }
    }

    /// <summary>Those that nobody has answered for, the oldest first.</summary>
    public IReadOnlyList<DistressAlert> Open(Actor actor, string study) => database.Read(c => c.Query<DistressAlert>(
        $"""
        SELECT d.id, p.pseudonym AS Participant, d.school, d.session_id AS Session, d.instrument, d.scale, d.at_least AS AtLeast, d.at_most AS AtMost, d.raised_utc AS RaisedUtc
        FROM distress_alert d JOIN participant p ON p.id = d.participant_id
        WHERE d.study_id = @study AND (@only IS NULL OR d.study_id = @only) AND {OwnSchools.Holds("d.school")} AND d.acknowledged_utc IS NULL ORDER BY d.raised_utc, d.id
        """, new { study, only = actor.Study, schools = OwnSchools.Of(actor) }).ToList());

    /// <returns>False: there is none that is open, or it is not the actor's.</returns>
    public Task<bool> Acknowledge(Actor actor, string study, Guid id, DistressAction action) => writer.Run(change =>
    {
        var done = change.Prepared(
            $"""
            UPDATE distress_alert SET acknowledged_utc = @3, acknowledged_by = @4, action = @5
            WHERE id = @1 AND study_id = @2 AND (@6 IS NULL OR study_id = @6) AND {OwnSchools.Holds("school", "@7")} AND acknowledged_utc IS NULL
            """).Run(id.ToString("D"), study, Utc.Text(change.Now), actor.Name, EnumNames<DistressAction>.Of(action), actor.Study, OwnSchools.Of(actor)) == 1;
        if (done) change.Record(new AuditEvent(actor.Name, "distress_acknowledged", id.ToString("D"), study, new Dictionary<string, string> { ["action"] = EnumNames<DistressAction>.Of(action) }));
        return done;
    });
}
