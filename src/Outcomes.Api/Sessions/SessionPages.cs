using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Data.Participants;
using Outcomes.Data.Sessions;
using Outcomes.Data.Studies;
using Outcomes.Data.Trainings;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Sessions;

/// <summary>A therapist's sessions: planned, held or missed, who was there, what was done, how it came over.</summary>
static class SessionPages
{
    const string All = "/studies/{study}/sessions", One = All + "/{session}";

    public static void MapSessionPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(All, List).ForVisitors(Scopes.WriteData);
        pages.MapGet(All + "/new", (HttpContext http, string study) => ShowNew(http, study)).ForVisitors(Scopes.WriteData);
        pages.MapPost(All + "/new", Plan).TakesForms(Scopes.WriteData);
        pages.MapGet(One, (HttpContext http, string study, string session, string? done) => Show(http, study, session, done: done)).ForVisitors(Scopes.WriteData);
        pages.MapPost(One, Change).TakesForms(Scopes.WriteData);
        pages.MapPost(One + "/record", Record).TakesForms(Scopes.WriteData);
        pages.MapPost(One + "/transmission", Transmission).TakesForms(Scopes.WriteData, WebRtcDump.MostBytes);
    }

    static Task<IResult> List(HttpContext http, string study, string? status, int? page, SessionBook book)
    {
        SessionStatus? wanted = status is not null && EnumNames<SessionStatus>.TryRead(status, out var read) ? read : null;
        return OfStudy(http, study, lookup => PageEndpoints.Page<SessionsPage>(http, new()
        {
            [nameof(SessionsPage.Study)] = lookup.Study, [nameof(SessionsPage.Status)] = wanted, [nameof(SessionsPage.Number)] = Math.Clamp(page ?? 0, 0, 10_000),
            [nameof(SessionsPage.Alerts)] = CheckIns.DistressPages.Open(http, study), [nameof(SessionsPage.Sessions)] = book.List(http.Actor(), study, wanted, Math.Clamp(page ?? 0, 0, 10_000)),
        }));
    }

    static Task<IResult> ShowNew(HttpContext http, string study, SessionPlanForm? form = null, IReadOnlyList<Fault>? faults = null) =>
        OfStudy(http, study, lookup => Forms.Page<NewSessionPage>(http, new()
        {
            [nameof(NewSessionPage.Study)] = lookup.Study, [nameof(NewSessionPage.Form)] = form ?? SessionPlanForm.Empty(http), [nameof(NewSessionPage.Faults)] = faults ?? [],
            [nameof(NewSessionPage.Schools)] = lookup.Study.Schools.Where(s => http.Actor().MaySeeSchool(s.Id)).ToList(),
        }, faults is { Count: > 0 } ? 422 : 200));

    /// <remarks>The id was made when the form was drawn: sent twice, it is stored once.</remarks>
    static Task<IResult> Plan(HttpContext http, string study, SessionStore store) => OfStudy(http, study, async lookup =>
    {
        var form = SessionPlanForm.Read(http.Request.Form);
        var (session, faults) = form.Session(lookup, http.Actor(), Now(http));
        if (session is null) return await ShowNew(http, study, form, faults);
        var answer = await store.RecordSessions(SessionBatch.Header(http, lookup.Study), [SessionBatch.Row(session)]);
        return answer.Faults.Total > 0 ? await ShowNew(http, study, form, answer.Faults.Kept) : Results.LocalRedirect($"/studies/{study}/sessions/{session.Id:D}?done=planned");
    });

    static async Task<IResult> Change(HttpContext http, string study, string session, SessionBook book) => await OfSession(http, study, session, async (lookup, stored) =>
    {
        var form = SessionHeldForm.Read(http.Request.Form);
        var (changed, faults) = form.Session(lookup, stored.Session, Now(http));
        if (changed is not null) faults = await book.Update(http.Actor(), study, changed, form.From, EnumNames<SessionStatus>.Of(changed.Status), Audit(http, study, changed.Id, "session_changed"));
        return faults.Count > 0 ? await Show(http, study, session, faults, held: form) : Done(study, session, "changed");
    });

    static async Task<IResult> Record(HttpContext http, string study, string session, SessionBook book) => await OfSession(http, study, session, async (lookup, stored) =>
    {
        var form = SessionRecordForm.Read(http.Request.Form);
        var (record, faults) = form.Record();
        if (record is not null) faults = SessionRecordRules.Check(lookup, stored.Session, record);
        if (faults.Count > 0 || record is null) return await Show(http, study, session, faults, record: form);
        await book.Record(study, stored.Session.Id, form.Id, record, Audit(http, study, stored.Session.Id, "session_recorded"));
        return Done(study, session, "recorded");
    });

    /// <summary>The dump is read in memory and let go: it holds network addresses.</summary>
    static async Task<IResult> Transmission(HttpContext http, string study, string session, SessionBook book) => await OfSession(http, study, session, async (lookup, stored) =>
    {
        var (summary, fault) = http.Request.Form.Files["dump"] is { Length: > 0 } file ? WebRtcDump.Reduce(await Bytes(file)) : (null, new Fault("dump", "missing_field", "Choose the file with the dump."));
        if (summary is null) return await Show(http, study, session, [fault!]);
        var changed = stored.Session with { Transmission = summary.Transmission };
        var faults = SessionRules.Check(lookup, changed, Now(http), 0);
        if (faults.Count == 0) faults = await book.Update(http.Actor(), study, changed, stored.ContentHash, "transmission", Audit(http, study, changed.Id, "session_transmission_imported"), summary);
        return faults.Count > 0 ? await Show(http, study, session, faults) : Done(study, session, "transmission");
    });

    static async Task<byte[]> Bytes(IFormFile file)
    {
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy);
        return copy.ToArray();
    }

    static async Task<IResult> Show(HttpContext http, string study, string session, IReadOnlyList<Fault>? faults = null, string? done = null, SessionHeldForm? held = null, SessionRecordForm? record = null) =>
        await OfSession(http, study, session, (lookup, stored) => Forms.Page<SessionPage>(http, new()
        {
            [nameof(SessionPage.Study)] = lookup.Study, [nameof(SessionPage.Stored)] = stored, [nameof(SessionPage.Faults)] = faults ?? [], [nameof(SessionPage.Done)] = done, [nameof(SessionPage.Alerts)] = CheckIns.DistressPages.Open(http, study),
            [nameof(SessionPage.Group)] = http.RequestServices.GetRequiredService<SessionBook>().Group(http.Actor(), study, stored.Session.School),
            [nameof(SessionPage.Held)] = held ?? SessionHeldForm.Of(stored), [nameof(SessionPage.Record)] = record ?? Prefilled(SessionRecordForm.Of(stored.Record, http), stored, Trained(http, lookup, stored.Session)), [nameof(SessionPage.Trained)] = Trained(http, lookup, stored.Session),
        }, faults is { Count: > 0 } ? 422 : 200));

    /// <summary>How many of the school's educators had passed the study's training when the session began.</summary>
    static TrainedEducators Trained(HttpContext http, StudyLookup lookup, Session session) => http.RequestServices.GetRequiredService<TrainedStore>()
        .Educators(lookup.Study.Id, session.School, lookup.Study.Districts.FirstOrDefault(d => d.Schools.Any(s => s.Id == session.School))?.Id, session.StartUtc);

    /// <summary>Where every educator of the school was trained, whoever was in the room was; where some were, the therapist says which.</summary>
    static SessionRecordForm Prefilled(SessionRecordForm form, StoredSession stored, TrainedEducators trained) =>
        stored.Record is null && stored.Session.EducatorPresent == true && trained.Educators > 0 && trained.Trained == trained.Educators ? form with { Educator = "yes" } : form;

    static IResult Done(string study, string session, string what) => Results.LocalRedirect($"/studies/{study}/sessions/{session}?done={what}");

    static DateTimeOffset Now(HttpContext http) => http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    static AuditEvent Audit(HttpContext http, string study, Guid session, string action) => new(http.Actor().Name, action, session.ToString("D"), study);

    static Task<IResult> OfStudy(HttpContext http, string study, Func<StudyLookup, Task<IResult>> use) =>
        http.RequestServices.GetRequiredService<StudyStore>().Lookup(http.Actor(), study) is { } lookup ? use(lookup) : PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);

    static Task<IResult> OfSession(HttpContext http, string study, string session, Func<StudyLookup, StoredSession, Task<IResult>> use) => OfStudy(http, study, lookup =>
        Guid.TryParseExact(session, "D", out var id) && http.RequestServices.GetRequiredService<SessionBook>().Find(http.Actor(), study, id) is { } stored
            ? use(lookup, stored) : PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound));
}
