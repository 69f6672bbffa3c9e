using System.Globalization;
using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.CheckIns;
using Outcomes.Api.Pages;
using Outcomes.Data.Activities;
using Outcomes.Data.Entry;
using Outcomes.Data.Studies;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Activities;
using Outcomes.Domain.CheckIns;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Activities;

/// <summary>Exercises that are given, as it was typed.</summary>
public sealed record AssignmentForm(string Activity, string From, string To, IReadOnlyList<string> Participants)
{
    /// <summary>Two weeks, beginning today.</summary>
    public static AssignmentForm Empty(DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return new("", Day(today), Day(today.AddDays(14)), []);
    }

    public static AssignmentForm Read(IFormCollection form) => new(form["activity"].ToString(), form["from"].ToString(), form["to"].ToString(), [.. form["participants"].OfType<string>()]);

    public (DateOnly From, DateOnly To, IReadOnlyList<Fault> Faults) Days(DateTimeOffset now)
    {
        var (today, faults) = (DateOnly.FromDateTime(now.UtcDateTime), new List<Fault>());
        if (!Read(From, out var from) || from < today || from > today.AddYears(1)) faults.Add(new("from", "bad_from", "This is a day from today until a year from now."));
        if (!Read(To, out var to) || to < from || to > from.AddDays(AssignmentRules.MostDays)) faults.Add(new("to", "bad_to", $"This is the first day, or one up to {AssignmentRules.MostDays} days later."));
        return (from, to, faults);
    }

    static bool Read(string text, out DateOnly day) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A therapist gives exercises to participants of the own schools, for some days.</summary>
static class AssignmentPages
{
    const string All = "/studies/{study}/assignments";

    const int MostParticipants = 500;

    public static void MapAssignments(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(All, (HttpContext http, string study) => Show(http, study)).ForVisitors(Scopes.WriteData);
        pages.MapPost(All, Assign).TakesForms(Scopes.WriteData);
    }

    static IReadOnlyList<EntryParticipant> Own(HttpContext http, string study) => http.RequestServices.GetRequiredService<EntryStore>().Participants(http.Actor(), study, null, MostParticipants);

    static Task<IResult> Show(HttpContext http, string study, AssignmentForm? form = null, IReadOnlyList<Fault>? faults = null) => OfStudy(http, study, lookup => Forms.Page<AssignmentsPage>(http, new()
    {
        [nameof(AssignmentsPage.Study)] = lookup.Study, [nameof(AssignmentsPage.Form)] = form ?? AssignmentForm.Empty(LinkForm.Now(http)), [nameof(AssignmentsPage.Faults)] = faults ?? [],
        [nameof(AssignmentsPage.Activities)] = Open(http, study), [nameof(AssignmentsPage.Participants)] = Own(http, study),
        [nameof(AssignmentsPage.Assignments)] = http.RequestServices.GetRequiredService<AssignmentStore>().All(http.Actor(), study),
    }, faults is { Count: > 0 } ? 422 : 200));

    static List<Activity> Open(HttpContext http, string study) => [.. http.RequestServices.GetRequiredService<ActivityStore>().All(http.Actor(), study).Where(a => a.WithdrawnUtc is null).Select(a => a.Activity)];

    static Task<IResult> Assign(HttpContext http, string study, AssignmentStore store) => OfStudy(http, study, async lookup =>
    {
        var form = AssignmentForm.Read(http.Request.Form);
        var (from, to, wrong) = form.Days(LinkForm.Now(http));
        List<Fault> faults = [.. wrong];
        var activity = Open(http, study).FirstOrDefault(a => a.Id.ToString("D") == form.Activity);
        if (activity is null) faults.Add(new("activity", "no_activity", "Choose an exercise of the library."));
        var chosen = Own(http, study).Where(p => form.Participants.Contains(p.Pseudonym)).ToList();
        if (chosen.Count == 0) faults.Add(new("participants", "nobody_chosen", "Tick for whom a link is made."));
        var forms = CheckInRules.OfSession(lookup.Study, SessionPart.Both);
        var links = chosen.Select(p => Link(http, lookup, p, forms, from, to)).ToList();
        faults.AddRange(links.SelectMany(l => CheckInWords.Faults(lookup, l.Forms, l.Language, http.RequestServices)).DistinctBy(f => f.Code).Select(f => f with { Field = "participants" }));
        if (faults.Count > 0) return await Show(http, study, form, faults);
        return await CheckInPages.Sheet(http, lookup, links, await store.Assign(http.Actor(), study, activity!.Id, from, to, links), $"/studies/{study}/assignments");
    });

    static CheckInLink Link(HttpContext http, StudyLookup lookup, EntryParticipant one, IReadOnlyList<CheckInForm> forms, DateOnly from, DateOnly to) => new(
        Guid.CreateVersion7(LinkForm.Now(http)), lookup.Study.Id, one.School, LinkKind.Activity, one.Pseudonym, null, forms, one.Language,
        new DateTimeOffset(from.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), new DateTimeOffset(to.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddDays(1));

    static Task<IResult> OfStudy(HttpContext http, string study, Func<StudyLookup, Task<IResult>> use) =>
        http.RequestServices.GetRequiredService<StudyStore>().Lookup(http.Actor(), study) is { } lookup ? use(lookup) : PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
}
