using Outcomes.Domain.Batches;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Participants;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Assessments;

/// <summary>An assessment that its study takes, with the scores of its answers and the definition that made them.</summary>
public sealed record AcceptedAssessment(Assessment Assessment, InstrumentDefinition Instrument, IReadOnlyList<Score> Scores);

/// <summary>What must be true of an assessment whatever else is stored.</summary>
public static class AssessmentRules
{
    /// <param name="mayShow">Whether a form of the instrument may be shown on a screen here. Of a synthetic study it is not asked: nobody was shown anything.</param>
    /// <returns>The scored assessment, or every fault. No reason repeats a value.</returns>
    public static (AcceptedAssessment? Value, IReadOnlyList<Fault> Faults) Score(
        StudyLookup study, Assessment assessment, DateTimeOffset now, long row, Func<InstrumentDefinition, bool> mayShow)
    {
        var check = new RowCheck(row);
        var instrument = study.Instrument(assessment.Instrument, assessment.Version);
        CheckPlace(check, study, assessment, instrument);
        check.Require(!PseudonymCheck.IsMistyped(assessment.Participant), "participant", PseudonymRules.Mistyped, PseudonymRules.MistypedReason);
        check.Require(study.HasLanguage(assessment.Language), "language", "unknown_language", "The study does not use this language.");
        check.Require(assessment.CompletedUtc <= now + SessionRules.ClockTolerance, "completed_utc", "in_the_future", "The instant is in the future.");
        if (instrument is not null && assessment.Mode == EntryMode.Screen && !study.Study.Synthetic && !mayShow(instrument))
            check.AddRange([LicenceGate.Closed(instrument, Medium.Screen, "mode")]);
        if (instrument is not null) check.AddRange(AnswerRules.Check(instrument, assessment.Answers));
        return instrument is null || check.Faults.Count > 0
            ? (null, check.Faults)
            : (new AcceptedAssessment(assessment, instrument, Scoring.Score(instrument, assessment.Answers)), []);
    }

    static void CheckPlace(RowCheck check, StudyLookup study, Assessment assessment, InstrumentDefinition? instrument)
    {
        check.Require(instrument is not null, "instrument", "unknown_instrument", "The study does not use this version of such an instrument.");
        var timepoint = study.Timepoint(assessment.Timepoint);
        check.Require(timepoint is not null, "timepoint", "unknown_timepoint", "The study has no such timepoint.");
        if (timepoint is null) return;
        check.Require(instrument is null || study.Takes(instrument, timepoint.Id), "timepoint", "not_taken_here", "The study does not take this instrument at this timepoint.");
        var course = timepoint.Kind == TimepointKind.Course;
        check.Require(course || assessment.Session is not null, "session", "missing_field", "This timepoint belongs to a session, and none is named.");
        check.Require(!course || assessment.Session is null, "session", "does_not_apply", "This timepoint does not belong to a session.");
    }
}
