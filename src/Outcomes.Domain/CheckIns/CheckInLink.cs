using Outcomes.Domain.Studies;

namespace Outcomes.Domain.CheckIns;

/// <summary>What a link is for. A single one asks one instrument; one of a session asks before and after it; a round goes through a whole group on one
/// device; an activity is listened to between two check-ins.</summary>
public enum LinkKind { Single, Session, Round, Activity }

/// <summary>One instrument that a link asks for, and when.</summary>
public sealed record CheckInForm(string Instrument, string Version, string Timepoint);

/// <summary>A way in for a student who has no account: whoever holds the address may answer what it asks for, and see nothing else.</summary>
/// <param name="Participant">Pseudonym; null: of a group round, where each one in the group chooses their own.</param>
/// <param name="Session">Null at timepoints of the course, and for an activity, whose sessions begin with each play.</param>
/// <param name="Language">The page's first language, unless another is chosen there.</param>
/// <param name="OpensUtc">Before that it is as unknown as after its end.</param>
public sealed record CheckInLink(
    Guid Id, string Study, string School, LinkKind Kind, string? Participant, Guid? Session, IReadOnlyList<CheckInForm> Forms, string Language, DateTimeOffset OpensUtc, DateTimeOffset ExpiresUtc);

/// <summary>Which parts of a session are asked about.</summary>
public enum SessionPart { Both, Before, After }

public static class CheckInRules
{
    /// <summary>The longest that a link holds.</summary>
    public const int MostDays = 60;

    /// <summary>Every instrument that the study takes around a session, in the order in which it is answered.</summary>
    public static IReadOnlyList<CheckInForm> OfSession(StudyDefinition study, SessionPart part) =>
    [
        .. from timepoint in study.Timepoints
           where timepoint.Kind == TimepointKind.BeforeSession && part != SessionPart.After || timepoint.Kind == TimepointKind.AfterSession && part != SessionPart.Before
           orderby timepoint.Kind
           from use in study.Instruments
           where use.Timepoints.Contains(timepoint.Id)
           select new CheckInForm(use.Instrument, use.Version, timepoint.Id),
    ];

    /// <summary>The form of the course that the study takes here; null: it takes none.</summary>
    public static CheckInForm? OfCourse(StudyDefinition study, string instrument, string timepoint) =>
        study.Timepoints.Any(t => t.Id == timepoint && t.Kind == TimepointKind.Course) && study.Instruments.FirstOrDefault(u => u.Instrument == instrument && u.Timepoints.Contains(timepoint)) is { } use
            ? new(use.Instrument, use.Version, timepoint) : null;

    public static Fault NoWording(string field) => new(field, "no_words_to_show", "The site has no words of this instrument in this language: load them on the instrument's page, or choose another language.");

    public static readonly Fault NothingAsked = new("part", "nothing_asked", "The study asks for no check-in here.");

    /// <summary>The end of the day that was typed, in UTC.</summary>
    public static (DateTimeOffset ExpiresUtc, Fault? Fault) Until(DateOnly? day, DateTimeOffset now)
    {
        var (today, end) = (DateOnly.FromDateTime(now.UtcDateTime), day ?? default);
        return day is null || end < today || end > today.AddDays(MostDays)
            ? (default, new("until", "bad_until", $"This is a day from today until {MostDays} days from now."))
            : (new DateTimeOffset(end.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), null);
    }
}
