using System.Globalization;
using Outcomes.Data.Batches;
using Outcomes.Domain;
using Outcomes.Domain.Batches;
using Outcomes.Domain.Participants;

namespace Outcomes.Data.Participants;

public sealed class ParticipantStore(Writer writer)
{
    /// <param name="rows">Checked by <see cref="ParticipantRules"/>; enumerated once, perhaps on another thread.</param>
    public Task<BatchAnswer> RecordParticipants(BatchHeader header, IEnumerable<SentRow<Participant>> rows) =>
        writer.Record(header, rows.Select(r => r.Then<Row>((_, p) => (Row.Of(p), []))), change => new Table(change, header.Study));

    sealed record Row(string Id, string Pseudonym, string School, string Arm, string Language, string EnrolledOn, string ContentHash)
        : BatchRow(Id, ContentHash)
    {
        public static Row Of(Participant p)
        {
            var (id, enrolled) = (Text(p.Id), p.EnrolledOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            return new(id, p.Pseudonym, p.School, p.Arm, p.Language, enrolled, HashOf(p.Pseudonym, p.School, p.Arm, p.Language, enrolled));
        }
    }

    sealed class Table(Change change, string study) : BatchTable<Row>(change, study)
    {
        readonly Statement _insert = change.Prepared(
            """
            INSERT INTO participant (id, study_id, pseudonym, school, arm, language, enrolled_on, content_hash, receipt_id, received_utc)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10) ON CONFLICT DO NOTHING
            """);

        public override string ExistingSql => "SELECT content_hash, receipt_id, study_id FROM participant WHERE id = @1";

        public override bool RefersToKnown(Row row, long number, Action<Fault> fault) => true;

        public override bool Insert(Row row, string receipt) => _insert.Run(
            row.Id, Study, row.Pseudonym, row.School, row.Arm, row.Language, row.EnrolledOn, row.ContentHash, receipt, Received) == 1;

        public override Fault Clash(long number) => new("pseudonym", "pseudonym_taken", "Another participant of the study has this pseudonym.", number);
    }
}
