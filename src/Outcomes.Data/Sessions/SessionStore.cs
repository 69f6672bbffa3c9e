using System.Globalization;
using Outcomes.Data.Access;
using Outcomes.Data.Batches;
using Outcomes.Data.Participants;
using Outcomes.Domain;
using Outcomes.Domain.Batches;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Data.Sessions;

public sealed class SessionStore(Writer writer)
{
    /// <param name="rows">Checked by <see cref="SessionRules"/>; enumerated once, perhaps on another thread.</param>
    public Task<BatchAnswer> RecordSessions(BatchHeader header, IEnumerable<SentRow<Session>> rows) =>
        writer.Record(header, rows.Select(r => r.Then<Row>((_, s) => (Row.Of(s), []))), change => new Table(change, header));

    internal sealed record Row(string Id, Session Session, string Delivery, string Status, string StartUtc, string ContentHash) : BatchRow(Id, ContentHash)
    {
        public static Row Of(Session s)
        {
            var (delivery, status, start) = (EnumNames<Delivery>.Of(s.Delivery), EnumNames<SessionStatus>.Of(s.Status), Utc.Text(s.StartUtc));
            var attendees = string.Join(';', s.Attendees.Order(StringComparer.Ordinal));
            var t = s.Transmission;
            var hash = HashOf(s.School, s.Arm, Number<int>(s.Week), delivery, status, start, Number(s.DurationMinutes), s.EducatorPresent switch { true => "1", false => "0", _ => "" },
                attendees, Number(t?.RttMs), Number(t?.JitterMs), Number(t?.LossPct), Number(t?.ConcealedPct));
            return new(Text(s.Id), s, delivery, status, start, hash);
        }

        static string Number<T>(T? number) where T : struct, IFormattable => number?.ToString(null, CultureInfo.InvariantCulture) ?? "";
    }

    sealed class Table(Change change, BatchHeader header) : BatchTable<Row>(change, header.Study)
    {
        readonly KnownParticipants _participants = new(change, header.Study, OwnSchools.Json(header.Schools));
        readonly Statement _attend = change.Prepared("INSERT INTO session_attendee (session_id, participant_id) VALUES (@1, @2)");
        readonly Statement _insert = change.Prepared(
            """
            INSERT INTO session (id, study_id, school, arm, week, delivery, status, start_utc, duration_minutes, educator_present,
                                 rtt_ms, jitter_ms, loss_pct, concealed_pct, content_hash, receipt_id, received_utc)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14, @15, @16, @17) ON CONFLICT DO NOTHING
            """);

        public override string ExistingSql => "SELECT content_hash, receipt_id, study_id FROM session WHERE id = @1";

        public override bool RefersToKnown(Row row, long number, Action<Fault> fault)
        {
            var found = row.Session.Attendees.Select(_participants.Find).ToList();
            var unknown = found.Count(p => p is null);
            var elsewhere = found.Count(p => p is { } known && known.School != row.Session.School);
            if (unknown > 0) fault(new Fault("attendees", "unknown_pseudonym", $"{unknown} of the attendees are not participants of the study.", number));
            if (elsewhere > 0) fault(new Fault("attendees", "other_school", $"{elsewhere} of the attendees belong to another school.", number));
            return unknown + elsewhere == 0;
        }

        public override bool Insert(Row row, string receipt)
        {
            var (s, t) = (row.Session, row.Session.Transmission);
            if (_insert.Run(row.Id, Study, s.School, s.Arm, s.Week, row.Delivery, row.Status, row.StartUtc, s.DurationMinutes, s.EducatorPresent,
                t?.RttMs, t?.JitterMs, t?.LossPct, t?.ConcealedPct, row.ContentHash, receipt, Received) == 0) return false;
            foreach (var pseudonym in s.Attendees) _attend.Run(row.Id, _participants.Find(pseudonym)!.Value.Id);
            return true;
        }

        public override Fault Clash(long number) => new("id", "content_differs", "This id was used before with other content.", number);
    }
}
