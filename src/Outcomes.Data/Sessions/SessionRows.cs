using Outcomes.Domain;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Data.Sessions;

/// <summary>A line of a school's list of sessions.</summary>
/// <param name="Recorded">What was done in it has been coded.</param>
public sealed record SessionLine(Guid Id, string School, string Arm, int Week, Delivery Delivery, SessionStatus Status, DateTimeOffset StartUtc, int Attendees, bool Recorded);

/// <summary>One session with all that is known of it.</summary>
/// <param name="ContentHash">Of what was read: a change that was made from something older is refused.</param>
/// <param name="Record">Null: nothing was coded yet.</param>
/// <param name="Codec">Of the last dump that was read; so with the other two.</param>
/// <param name="Revisions">What it said before, the newest first.</param>
public sealed record StoredSession(Session Session, string ContentHash, SessionRecord? Record, string? Codec, double? BitrateKbps, double? Seconds, IReadOnlyList<SessionRevision> Revisions);

/// <param name="Content">Canonical JSON of the row as it was, without who attended.</param>
public sealed record SessionRevision(long Number, string Content, string Reason, string ReplacedUtc);

/// <summary>A session's columns as the database holds them.</summary>
sealed record SessionColumns
{
    public const string Select =
        """
        SELECT s.id, s.school, s.arm, s.week, s.delivery, s.status, s.start_utc AS StartUtc, s.duration_minutes AS DurationMinutes, s.educator_present AS EducatorPresent,
               s.rtt_ms AS RttMs, s.jitter_ms AS JitterMs, s.loss_pct AS LossPct, s.concealed_pct AS ConcealedPct, s.content_hash AS ContentHash,
               (SELECT r.record FROM latest_session_record r WHERE r.session_id = s.id) AS Record,
               (SELECT COUNT(*) FROM session_attendee a WHERE a.session_id = s.id) AS Attendees, t.codec, t.bitrate_kbps AS BitrateKbps, t.seconds
        FROM session s LEFT JOIN session_transmission t ON t.session_id = s.id
        """;

    public required string Id { get; init; }
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
    public required string ContentHash { get; init; }
    public string? Record { get; init; }
    public long Attendees { get; init; }
    public string? Codec { get; init; }
    public double? BitrateKbps { get; init; }
    public double? Seconds { get; init; }

    public Session Session(IEnumerable<string> attendees) => new(Guid.Parse(Id), School, Arm, (int)Week, Read<Delivery>(Delivery), Read<SessionStatus>(Status), Utc.Parse(StartUtc),
        (int?)DurationMinutes, EducatorPresent is { } present ? present == 1 : null, [.. attendees],
        RttMs is null && JitterMs is null && LossPct is null && ConcealedPct is null ? null : new(RttMs, JitterMs, LossPct, ConcealedPct));

    public SessionRecord? ReadRecord() => Record is null ? null
        : SessionRecordJson.Read(System.Text.Encoding.UTF8.GetBytes(Record)).Record ?? throw new InvalidDataException($"The stored record of session {Id} can no longer be read.");

    static T Read<T>(string name) where T : struct, Enum => EnumNames<T>.TryRead(name, out var value) ? value : throw new InvalidDataException($"The stored data hold an unknown {typeof(T).Name}.");
}
