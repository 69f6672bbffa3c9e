using Outcomes.Domain.Batches;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Participants;

/// <summary>What must be true of a participant whatever else is stored.</summary>
public static class ParticipantRules
{
    public static IReadOnlyList<Fault> Check(StudyLookup study, Participant participant, DateTimeOffset now, long row)
    {
        var check = new RowCheck(row);
        check.Require(PseudonymRules.IsValid(participant.Pseudonym), "pseudonym", "bad_pseudonym",
            "A pseudonym has 4 to 20 capital letters, digits and hyphens, at least one letter and two digits, and never three letters or six digits in a row.");
        check.Require(!PseudonymCheck.IsMistyped(participant.Pseudonym), "pseudonym", PseudonymRules.Mistyped, PseudonymRules.MistypedReason);
        check.Require(study.HasSchool(participant.School), "school", "unknown_school", "The study has no such school.");
        check.Require(study.HasArm(participant.Arm), "arm", "unknown_arm", "The study has no such arm.");
        check.Require(study.HasLanguage(participant.Language), "language", "unknown_language", "The study does not use this language.");
        check.Require(participant.EnrolledOn <= DateOnly.FromDateTime(now.UtcDateTime.AddDays(1)), "enrolled_on", "in_the_future", "The day is in the future.");
        return check.Faults;
    }
}
