using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Participants;

/// <summary>Whether a questionnaire of the course is there; nothing of what was answered.</summary>
public enum CourseState { There, Due, Later }

/// <param name="DueOn">Enrolment and the timepoint's weeks.</param>
public sealed record CourseAssessment(string Instrument, string Timepoint, CourseState State, DateOnly DueOn)
{
    const int DaysAWeek = 7;

    /// <summary>What the study asks of someone over its course, in the order of the timepoints.</summary>
    /// <param name="there">Instrument and timepoint of what was recorded.</param>
    public static IReadOnlyList<CourseAssessment> Of(StudyDefinition study, DateOnly enrolledOn, IReadOnlySet<(string Instrument, string Timepoint)> there, DateOnly today) =>
    [
        .. from time in study.Timepoints
           where time.Kind == TimepointKind.Course
           from use in study.Instruments
           where use.Timepoints.Contains(time.Id)
           let due = enrolledOn.AddDays(DaysAWeek * (time.Week ?? 0))
           orderby time.Week ?? 0
           select new CourseAssessment(use.Instrument, time.Id, there.Contains((use.Instrument, time.Id)) ? CourseState.There : due <= today ? CourseState.Due : CourseState.Later, due),
    ];
}
