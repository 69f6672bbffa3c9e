using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Sessions;

public enum SessionStatus { Planned, Held, Missed }

/// <summary>One session of music therapy, for one school's group.</summary>
/// <param name="Week">Which session of the course, counted from 1.</param>
/// <param name="StartUtc">When it began, or was to begin.</param>
/// <param name="Attendees">Pseudonyms of those who were there; empty unless held.</param>
/// <param name="Transmission">How the connection was; null when not measured (recorded, in person).</param>
public sealed record Session(
    Guid Id, string School, string Arm, int Week, Delivery Delivery, SessionStatus Status, DateTimeOffset StartUtc,
    int? DurationMinutes, bool? EducatorPresent, IReadOnlyList<string> Attendees, Transmission? Transmission);

/// <summary>Transmission quality of a live session, means over its length.</summary>
/// <param name="RttMs">Round-trip time, milliseconds.</param>
/// <param name="JitterMs">Jitter, milliseconds.</param>
/// <param name="LossPct">Packets lost, percent.</param>
/// <param name="ConcealedPct">Audio samples concealed, percent: what music suffers from most.</param>
public sealed record Transmission(double? RttMs, double? JitterMs, double? LossPct, double? ConcealedPct);
