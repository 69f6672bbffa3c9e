using Outcomes.Domain.Batches;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Sessions;

/// <summary>What must be true of a session's record whatever else is stored.</summary>
public static class SessionRecordRules
{
    public const int MostEvents = 60, MostAdaptations = 20;

    public static IReadOnlyList<Fault> Check(StudyLookup study, Session session, SessionRecord record)
    {
        var check = new RowCheck(0);
        check.Require(session.Status == SessionStatus.Held, "session", "not_held", "Only a session that was held has a record: mark it as held first.");
        check.Require(record.Language is not { } language || study.HasLanguage(language), "language", "session_language", "The study does not use this language.");
        check.Require(Distinct(record.Activities), "activities", "twice", "An activity stands here twice.");
        check.Require(Distinct(record.OtherTherapies), "other_therapies", "twice", "One of the other therapies stands here twice.");
        check.Require(Distinct(record.Adaptations), "adaptations", "twice", "The same adaptation by the same proposer stands here twice.");
        check.Require(record.Events.Count <= MostEvents, "events", "too_many", $"A session has at most {MostEvents} coded events.");
        check.Require(record.Adaptations.Count <= MostAdaptations, "adaptations", "too_many", $"A session has at most {MostAdaptations} adaptations.");
        check.Require(record.Events.All(e => e.Minute >= 0 && e.Minute <= (session.DurationMinutes ?? SessionRules.MostMinutes)), "events", "out_of_range", "An event lies within the session: its minute is from 0 to the session's length.");
        check.Require(record.TherapistPresent || session.EducatorPresent == true || session.Delivery is Delivery.Recorded, "therapist_present", "nobody_present", "Someone was there: the therapist, an educator, or the session was recorded.");
        check.Require(record.EducatorTrained is null || session.EducatorPresent == true, "educator_trained", "no_educator", "No educator was in the room, so none was trained: leave it open, or mark the educator as present first.");
        return check.Faults;
    }

    static bool Distinct<T>(IReadOnlyList<T> values) => values.Distinct().Count() == values.Count;
}
