using System.Globalization;
using Outcomes.Api.Access;
using Outcomes.Api.Sessions;
using Outcomes.Data.Entry;
using Outcomes.Domain;
using Outcomes.Domain.CheckIns;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.CheckIns;

/// <summary>Links that are to be made, as it was typed.</summary>
/// <param name="Language">Empty: each one's own.</param>
public sealed record LinkForm(string Part, string What, string Language, string UntilDay, IReadOnlyList<string> Participants)
{
    /// <remarks>The end of the next day: a sheet is printed before the session, and somebody was ill.</remarks>
    public static LinkForm Empty(HttpContext http) => new("", "", "", DateOnly.FromDateTime(Now(http).UtcDateTime).AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), []);

    public static DateTimeOffset Now(HttpContext http) => http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    public static LinkForm Read(IFormCollection form)
    {
        var fields = new FormReader(form);
        return new(fields.Text("part"), fields.Text("what"), fields.Text("language"), fields.Text("until"), [.. form["participants"].OfType<string>()]);
    }

    public (SessionPart? Part, DateTimeOffset Until, List<Fault> Faults) Session(HttpContext http)
    {
        var (until, faults) = Until(http);
        var fields = new FormReader(new FormCollection(new() { ["part"] = Part }));
        var part = fields.OneOf<SessionPart>("part");
        return (part, until, [.. fields.Faults, .. faults]);
    }

    public (DateTimeOffset Until, List<Fault> Faults) Until(HttpContext http)
    {
        var day = DateOnly.TryParseExact(UntilDay, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var typed) ? typed : (DateOnly?)null;
        var (until, fault) = CheckInRules.Until(day, Now(http));
        return (until, fault is null ? [] : [fault]);
    }

    public CheckInLink Link(HttpContext http, StudyLookup study, EntryParticipant one, LinkKind kind, Guid? session, IReadOnlyList<CheckInForm> forms, DateTimeOffset until)
    {
        var now = Now(http);
        return new(Guid.CreateVersion7(now), study.Study.Id, one.School, kind, one.Pseudonym, session, forms, Language.Length > 0 ? Language : one.Language, now, until);
    }
}

/// <summary>What a link for one participant can be for.</summary>
/// <param name="Value">Of the field.</param>
public sealed record LinkChoice(string Value, Guid? Session, SessionPart? Part, IReadOnlyList<CheckInForm> Forms, DateTimeOffset? StartUtc)
{
    const int MostSessions = 10;

    /// <summary>Forms of the course that are not stored, then the last sessions that the participant was at.</summary>
    public static IReadOnlyList<LinkChoice> Of(HttpContext http, StudyLookup lookup, EntryParticipant one)
    {
        var entry = http.RequestServices.GetRequiredService<EntryStore>();
        var taken = entry.Taken(http.Actor(), lookup.Study.Id)[one.Id].ToList();
        var course = from timepoint in lookup.Study.Timepoints
                     where timepoint.Kind == TimepointKind.Course
                     from use in lookup.Study.Instruments
                     where use.Timepoints.Contains(timepoint.Id) && !taken.Any(t => t.Is(use.Instrument, timepoint.Id, ""))
                     select new LinkChoice($"{use.Instrument}/{timepoint.Id}", null, null, [new(use.Instrument, use.Version, timepoint.Id)], null);
        var sessions = from session in entry.Sessions(http.Actor(), lookup.Study.Id)[one.Id].Reverse().Take(MostSessions)
                       from part in Enum.GetValues<SessionPart>()
                       let forms = CheckInRules.OfSession(lookup.Study, part)
                       where forms.Count > 0
                       select new LinkChoice($"{session.Session}/{EnumNames<SessionPart>.Of(part)}", Guid.Parse(session.Session), part, forms, Utc.Parse(session.StartUtc));
        return [.. course, .. sessions];
    }
}
