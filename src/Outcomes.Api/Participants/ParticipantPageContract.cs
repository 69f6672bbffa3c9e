using System.Globalization;
using Outcomes.Data.Participants;
using Outcomes.Domain.Participants;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Participants;

/// <summary>A page of participants.</summary>
/// <param name="Total">How many the search finds, on all pages.</param>
/// <param name="Next">Send it as <c>after</c> to get the next page; not there on the last.</param>
public sealed record ParticipantPageContract(IReadOnlyList<ListedParticipantContract> Participants, long Total, string? Next)
{
    public static ParticipantPageContract Of(ParticipantPage page, StudyDefinition study, DateOnly today) =>
        new([.. page.Rows.Select(r => ListedParticipantContract.Of(r, study, today))], page.Total, page.Next);
}

/// <param name="SessionsAttended">Of the sessions that were held for the school and arm.</param>
/// <param name="Assessments">Which questionnaires of the course are there or due; not there for whoever may not record them.</param>
public sealed record ListedParticipantContract(
    string Pseudonym, string School, string Arm, DateOnly EnrolledOn, long SessionsAttended, long SessionsHeld, IReadOnlyList<CourseAssessmentContract>? Assessments)
{
    public static ListedParticipantContract Of(ListedParticipant p, StudyDefinition study, DateOnly today)
    {
        var enrolled = DateOnly.ParseExact(p.EnrolledOn, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new(p.Pseudonym, p.School, p.Arm, enrolled, p.Attended, p.Held,
            p.Recorded is null ? null : [.. CourseAssessment.Of(study, enrolled, p.Recorded, today).Select(a => new CourseAssessmentContract(a.Instrument, a.Timepoint, a.State, a.DueOn))]);
    }
}

/// <param name="State">there, due (on <c>due_on</c> or since) or later.</param>
public sealed record CourseAssessmentContract(string Instrument, string Timepoint, CourseState State, DateOnly DueOn);
