using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain.Access;

namespace Outcomes.Data.Entry;

/// <summary>A participant as whoever types in forms needs it.</summary>
public sealed record EntryParticipant(string Id, string Pseudonym, string School, string Arm, string Language, string EnrolledOn);

/// <summary>A form that was stored.</summary>
/// <param name="Session">Null at timepoints of the course.</param>
public sealed record TakenForm(string Participant, string Instrument, string Timepoint, string? Session)
{
    public bool Is(string instrument, string timepoint, string session) => Instrument == instrument && Timepoint == timepoint && (Session ?? "") == session;
}

/// <param name="Answers">Canonical JSON by item id.</param>
public sealed record StoredAnswers(string Id, string Answers, string CompletedUtc);

/// <summary>A held session that the participant took part in.</summary>
public sealed record AttendedSession(string Participant, string Session, string StartUtc);

/// <summary>What whoever types in paper forms may see: the own schools' participants by pseudonym, and which forms of theirs there are. No answers, no scores.</summary>
public sealed class EntryStore(Database database)
{
    static readonly string Own = $"p.study_id = @study AND (@only IS NULL OR p.study_id = @only) AND {OwnSchools.Holds("p.school")}";

    /// <param name="part">Of a pseudonym; null: all.</param>
    public IReadOnlyList<EntryParticipant> Participants(Actor actor, string study, string? part, int most) => database.Read(c => c.Query<EntryParticipant>(
        $"""
        SELECT p.id, p.pseudonym, p.school, p.arm, p.language, p.enrolled_on AS EnrolledOn FROM participant p
        WHERE {Own} AND (@part IS NULL OR instr(p.pseudonym, @part) > 0) ORDER BY p.pseudonym LIMIT @most
        """, Scope(actor, study, new { part, most })).ToList());

    public EntryParticipant? Participant(Actor actor, string study, string pseudonym) => database.Read(c => c.QuerySingleOrDefault<EntryParticipant>(
        $"SELECT p.id, p.pseudonym, p.school, p.arm, p.language, p.enrolled_on AS EnrolledOn FROM participant p WHERE {Own} AND p.pseudonym = @pseudonym", Scope(actor, study, new { pseudonym })));

    public ILookup<string, TakenForm> Taken(Actor actor, string study) => database.Read(c => c.Query<TakenForm>(
        $"""
        SELECT a.participant_id AS Participant, a.instrument, a.timepoint, a.session_id AS Session
        FROM assessment a JOIN participant p ON p.id = a.participant_id WHERE {Own}
        """, Scope(actor, study)).ToLookup(t => t.Participant));

    public ILookup<string, AttendedSession> Sessions(Actor actor, string study) => database.Read(c => c.Query<AttendedSession>(
        $"""
        SELECT t.participant_id AS Participant, s.id AS Session, s.start_utc AS StartUtc
        FROM session_attendee t JOIN session s ON s.id = t.session_id JOIN participant p ON p.id = t.participant_id
        WHERE s.status = 'held' AND {Own} ORDER BY s.start_utc
        """, Scope(actor, study)).ToLookup(t => t.Participant));

    /// <summary>The form that is stored at this place, to hold another of its kind against.</summary>
    /// <param name="session">Empty at timepoints of the course.</param>
    public StoredAnswers? Stored(Actor actor, string study, string participant, string instrument, string timepoint, string session) => database.Read(c => c.QuerySingleOrDefault<StoredAnswers>(
        $"""
        SELECT a.id, a.answers, a.completed_utc AS CompletedUtc FROM assessment a JOIN participant p ON p.id = a.participant_id
        WHERE {Own} AND p.id = @participant AND a.instrument = @instrument AND a.timepoint = @timepoint AND COALESCE(a.session_id, '') = @session
        """, Scope(actor, study, new { participant, instrument, timepoint, session })));

    /// <summary>The newest scores of an instrument by scale, only to hold a form that is being typed in against them: they are shown to nobody.</summary>
    /// <param name="before">Only of forms that were completed before this one, which is corrected; null: of all.</param>
    public IReadOnlyDictionary<string, double> Earlier(Actor actor, string study, string participant, string instrument, string? before = null) => database.Read(c => c.Query<(string Scale, double Value)>(
        $"""
        SELECT s.scale, s.value FROM latest_score s WHERE s.value IS NOT NULL AND s.assessment_id =
          (SELECT a.id FROM assessment a JOIN participant p ON p.id = a.participant_id WHERE {Own} AND p.id = @participant AND a.instrument = @instrument
             AND (@before IS NULL OR (a.completed_utc, a.id) < (SELECT b.completed_utc, b.id FROM assessment b WHERE b.id = @before)) ORDER BY a.completed_utc DESC LIMIT 1)
        """, Scope(actor, study, new { participant, instrument, before })).ToDictionary(s => s.Scale, s => s.Value));

    static DynamicParameters Scope(Actor actor, string study, object? more = null)
    {
        var parameters = new DynamicParameters(more);
        parameters.AddDynamicParams(new { study, only = actor.Study, schools = OwnSchools.Of(actor) });
        return parameters;
    }
}
