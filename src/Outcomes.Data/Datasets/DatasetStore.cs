using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using Outcomes.Data.Consents;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Sessions;

namespace Outcomes.Data.Datasets;

/// <summary>Everything of one study, row by row: what a dataset is written from.</summary>
public sealed class DatasetStore(Database database)
{
    /// <summary>Calls <paramref name="use"/> with the study as it stands at one moment, whatever is written meanwhile.</summary>
    /// <param name="purpose">Whose rows there are follows from it.</param>
    /// <returns>Null when there is no such study, or it is not the actor's, or null is what was made of it. A dataset is of a whole study: to whom
    /// only some schools belong, it is not there.</returns>
    public T? Read<T>(Actor actor, string study, DataUse purpose, Func<StudyRows, T?> use) where T : class => database.Read(connection =>
    {
        var head = connection.QuerySingleOrDefault<StudyHead>(
            """
            SELECT s.definition AS Definition,
                   COALESCE((SELECT MAX(t.at) FROM (
                       SELECT MAX(r.received_utc) AS at FROM receipt r WHERE r.study_id = s.id
                       UNION ALL SELECT MAX(v.replaced_utc) FROM assessment_revision v JOIN assessment a ON a.id = v.assessment_id WHERE a.study_id = s.id
                       UNION ALL SELECT MAX(e.recorded_utc) FROM session_record e JOIN session n ON n.id = e.session_id WHERE n.study_id = s.id) t), s.imported_utc) AS ThroughUtc
            FROM study s WHERE s.id = @study AND s.is_current = 1 AND (@only IS NULL OR s.id = @only) AND @whole
            """, new { study, only = actor.Study, whole = actor.MayEverywhere(Scopes.ReadData) });
        return head is null ? null : use(new StudyRows(connection, study, head, purpose));
    });
}

sealed record StudyHead
{
    public required string Definition { get; init; }
    public required string ThroughUtc { get; init; }
}

/// <summary>
/// The rows of each grain that consent lets be read, in an order that depends on nothing but the rows themselves. They come unbuffered: a study of any size
/// takes the same memory. Valid only inside <see cref="DatasetStore.Read"/>, one sequence at a time.
/// </summary>
public sealed class StudyRows
{
    readonly DbConnection _connection;
    readonly string _study, _included;

