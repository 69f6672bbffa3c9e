using Outcomes.Api.Batches;
using Outcomes.Domain.Batches;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Sessions;

/// <summary>A session on the wire; its attendees are pseudonyms.</summary>
public sealed record SessionContract(
    Guid Id, string School, string Arm, int Week, Delivery Delivery, SessionStatus Status, DateTimeOffset StartUtc,
    int? DurationMinutes = null, bool? EducatorPresent = null, IReadOnlyList<string>? Attendees = null, TransmissionContract? Transmission = null);

/// <summary>How the connection was; all four are means over the session.</summary>
public sealed record TransmissionContract(double? RttMs = null, double? JitterMs = null, double? LossPct = null, double? ConcealedPct = null);

static class SessionShape
{
    public static readonly BatchShape<Session> Rows = new(
        BatchKind.Sessions,
        [
            "id", "school", "arm", "week", "delivery", "status", "start_utc", "duration_minutes", "educator_present", "attendees",
            "transmission_rtt_ms", "transmission_jitter_ms", "transmission_loss_pct", "transmission_concealed_pct",
        ],
        Items: false, Read,
        new BatchExample(
            """
            {"id":"019cae00-0000-7000-8000-000000000002","school":"s1","arm":"live","week":1,"delivery":"live","status":"held","start_utc":"2026-03-02T09:00:00Z","duration_minutes":45,"educator_present":true,"attendees":["S1-101"],"transmission":{"rtt_ms":41.5,"jitter_ms":3.2,"loss_pct":0.4,"concealed_pct":1.5}}
            """,
            """
            id,school,arm,week,delivery,status,start_utc,duration_minutes,educator_present,attendees,transmission_rtt_ms,transmission_jitter_ms,transmission_loss_pct,transmission_concealed_pct
            019cae00-0000-7000-8000-000000000002,s1,live,1,live,held,2026-03-02T09:00:00Z,45,true,S1-101,41.5,3.2,0.4,1.5
            """));

    static Session Read(Fields f) => new(
        f.Id("id"), f.Text("school"), f.Text("arm"), f.Whole("week"), f.OneOf<Delivery>("delivery"), f.OneOf<SessionStatus>("status"), f.Instant("start_utc"),
        f.OptionalWhole("duration_minutes"), f.OptionalFlag("educator_present"), f.Texts("attendees"), f.Group("transmission", Transmission));

    static Transmission Transmission(Fields f) => new(
        f.OptionalNumber("rtt_ms"), f.OptionalNumber("jitter_ms"), f.OptionalNumber("loss_pct"), f.OptionalNumber("concealed_pct"));
}
