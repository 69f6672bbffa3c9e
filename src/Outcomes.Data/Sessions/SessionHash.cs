using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Data.Sessions;

/// <summary>
/// The content hash of a session covers its attendees. Once one of them is erased it is made anew of those who are left: all else that it
/// covers is known, so from the old hash the one who is missing could be found by trying.
/// </summary>
static class SessionHash
{
    public static void Renew(Change change, string id)
    {
        var row = change.Connection.QuerySingle<Row>(
            """
            SELECT school AS School, arm AS Arm, week AS Week, delivery AS Delivery, status AS Status, start_utc AS StartUtc, duration_minutes AS DurationMinutes,
                   educator_present AS EducatorPresent, rtt_ms AS RttMs, jitter_ms AS JitterMs, loss_pct AS LossPct, concealed_pct AS ConcealedPct
            FROM session WHERE id = @id
            """, new { id });
        var attendees = change.Connection.Query<string>("SELECT p.pseudonym FROM session_attendee a JOIN participant p ON p.id = a.participant_id WHERE a.session_id = @id", new { id }).AsList();
        change.Prepared("UPDATE session SET content_hash = @2 WHERE id = @1").Run(id, SessionStore.Row.Of(row.Session(id, attendees)).ContentHash);
    }

    sealed record Row
    {
        public required string School { get; init; }
        public required string Arm { get; init; }
        public long Week { get; init; }
        public required string Delivery { get; init; }
        public required string Status { get; init; }
        public required string StartUtc { get; init; }
        public long? DurationMinutes { get; init; }
        public long? EducatorPresent { get; init; }
        public double? RttMs { get; init; }
        public double? JitterMs { get; init; }
        public double? LossPct { get; init; }
        public double? ConcealedPct { get; init; }

        public Session Session(string id, IReadOnlyList<string> attendees)
        {
            EnumNames<Delivery>.TryRead(Delivery, out var delivery);
            EnumNames<SessionStatus>.TryRead(Status, out var status);
            return new(Guid.Parse(id), School, Arm, (int)Week, delivery, status, Utc.Parse(StartUtc), (int?)DurationMinutes, EducatorPresent is { } present ? present == 1 : null,
                attendees, new Transmission(RttMs, JitterMs, LossPct, ConcealedPct));
        }
    }
}
