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
        Items: false, Read);

    static Session Read(Fields f) => new(
        f.Id("id"), f.Text("school"), f.Text("arm"), f.Whole("week"), f.OneOf<Delivery>("delivery"), f.OneOf<SessionStatus>("status"), f.Instant("start_utc"),
        f.OptionalWhole("duration_minutes"), f.OptionalFlag("educator_present"), f.Texts("attendees"), f.Group("transmission", Transmission));

    static Transmission Transmission(Fields f) => new(
        f.OptionalNumber("rtt_ms"), f.OptionalNumber("jitter_ms"), f.OptionalNumber("loss_pct"), f.OptionalNumber("concealed_pct"));
}
