using System.Globalization;
using Outcomes.Data.Access;
using Outcomes.Data.Batches;
using Outcomes.Data.Participants;
using Outcomes.Domain;
using Outcomes.Domain.Batches;
using Outcomes.Domain.Consents;

namespace Outcomes.Data.Consents;

public sealed class ConsentStore(Writer writer)
{
    /// <param name="rows">Checked by <see cref="ConsentRules"/>; enumerated once, perhaps on another thread.</param>
    public Task<BatchAnswer> RecordConsents(BatchHeader header, IEnumerable<SentRow<Consent>> rows) =>
        writer.Record(header, rows.Select(r => r.Then<Row>((_, c) => (Row.Of(c), []))), change => new Table(change, header));

    sealed record Row(string Id, string Participant, string Purpose, string GivenBy, string Answer, string TextVersion, string Language, string DecidedOn, string ContentHash)
        : BatchRow(Id, ContentHash)
    {
        public static Row Of(Consent c)
        {
            var (purpose, by, answer) = (EnumNames<ConsentPurpose>.Of(c.Purpose), EnumNames<ConsentGiver>.Of(c.GivenBy), EnumNames<ConsentAnswer>.Of(c.Answer));
            var day = c.DecidedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            return new(Text(c.Id), c.Participant, purpose, by, answer, c.Text, c.Language, day, HashOf(c.Participant, purpose, by, answer, c.Text, c.Language, day));
        }
    }

    sealed class Table(Change change, BatchHeader header) : BatchTable<Row>(change, header.Study)
    {
        readonly KnownParticipants _participants = new(change, header.Study, OwnSchools.Json(header.Schools));
        readonly Statement _given = change.Prepared(
            "SELECT 1 FROM consent WHERE participant_id = @1 AND purpose = @2 AND given_by = @3 AND answer = 'given' AND decided_on <= @4 LIMIT 1");
        readonly Statement _insert = change.Prepared(
            """
            INSERT INTO consent (id, study_id, participant_id, purpose, given_by, answer, text_version, language, decided_on, content_hash, receipt_id, received_utc)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12) ON CONFLICT DO NOTHING
            """);

        public override string ExistingSql => "SELECT content_hash, receipt_id, study_id FROM consent WHERE id = @1";

        public override bool RefersToKnown(Row row, long number, Action<Fault> fault)
        {
            if (_participants.Find(row.Participant) is not { } participant)
                fault(new Fault("participant", "unknown_pseudonym", "The study has no participant with this pseudonym.", number));
            else if (row.Answer == "withdrawn" && !WasGiven(participant.Id, row))
                fault(new Fault("answer", "nothing_to_withdraw", "This person had not agreed to it by that day, so there is nothing to withdraw. Look at the day, or record it as refused.", number));
            else return true;
            return false;
        }

        bool WasGiven(string participant, Row row)
        {
            using var given = _given.Query(participant, row.Purpose, row.GivenBy, row.DecidedOn);
            return given.Read();
        }

        public override bool Insert(Row row, string receipt) => _insert.Run(row.Id, Study, _participants.Find(row.Participant)!.Value.Id, row.Purpose, row.GivenBy,
            row.Answer, row.TextVersion, row.Language, row.DecidedOn, row.ContentHash, receipt, Received) == 1;

        public override Fault Clash(long number) => new("id", "content_differs", "This id was used before with other content.", number);
    }
}
