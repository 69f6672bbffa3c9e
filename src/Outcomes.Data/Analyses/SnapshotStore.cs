using System.Data.Common;
using System.Text;
using Dapper;
using Outcomes.Data.Consents;
using Outcomes.Data.Instruments;
using Outcomes.Data.Plans;
using Outcomes.Domain;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Participants;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Data.Analyses;

/// <summary>A study with its data, both as they stood at one moment.</summary>
public sealed record StudySnapshot(StudyDefinition Study, Snapshot Snapshot)
{
    /// <summary>Of a snapshot taken again: someone who was in it is not any more, since consent was withdrawn or the rows were erased.</summary>
    public bool Withdrawn { get; init; }
}

/// <summary>Reads all that an analysis needs in one read transaction: no write comes between definition, rows and change number.</summary>
public sealed class SnapshotStore(Database database, InstrumentStore instruments)
{
    /// <returns>Null: there is no such study.</returns>
    public StudySnapshot? Take(string study) => database.Read(connection => SnapshotRows.Read(connection, study)) is { } rows ? Of(study, rows) : null;

    /// <summary>
    /// What an analysis was computed from, taken again: its version of the study, and what is stored now of the rows that had come in by
    /// then. Only where nothing of that was changed since has it the same hash. Whose consent was withdrawn meanwhile is not read again.
    /// </summary>
    /// <returns>Null: there is no such study, or not in this version.</returns>
    /// <exception cref="InvalidDataException">What is stored can no longer be read.</exception>
    public StudySnapshot? Take(StoredAnalysis asOf) =>
        database.Read(connection => SnapshotRows.Read(connection, asOf.StudyId, asOf)) is { } rows ? Of(asOf.StudyId, rows) : null;

    StudySnapshot Of(string study, SnapshotRows rows)
    {
        var definition = StudyReader.Read(Encoding.UTF8.GetBytes(rows.Study.Definition), instruments.Find).Value
            ?? throw new InvalidDataException($"The stored definition of study {study} can no longer be read.");
        var used = definition.Instruments.Select(u => instruments.Find(u.Instrument, u.Version)!)
            .DistinctBy(i => (i.Id, i.Version)).OrderBy(i => i.Id, StringComparer.Ordinal).ThenBy(i => i.Version, StringComparer.Ordinal).ToList();
        return new(definition, new Snapshot(SnapshotHash.Of(rows), rows.Study.ChangeNumber, Utc.Parse(rows.Through), used,
            [.. rows.Participants.Select(Participant)], Sessions(rows), Assessments(rows)) { Standing = PlanLife.Standing(definition.Plan.Hash, rows.Locks, rows.FirstData) }) { Withdrawn = rows.Withdrawn };
    }

