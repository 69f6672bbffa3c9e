using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Outcomes.Api.Accounts;
using Outcomes.Api.Activities;
using Outcomes.Data.CheckIns;
using Outcomes.Data.Instruments;
using Outcomes.Domain.CheckIns;
using Outcomes.Domain.Instruments;
using Outcomes.Reports;

namespace Outcomes.Api.CheckIns;

/// <summary>
/// A student's pages: no account, no script, no cookie. Each answer is a form of its own that leads on to the next page, so that going back in the
/// browser neither loses nor doubles anything.
/// </summary>
static class StudentPages
{
    const string Home = "/c/{token}", Question = Home + "/{go}/{number}";

    public static void MapStudentPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Home, Welcome).RequireRateLimiting(Limits.Student);
        pages.MapPost(Home, Begin).TakesLinkForms();
        pages.MapGet(Home + "/help", Help).RequireRateLimiting(Limits.Student);
        pages.MapGet(Question, Ask).RequireRateLimiting(Limits.Student);
        pages.MapPost(Question, Answer).TakesLinkForms();
        pages.MapPost(Home + "/{go}/send", StudentSending.Send).TakesLinkForms();
        pages.MapPost(Home + "/{go}/stop", Stop).TakesLinkForms();
    }

    static Task<IResult> Welcome(HttpContext http, string token, string? done, CheckInStore store) => OfVisit(http, token, visit =>
    {
        if (visit.Link.Kind == LinkKind.Activity) return ListeningPages.Welcome(http, visit, done is not null);
        if (visit.Link.Kind == LinkKind.Round) return done is null ? Round(http, visit, store) : Page<RoundThanksPage>(http, visit, new());
        var stored = store.Stored(visit.Link, visit.Link.Participant!, visit.Link.Session);
        if (stored.Count == visit.Link.Forms.Count) return End(http, visit);
        var next = visit.Link.Forms.Except(stored).First();
        return Page<StudentWelcomePage>(http, visit, new()
        {
            [nameof(StudentWelcomePage.Pseudonym)] = visit.Link.Participant, [nameof(StudentWelcomePage.Questions)] = Instrument(visit, next).Items.Count, [nameof(StudentWelcomePage.PartStored)] = stored.Count > 0,
        });
    });

    /// <param name="from">Where they were: draft and number.</param>
    static Task<IResult> Help(HttpContext http, string token, string? from) => OfVisit(http, token, visit =>
    {
        var back = from?.Split('/') is [var go, var number] && Guid.TryParseExact(go, "D", out _) && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? from : null;
        return Page<StudentHelpPage>(http, visit, new() { [nameof(StudentHelpPage.Support)] = Support(http, visit), [nameof(StudentHelpPage.From)] = back });
    });

    static Task<IResult> Round(HttpContext http, StudentVisit visit, CheckInStore store) => Page<RoundPage>(http, visit, new() { [nameof(RoundPage.Members)] = store.Round(visit.Link) });

    public static Task<IResult> End(HttpContext http, StudentVisit visit) => Page<StudentEndPage>(http, visit, new() { [nameof(StudentEndPage.Support)] = Support(http, visit) });

    /// <summary>In a round the one who begins chose their own code, and reads first what happens to the answers.</summary>
    static Task<IResult> Begin(HttpContext http, string token, CheckInStore store) => OfVisit(http, token, async visit =>
    {
        if (visit.Link.Kind == LinkKind.Activity) return await ListeningPages.Begin(http, visit);
        var member = visit.Link.Kind == LinkKind.Round ? store.Round(visit.Link).FirstOrDefault(m => m.Pseudonym == http.Request.Form["participant"]) : null;
        if ((visit.Link.Participant ?? member?.Pseudonym) is not { } pseudonym || member?.Done == true) return Results.LocalRedirect(visit.To());
        var own = member is not null && visit.Languages.Contains(member.Language) ? visit.In(member.Language) : visit;
        var next = visit.Link.Forms.Except(store.Stored(visit.Link, pseudonym, visit.Link.Session)).FirstOrDefault();
        if (next is null || await store.Begin(visit.Link, pseudonym, visit.Link.Session, next, own.Language) is not { } id) return Results.LocalRedirect(visit.To());
        return Results.LocalRedirect(own.To($"/{id:D}/{(member is null ? 1 : 0)}"));
    });

    static Task<IResult> Ask(HttpContext http, string token, string go, string number, CheckInStore store) => OfDraft(http, token, go, store, (visit, draft) => Show(http, visit, draft, number));

    static Task<IResult> Show(HttpContext http, StudentVisit visit, CheckInDraft draft, string number, Domain.Fault? fault = null, string? typed = null)
    {
        var instrument = Instrument(visit, draft.Form);
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n > instrument.Items.Count + 1) return Task.FromResult(Results.LocalRedirect(visit.To($"/{draft.Id:D}/1")));
        if (n == 0) return Page<StudentWelcomePage>(http, visit, new()
        {
            [nameof(StudentWelcomePage.Pseudonym)] = draft.Participant, [nameof(StudentWelcomePage.Questions)] = instrument.Items.Count, [nameof(StudentWelcomePage.Go)] = draft.Id,
        });
        if (n > instrument.Items.Count) return Page<StudentSendPage>(http, visit, new() { [nameof(StudentSendPage.Draft)] = draft, [nameof(StudentSendPage.Questions)] = instrument.Items.Count });
        return Page<QuestionPage>(http, visit, new()
        {
            [nameof(QuestionPage.Draft)] = draft, [nameof(QuestionPage.Instrument)] = instrument, [nameof(QuestionPage.Number)] = n, [nameof(QuestionPage.Fault)] = fault, [nameof(QuestionPage.Typed)] = typed,
            [nameof(QuestionPage.Wording)] = http.RequestServices.GetRequiredService<WordingStore>().Find(instrument, visit.Language, Medium.Screen)!,
        }, fault is null ? 200 : 422);
    }

    static Task<IResult> Answer(HttpContext http, string token, string go, string number, CheckInStore store) => OfDraft(http, token, go, store, async (visit, draft) =>
    {
        var instrument = Instrument(visit, draft.Form);
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n < 1 || n > instrument.Items.Count) return Results.LocalRedirect(visit.To($"/{draft.Id:D}/1"));
        var (item, typed) = (instrument.Items[n - 1].Id, StudentAnswer.Typed(http.Request.Form));
        if (StudentAnswer.Read(instrument, item, typed) is not { } answer) return await Show(http, visit, draft, number, StudentAnswer.NotOne, typed);
        return await store.Answer(visit.Link.Id, draft.Id, item, answer, visit.Language) ? Results.LocalRedirect(visit.To($"/{draft.Id:D}/{n + 1}")) : Results.LocalRedirect(visit.To());
    });

    static Task<IResult> Stop(HttpContext http, string token, string go, CheckInStore store) => OfVisit(http, token, async visit =>
    {
        if (Guid.TryParseExact(go, "D", out var id)) await store.Stop(visit.Link, id);
        return await Page<StudentStopPage>(http, visit, new() { [nameof(StudentStopPage.Support)] = Support(http, visit) });
    });

    public static InstrumentDefinition Instrument(StudentVisit visit, CheckInForm form) => visit.Study.Instrument(form.Instrument, form.Version)!;

    public static IReadOnlyList<string> Support(HttpContext http, StudentVisit visit) =>
        SupportText.Paragraphs(http.RequestServices.GetRequiredService<SupportStore>().Find(visit.Link.Study, visit.Link.School, visit.Language) ?? visit.Texts["student.support"]);

    /// <summary>A check-in that was sent or stopped leads to the link's first page, which says where it stands.</summary>
    public static Task<IResult> OfDraft(HttpContext http, string token, string go, CheckInStore store, Func<StudentVisit, CheckInDraft, Task<IResult>> use) => OfVisit(http, token, visit =>
    {
        if (!Guid.TryParseExact(go, "D", out var id) || store.Find(visit.Link.Id, id) is not { } draft || visit.Study.Instrument(draft.Form.Instrument, draft.Form.Version) is null) return Task.FromResult(Results.LocalRedirect(visit.To()));
        return use(visit.Chosen ? visit : visit.In(draft.Language), draft);
    });

    public static Task<IResult> OfVisit(HttpContext http, string token, Func<StudentVisit, Task<IResult>> use) => StudentVisit.Of(http, token) is { } visit ? use(visit) : Gone(http);

    /// <summary>The same for every link that opens nothing, so that nobody learns by trying which ones there were.</summary>
    public static async Task<IResult> Gone(HttpContext http, string key = "gone", int status = StatusCodes.Status404NotFound)
    {
        var texts = Pages.PageLanguage.Texts(http);
        return Document(http, await HtmlDocument.Of<StudentGonePage>(new() { ["Texts"] = texts, [nameof(StudentGonePage.Key)] = key }), texts.Language.Tag, status);
    }

    public static async Task<IResult> Page<T>(HttpContext http, StudentVisit visit, Dictionary<string, object?> parameters, int status = 200) where T : IComponent
    {
        parameters["Visit"] = visit;
        return Document(http, await HtmlDocument.Of<T>(parameters), visit.Language, status);
    }

    static IResult Document(HttpContext http, string html, string language, int status)
    {
        http.Response.Headers.ContentLanguage = language;
        http.Response.Headers["X-Robots-Tag"] = "noindex, nofollow, noarchive";
        return Results.Content(html, "text/html", Encoding.UTF8, status);
    }
}
