using Outcomes.Api.Accounts;
using Outcomes.Api.CheckIns;
using Outcomes.Api.Pages;
using Outcomes.Api.Sessions;
using Outcomes.Data.Activities;
using Outcomes.Data.Batches;
using Outcomes.Data.CheckIns;
using Outcomes.Data.Sessions;
using Outcomes.Domain.Activities;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Batches;
using Outcomes.Domain.CheckIns;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;
using Activity = Outcomes.Domain.Activities.Activity;

namespace Outcomes.Api.Activities;

/// <summary>
/// A student listens: a check-in before, the sound, a check-in after. Each time is a session of its own, of delivery recorded, with the student as
/// the one who was there: the asynchronous arm.
/// </summary>
static class ListeningPages
{
    const string Play = "/c/{token}/{play}";

    public static void MapListening(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Play + "/sound", (HttpContext http, string token, string play) => OfPlay(http, token, play, (visit, activity, found) => Sound(http, visit, activity, found))).RequireRateLimiting(Limits.Student);
        pages.MapGet(Play + "/audio", (HttpContext http, string token, string play) => OfPlay(http, token, play, (_, activity, _) => Audio(http, activity))).RequireRateLimiting(Limits.Student);
        pages.MapPost(Play + "/played", Played).TakesLinkForms();
        pages.MapPost(Play + "/after", After).TakesLinkForms();
    }

    /// <summary>The first page of a link to an exercise.</summary>
    public static Task<IResult> Welcome(HttpContext http, StudentVisit visit, bool done)
    {
        if (done) return StudentPages.End(http, visit);
        if (http.RequestServices.GetRequiredService<PlayStore>().Activity(visit.Link) is not { } activity) return StudentPages.Gone(http);
        return StudentPages.Page<StudentWelcomePage>(http, visit, new()
        {
            [nameof(StudentWelcomePage.Pseudonym)] = visit.Link.Participant, [nameof(StudentWelcomePage.Questions)] = visit.Link.Forms.Sum(f => StudentPages.Instrument(visit, f).Items.Count),
            [nameof(StudentWelcomePage.Activity)] = activity,
        });
    }

    public static async Task<IResult> Begin(HttpContext http, StudentVisit visit)
    {
        var (plays, store) = (http.RequestServices.GetRequiredService<PlayStore>(), http.RequestServices.GetRequiredService<CheckInStore>());
        if (plays.Activity(visit.Link) is null) return await StudentPages.Gone(http);
        bool IsOver(Play p) => p.IsSession && store.Stored(visit.Link, visit.Link.Participant!, p.Session).Count == visit.Link.Forms.Count;
        return await plays.Begin(visit.Link, IsOver) is { } play ? await On(http, visit, play, TimepointKind.BeforeSession) : Results.LocalRedirect(visit.To());
    }

    /// <summary>To what is not done yet: the check-ins of this kind, and after them the sound or the end.</summary>
    public static async Task<IResult> On(HttpContext http, StudentVisit visit, Play play, TimepointKind kind)
    {
        var store = http.RequestServices.GetRequiredService<CheckInStore>();
        var next = visit.Link.Forms.Except(store.Stored(visit.Link, visit.Link.Participant!, play.Session)).FirstOrDefault(f => visit.Study.Timepoint(f.Timepoint)?.Kind == kind);
        if (next is not null && await store.Begin(visit.Link, visit.Link.Participant!, play.Session, next, visit.Language, play.Id) is { } id) return Results.LocalRedirect(visit.To($"/{id:D}/1", visit.Language));
        return Results.LocalRedirect(visit.To(kind == TimepointKind.BeforeSession ? $"/{play.Id:D}/sound" : "?done=1", visit.Language));
    }

    /// <summary>The session that a play is, once somebody gets as far as answering or listening: who only looked at the first page held none.</summary>
    public static async Task<bool> IsSession(HttpContext http, StudentVisit visit, Play play)
    {
        if (play.IsSession) return true;
        var (services, study) = (http.RequestServices, visit.Study.Study);
        var session = new Session(play.Session, visit.Link.School, play.Arm, play.Week, Delivery.Recorded, SessionStatus.Held, play.BegunUtc, null, null, [visit.Link.Participant!], null);
        var receipt = Guid.CreateVersion7(LinkForm.Now(http));
        var header = new BatchHeader(study.Id, study.Hash, BatchKind.Sessions, receipt, new AuditEvent(CheckInStore.By(visit.Link), "sessions_recorded", receipt.ToString("D"), study.Id), Large: false) { Schools = visit.Actor.Schools };
        return SessionRules.Check(visit.Study, session, LinkForm.Now(http), 1).Count == 0 && (await services.GetRequiredService<SessionStore>().RecordSessions(header, [SessionBatch.Row(session)])).Faults.Total == 0;
    }

    static async Task<IResult> Sound(HttpContext http, StudentVisit visit, Activity activity, Play play)
    {
        if (!await IsSession(http, visit, play)) return await StudentPages.Gone(http, "unstored", StatusCodes.Status409Conflict);
        http.Response.Headers.ContentSecurityPolicy = SecurityHeaders.With("media-src 'self'");
        return await StudentPages.Page<ListeningPage>(http, visit, new() { [nameof(ListeningPage.Activity)] = activity, [nameof(ListeningPage.Play)] = play });
    }

    /// <summary>With ranges, so that a player can go to any place of it; nobody's cache on the way keeps it.</summary>
    static Task<IResult> Audio(HttpContext http, Activity activity)
    {
        http.Response.Headers.CacheControl = "private, max-age=600";
        return Task.FromResult(Results.Stream(new ActivitySound(http.RequestServices.GetRequiredService<ActivityStore>(), activity), activity.MediaType, enableRangeProcessing: true));
    }

    /// <summary>What the page's script says was played. It is believed as far as the sound is long.</summary>
    static Task<IResult> Played(HttpContext http, string token, string play) => OfPlay(http, token, play, async (visit, activity, found) =>
    {
        if (PlayedParts.Read(http.Request.Form["parts"].ToString(), activity.Seconds) is not { } parts) return Results.StatusCode(StatusCodes.Status422UnprocessableEntity);
        await http.RequestServices.GetRequiredService<PlayStore>().Told(visit.Link, found.Id, parts, activity.Seconds);
        return Results.NoContent();
    });

    static Task<IResult> After(HttpContext http, string token, string play) => OfPlay(http, token, play, async (visit, _, found) =>
        await IsSession(http, visit, found) ? await On(http, visit, found, TimepointKind.AfterSession) : await StudentPages.Gone(http, "unstored", StatusCodes.Status409Conflict));

    static Task<IResult> OfPlay(HttpContext http, string token, string play, Func<StudentVisit, Activity, Play, Task<IResult>> use) => StudentPages.OfVisit(http, token, visit =>
    {
        var plays = http.RequestServices.GetRequiredService<PlayStore>();
        return visit.Link.Kind == LinkKind.Activity && Guid.TryParseExact(play, "D", out var id) && plays.Find(visit.Link, id) is { } found && plays.Activity(visit.Link) is { } activity
            ? use(visit, activity, found) : StudentPages.Gone(http);
    });
}
