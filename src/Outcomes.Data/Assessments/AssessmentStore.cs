using Outcomes.Data.Access;
using Outcomes.Data.Batches;
using Outcomes.Data.Participants;
using Outcomes.Domain;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Batches;

namespace Outcomes.Data.Assessments;

public sealed class AssessmentStore(Writer writer)
{
    /// <param name="rows">Checked and scored by <see cref="AssessmentRules"/>; enumerated once, perhaps on another thread.</param>
    /// <param name="alongside">Written with a small batch, in the same transaction, if it is new.</param>
    public Task<BatchAnswer> RecordAssessments(BatchHeader header, IEnumerable<SentRow<AcceptedAssessment>> rows, Action<Change>? alongside = null) =>
        writer.Record(header, rows.Select(r => r.Then<Row>((_, a) => (Row.Of(a), []))), change => new Table(change, header), alongside);

    /// <summary>In the transaction that stores the answers. Scoring again adds rows, and leaves the earlier.</summary>
    internal static void AddScores(Change change, AcceptedAssessment scored, string scoredUtc)
    {
        var (a, insert) = (scored.Assessment, change.Prepared(
            """
            INSERT INTO score (assessment_id, scale, scored_utc, value, answered, preferred, not_reached, prorated,
                               instrument, instrument_version, definition_hash)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11)
            """));
        foreach (var s in scored.Scores)
            insert.Run(a.Id.ToString("D"), s.Scale, scoredUtc, s.Value, s.Answered, s.Preferred, s.NotReached, s.Prorated, a.Instrument, a.Version, scored.Instrument.Hash);
    }

    internal sealed record Row(string Id, AcceptedAssessment Scored, string? Session, string CompletedUtc, string Mode, string Answers, string ContentHash)
        : BatchRow(Id, ContentHash)
    {
        public static Row Of(AcceptedAssessment scored)
        {
            var a = scored.Assessment;
            var (session, completed, mode) = (a.Session is { } id ? Text(id) : null, Utc.Text(a.CompletedUtc), EnumNames<EntryMode>.Of(a.Mode));
            var answers = AnswersJson.Write(a.Answers);
            var hash = HashOf(a.Participant, a.Instrument, a.Version, a.Timepoint, session, completed, a.Language, mode, answers);
            return new(Text(a.Id), scored, session, completed, mode, answers, hash);
        }
    }

    sealed class Table(Change change, BatchHeader header) : BatchTable<Row>(change, header.Study)
    {
        static readonly string SessionSql = $"SELECT school FROM session WHERE id = @1 AND study_id = @2 AND {OwnSchools.Holds("school", "@3")}";

        readonly string? _schools = OwnSchools.Json(header.Schools);
        readonly KnownParticipants _participants = new(change, header.Study, OwnSchools.Json(header.Schools));
        readonly Dictionary<string, string?> _schoolOfSession = new(StringComparer.Ordinal);
        readonly Statement _insert = change.Prepared(
            """
            INSERT INTO assessment (id, study_id, participant_id, instrument, instrument_version, timepoint, session_id, completed_utc,
                                    language, mode, answers, content_hash, receipt_id, received_utc)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14) ON CONFLICT DO NOTHING
            """);

        /// <remarks>A form that was corrected since is held against what it said first: whoever sends that again is told that it arrived, and undoes no correction.</remarks>
        public override string ExistingSql =>
            "SELECT COALESCE((SELECT r.content_hash FROM assessment_revision r WHERE r.assessment_id = a.id AND r.number = 1), a.content_hash), a.receipt_id, a.study_id FROM assessment a WHERE a.id = @1";

        public override bool RefersToKnown(Row row, long number, Action<Fault> fault)
        {
            var participant = _participants.Find(row.Scored.Assessment.Participant);
            if (participant is null) fault(new Fault("participant", "unknown_pseudonym", "The study has no participant with this pseudonym.", number));
            if (row.Session is null) return participant is not null;
            var school = SchoolOfSession(row.Session);
            if (school is null) fault(new Fault("session", "unknown_session", "The study has no session with this id.", number));
            else if (participant is { } known && known.School != school)
                fault(new Fault("session", "other_school", "The session was held for another school than the participant's.", number));
            return participant?.School is { } own && own == school;
        }

        public override bool Insert(Row row, string receipt)
        {
            var a = row.Scored.Assessment;
            var participant = _participants.Find(a.Participant)!.Value.Id;
            if (_insert.Run(row.Id, Study, participant, a.Instrument, a.Version, a.Timepoint, row.Session, row.CompletedUtc,
                a.Language, row.Mode, row.Answers, row.ContentHash, receipt, Received) == 0) return false;
            AddScores(Change, row.Scored, Received);
            return true;
        }

        public override Fault Clash(long number) => new("timepoint", "second_assessment",
            "The participant has this instrument at this timepoint (of this session) already, under another id.", number);

        string? SchoolOfSession(string id)
        {
            if (_schoolOfSession.TryGetValue(id, out var school)) return school;
            using var found = Change.Prepared(SessionSql).Query(id, Study, _schools);
            return _schoolOfSession[id] = found.Read() ? found.GetString(0) : null;
        }
    }
}