    static Participant Participant(ParticipantRow r) =>
        new(Guid.Parse(r.Id), r.Pseudonym, r.School, r.Arm, r.Language, DateOnly.ParseExact(r.EnrolledOn, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    static List<Session> Sessions(SnapshotRows rows)
    {
        var attendees = rows.Attendees.ToLookup(a => a.Session, a => a.Pseudonym);
        return [.. rows.Sessions.Select(s => new Session(Guid.Parse(s.Id), s.School, s.Arm, (int)s.Week, Read<Delivery>(s.Delivery), Read<SessionStatus>(s.Status),
            Utc.Parse(s.StartUtc), (int?)s.DurationMinutes, s.EducatorPresent is { } present ? present == 1 : null, [.. attendees[s.Id]],
            s.RttMs is null && s.JitterMs is null && s.LossPct is null && s.ConcealedPct is null ? null : new(s.RttMs, s.JitterMs, s.LossPct, s.ConcealedPct)))];
    }

    static List<ScoredAssessment> Assessments(SnapshotRows rows)
    {
        var scores = rows.Scores.ToLookup(s => s.Assessment,
            s => new Score(s.Scale, s.Value, (int)s.Answered, (int)s.Preferred, (int)s.NotReached, s.Prorated == 1));
        return [.. rows.Assessments.Select(a => new ScoredAssessment(Guid.Parse(a.Id), a.Pseudonym, a.Instrument, a.Timepoint,
            a.Session is null ? null : Guid.Parse(a.Session), Utc.Parse(a.CompletedUtc), AnswersJson.Read(a.Answers), [.. scores[a.Id]]))];
    }

    static T Read<T>(string name) where T : struct, Enum =>
        EnumNames<T>.TryRead(name, out var value) ? value : throw new InvalidDataException($"The stored data hold an unknown {typeof(T).Name}.");
}

sealed record StudyRow(string Version, string Hash, string Definition, long ChangeNumber, string ChangedUtc);
sealed record ParticipantRow(string Id, string Pseudonym, string School, string Arm, string Language, string EnrolledOn);
sealed record AttendeeRow(string Session, string Pseudonym);
sealed record ScoreRow(string Assessment, string Scale, double? Value, long Answered, long Preferred, long NotReached, long Prorated, string DefinitionHash);

sealed record SessionRow(string Id, string School, string Arm, long Week, string Delivery, string Status, string StartUtc,
    long? DurationMinutes, long? EducatorPresent, double? RttMs, double? JitterMs, double? LossPct, double? ConcealedPct);

sealed record AssessmentRow(string Id, string Pseudonym, string Instrument, string Version, string Timepoint, string? Session, string CompletedUtc,
    string Language, string Mode, string Answers);

/// <summary>The rows of one study that consent lets be analysed, each table in the order of its key.</summary>
/// <param name="Through">When the newest row was received or corrected; without rows, when the study was imported.</param>
/// <param name="Locks">Of the study's plan; with the first data they say where it stands in its life.</param>
sealed record SnapshotRows(
    StudyRow Study, string Through, List<ParticipantRow> Participants, List<SessionRow> Sessions, List<AttendeeRow> Attendees,
    List<AssessmentRow> Assessments, List<ScoreRow> Scores, IReadOnlyList<PlanLock> Locks, DateTimeOffset? FirstData, bool Withdrawn)
{
    public static SnapshotRows? Read(DbConnection connection, string study, StoredAnalysis? asOf = null)
    {
        List<T> Rows<T>(string sql) => connection.Query<T>(sql, new { study, version = asOf?.StudyVersion, change = asOf?.ChangeNumber }).AsList();
        var current = Rows<StudyRow>(
            """
            SELECT s.version, s.hash, s.definition, COALESCE(@change, d.change_number) AS ChangeNumber, d.changed_utc AS ChangedUtc
            FROM study s JOIN study_data d ON d.study_id = s.id
            WHERE s.id = @study AND (@version IS NULL AND s.is_current = 1 OR s.version = @version)
            """).SingleOrDefault();
        string In(string table) => asOf is null ? "" : $"AND EXISTS (SELECT 1 FROM receipt r WHERE r.id = {table}.receipt_id AND r.change_number <= @change)";
        // A form that was corrected later is read as it stood then, and with the scores that it had then.
        string Then(string column) => asOf is null ? $"a.{column}" : $"COALESCE((SELECT r.{column} FROM assessment_revision r WHERE r.assessment_id = a.id AND r.change_number > @change ORDER BY r.number LIMIT 1), a.{column})";
        var scores = asOf is null ? "latest_score" : ScoresThen;
        var included = asOf is null ? Included.In(DataUse.Analysis) : Included.InThenAndNow(DataUse.Analysis);
        const string Agreed = "IN (SELECT id FROM included)";
        return current is null ? null : new(current,
            Rows<string?>(
                """
                SELECT MAX(at) FROM (
                    SELECT MAX(received_utc) AS at FROM receipt WHERE study_id = @study AND (@change IS NULL OR change_number <= @change)
                    UNION ALL SELECT MAX(v.replaced_utc) FROM assessment_revision v JOIN assessment a ON a.id = v.assessment_id WHERE a.study_id = @study AND (@change IS NULL OR v.change_number <= @change))
                """)[0] ?? current.ChangedUtc,
            Rows<ParticipantRow>($"{included} SELECT id, pseudonym, school, arm, language, enrolled_on AS EnrolledOn FROM participant p WHERE study_id = @study AND p.id {Agreed} {In("p")} ORDER BY id"),
            Rows<SessionRow>(
                $"""
                SELECT id, school, arm, week, delivery, status, start_utc AS StartUtc, duration_minutes AS DurationMinutes, educator_present AS EducatorPresent,
                       rtt_ms AS RttMs, jitter_ms AS JitterMs, loss_pct AS LossPct, concealed_pct AS ConcealedPct
                FROM session s WHERE study_id = @study {In("s")} ORDER BY id
                """),
            Rows<AttendeeRow>(
                $"""
                {included}
                SELECT a.session_id AS Session, p.pseudonym FROM session_attendee a JOIN participant p ON p.id = a.participant_id JOIN session s ON s.id = a.session_id
                WHERE p.study_id = @study AND p.id {Agreed} {In("s")} ORDER BY a.session_id, p.pseudonym
                """),
            Rows<AssessmentRow>(
                $"""
                {included}
                SELECT a.id, p.pseudonym, a.instrument, a.instrument_version AS Version, a.timepoint, a.session_id AS Session, {Then("completed_utc")} AS CompletedUtc,
                       {Then("language")} AS Language, a.mode, {Then("answers")} AS Answers
                FROM assessment a JOIN participant p ON p.id = a.participant_id WHERE a.study_id = @study AND p.id {Agreed} {In("a")} ORDER BY a.id
                """),
            Rows<ScoreRow>(
                $"""
                {included}
                SELECT s.assessment_id AS Assessment, s.scale, s.value, s.answered, s.preferred, s.not_reached AS NotReached, s.prorated, s.definition_hash AS DefinitionHash
                FROM {scores} s JOIN assessment a ON a.id = s.assessment_id WHERE a.study_id = @study AND a.participant_id {Agreed} {In("a")} ORDER BY s.assessment_id, s.scale
                """),
            PlanRows.Locks(connection, study, asOf?.ChangeNumber), PlanRows.FirstData(connection, study),
            asOf is not null && Rows<long>(
                $"""
                {included}
                SELECT EXISTS (SELECT 1 FROM participant p WHERE p.id IN (SELECT id FROM included_then) AND p.id NOT {Agreed} {In("p")})
                    OR EXISTS (SELECT 1 FROM erased e WHERE e.study_id = @study AND e.kind = 'participants' AND e.came_change <= @change AND e.erased_change > @change)
                """)[0] == 1);
    }

    /// <summary>The newest scores of each form before the first correction that came after @change.</summary>
    const string ScoresThen =
        """
        (WITH corrected AS (SELECT assessment_id, MIN(replaced_utc) AS at FROM assessment_revision WHERE change_number > @change GROUP BY assessment_id),
              known AS (SELECT s.* FROM score s LEFT JOIN corrected c ON c.assessment_id = s.assessment_id WHERE c.at IS NULL OR s.scored_utc < c.at)
         SELECT k.* FROM known k WHERE NOT EXISTS (SELECT 1 FROM known t WHERE t.assessment_id = k.assessment_id AND t.scale = k.scale AND t.scored_utc > k.scored_utc))
        """;
}
