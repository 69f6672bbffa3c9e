using Outcomes.Domain.Batches;
using Outcomes.Domain.Participants;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Sessions;

/// <summary>What must be true of a session whatever else is stored.</summary>
public static class SessionRules
{
    /// <summary>How far a sender's clock may be ahead of ours.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    public const int MostWeeks = 520, MostMinutes = 600;

    public static IReadOnlyList<Fault> Check(StudyLookup study, Session session, DateTimeOffset now, long row)
    {
        var check = new RowCheck(row);
        check.Require(study.HasSchool(session.School), "school", "unknown_school", "The study has no such school.");
        check.Require(study.HasArm(session.Arm), "arm", "unknown_arm", "The study has no such arm.");
        check.Require(session.Week is >= 1 and <= MostWeeks, "week", "out_of_range", $"Weeks count from 1 to {MostWeeks}.");
        check.Require(session.DurationMinutes is null or (>= 1 and <= MostMinutes), "duration_minutes", "out_of_range", $"A session takes 1 to {MostMinutes} minutes.");
        check.Require(session.Status != SessionStatus.Held || session.StartUtc <= now + ClockTolerance, "start_utc", "in_the_future", "A session that was held cannot begin in the future.");
        check.Require(session.Status == SessionStatus.Held || session.Attendees.Count == 0, "attendees", "not_held", "Only a session that was held has attendees.");
        check.Require(session.Attendees.Distinct(StringComparer.Ordinal).Count() == session.Attendees.Count, "attendees", "twice", "An attendee stands here twice.");
        check.Require(!session.Attendees.Any(PseudonymCheck.IsMistyped), "attendees", PseudonymRules.Mistyped, PseudonymRules.MistypedReason);
        if (session.Transmission is { } transmission) Check(check, transmission);
        return check.Faults;
    }

    static void Check(RowCheck check, Transmission transmission)
    {
        Between(transmission.RttMs, 60_000, "rtt_ms");
        Between(transmission.JitterMs, 60_000, "jitter_ms");
        Between(transmission.LossPct, 100, "loss_pct");
        Between(transmission.ConcealedPct, 100, "concealed_pct");

        void Between(double? value, double most, string name) => check.Require(
            value is null || (value >= 0 && value <= most), $"transmission.{name}", "out_of_range", FormattableString.Invariant($"This is a number from 0 to {most}."));
    }
}