    internal StudyRows(DbConnection connection, string study, StudyHead head, DataUse use)
    {
        (_connection, _study, Definition, Use) = (connection, study, head.Definition, use);
        _included = Included.In(use);
        DataThroughUtc = DateTimeOffset.Parse(head.ThroughUtc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    /// <summary>What the rows are read for.</summary>
    public DataUse Use { get; }

    /// <summary>Canonical JSON of the study's current version.</summary>
    public string Definition { get; }

    /// <summary>When the newest row was received, corrected or recorded; of a study without data, when it was imported.</summary>
    public DateTimeOffset DataThroughUtc { get; }

    public IEnumerable<ParticipantRow> Participants => Query<ParticipantRow>(
        """
        SELECT id AS Id, pseudonym AS Pseudonym, school AS School, arm AS Arm, language AS Language, enrolled_on AS EnrolledOn
        FROM participant WHERE study_id = @study AND id IN (SELECT id FROM included) ORDER BY pseudonym
        """);

    public IEnumerable<SessionRow> Sessions => Query<SessionRow>(
        """
        SELECT id AS Id, school AS School, arm AS Arm, week AS Week, delivery AS Delivery, status AS Status, start_utc AS StartUtc,
               duration_minutes AS DurationMinutes, educator_present AS EducatorPresent,
               rtt_ms AS RttMs, jitter_ms AS JitterMs, loss_pct AS LossPct, concealed_pct AS ConcealedPct,
               (SELECT COUNT(*) FROM session_attendee a WHERE a.session_id = session.id AND a.participant_id IN (SELECT id FROM included)) AS Attendees
        FROM session WHERE study_id = @study ORDER BY id
        """);

    /// <summary>The latest record of each session that has one.</summary>
    public IEnumerable<SessionRecordRow> SessionRecords => Query<RecordedRow>(
        """
        SELECT r.session_id AS Session, r.recorded_utc AS RecordedUtc, r.record AS Record
        FROM session s JOIN latest_session_record r ON r.session_id = s.id WHERE s.study_id = @study ORDER BY s.id
        """).Select(r => new SessionRecordRow(r.Session, r.RecordedUtc, SessionRecordJson.Read(Encoding.UTF8.GetBytes(r.Record)).Record
            ?? throw new InvalidDataException($"The stored record of session {r.Session} can no longer be read.")));

    /// <summary>The time line of each record, in its order.</summary>
    public IEnumerable<SessionEventRow> SessionEvents => SessionRecords.SelectMany(r => r.Record.Events.Select((e, i) => new SessionEventRow(r.Session, i + 1, e)));

    public IEnumerable<SessionAdaptationRow> SessionAdaptations => SessionRecords.SelectMany(r => r.Record.Adaptations.Select((a, i) => new SessionAdaptationRow(r.Session, i + 1, a)));

    public IEnumerable<TransmissionRow> Transmissions => Query<TransmissionRow>(
        """
        SELECT t.session_id AS Session, t.codec AS Codec, t.bitrate_kbps AS BitrateKbps, t.seconds AS Seconds, t.imported_utc AS ImportedUtc
        FROM session s JOIN session_transmission t ON t.session_id = s.id WHERE s.study_id = @study ORDER BY s.id
        """);

    public IEnumerable<ConnectionRow> Connections => Query<ConnectionRow>(
        """
        SELECT id AS Id, school AS School, measured_utc AS MeasuredUtc, rtt_ms AS RttMs, jitter_ms AS JitterMs, late_pct AS LatePct, down_kbps AS DownKbps, up_kbps AS UpKbps
        FROM connection_check WHERE study_id = @study ORDER BY id
        """);

    public IEnumerable<AttendanceRow> Attendance => Query<AttendanceRow>(
        """
        SELECT a.session_id AS Session, p.pseudonym AS Participant
        FROM session s JOIN session_attendee a ON a.session_id = s.id JOIN participant p ON p.id = a.participant_id
        WHERE s.study_id = @study AND p.id IN (SELECT id FROM included) ORDER BY s.id, a.participant_id
        """);

    /// <summary>Those that came as far as the sound: before, there is no session.</summary>
    public IEnumerable<PlayRow> Plays => Query<PlayRow>(
        """
        SELECT l.id AS Id, l.session_id AS Session, p.pseudonym AS Participant, g.activity_id AS Activity, l.begun_utc AS BegunUtc, l.seconds AS Seconds, t.seconds AS Length
        FROM activity_play l JOIN session s ON s.id = l.session_id JOIN participant p ON p.id = l.participant_id
             JOIN activity_assignment g ON g.id = l.assignment_id JOIN activity t ON t.id = g.activity_id
        WHERE l.study_id = @study AND p.id IN (SELECT id FROM included) ORDER BY l.id
        """);

    public IEnumerable<AssessmentRow> Assessments => Query<AssessmentRow>(
        """
        SELECT a.id AS Id, p.pseudonym AS Participant, a.instrument AS Instrument, a.instrument_version AS Version, a.timepoint AS Timepoint,
               a.session_id AS Session, a.completed_utc AS CompletedUtc, a.language AS Language, a.mode AS Mode
        FROM assessment a JOIN participant p ON p.id = a.participant_id
        WHERE a.study_id = @study AND p.id IN (SELECT id FROM included) ORDER BY a.id
        """);

    public IEnumerable<ScoreRow> Scores => Query<ScoreRow>(
        """
        SELECT a.id AS Assessment, p.pseudonym AS Participant, a.instrument AS Instrument, a.instrument_version AS Version, a.timepoint AS Timepoint,
               a.session_id AS Session, s.scale AS Scale, s.value AS Value, s.answered AS Answered, s.preferred AS Preferred,
               s.not_reached AS NotReached, s.prorated AS Prorated, s.definition_hash AS DefinitionHash
        FROM assessment a JOIN participant p ON p.id = a.participant_id JOIN latest_score s ON s.assessment_id = a.id
        WHERE a.study_id = @study AND p.id IN (SELECT id FROM included) ORDER BY a.id, s.scale
        """);

    /// <summary>Items in the order of their instrument's definition.</summary>
    /// <param name="find">The definition of an instrument by id and version.</param>
    public IEnumerable<ItemRow> Items(Func<string, string, InstrumentDefinition?> find)
    {
        var rows = Query<AnsweredRow>(
            """
            SELECT a.id AS Id, p.pseudonym AS Participant, a.instrument AS Instrument, a.instrument_version AS Version, a.timepoint AS Timepoint,
                   a.session_id AS Session, a.completed_utc AS CompletedUtc, a.language AS Language, a.mode AS Mode, a.answers AS Answers
            FROM assessment a JOIN participant p ON p.id = a.participant_id
            WHERE a.study_id = @study AND p.id IN (SELECT id FROM included) ORDER BY a.id
            """);
        foreach (var row in rows)
        {
            var instrument = find(row.Instrument, row.Version)
                ?? throw new InvalidDataException($"The definition of {row.Instrument} {row.Version} is missing, though there are answers to it.");
            var answers = AnswersJson.Read(row.Answers);
            foreach (var item in instrument.Items)
                yield return new(row, item.Id, answers.TryGetValue(item.Id, out var answer) ? answer : Answer.NotReached);
        }
    }

    IEnumerable<T> Query<T>(string sql) => _connection.Query<T>($"{_included}\n{sql}", new { study = _study, version = (string?)null, change = (long?)null }, buffered: false);

    sealed record RecordedRow
    {
        public required string Session { get; init; }
        public required string RecordedUtc { get; init; }
        public required string Record { get; init; }
    }

    sealed record AnsweredRow : AssessmentRow
    {
        public required string Answers { get; init; }
    }
}
