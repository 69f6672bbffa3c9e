using System.Resources;
using System.Text;
using Microsoft.AspNetCore.Components;
using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Audit;
using Outcomes.Api.Datasets;
using Outcomes.Api.Participants;
using Outcomes.Api.Plans;
using Outcomes.Api.Releases;
using Outcomes.Api.Reports;
using Outcomes.Data.Instruments;
using Outcomes.Data.Releases;
using Outcomes.Data.Reports;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Reports;

namespace Outcomes.Api.Pages;

/// <summary>The pages: drawn on the server, in full, without a script.</summary>
static class PageEndpoints
{
    public static readonly ResourceManager Words = new PageWords();

    public static void AddPages(this IServiceCollection services) => services
        .AddSingleton<StudyCountStore>()
        .AddSingleton<StudyViews>();

    public static void MapPages(this WebApplication app)
    {
        app.MapAssets();
        app.MapScripts();
        var pages = app.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/", (HttpContext http, StudyViews views) => Page<StudiesPage>(http, new()
        {
            [nameof(StudiesPage.Studies)] = views.All(http.Visitor(), http.Texts()), [nameof(StudiesPage.Tasks)] = Entry.TaskList.Of(http),
        })).ForVisitors();
        pages.MapGet("/studies/{study}", (HttpContext http, string study) =>
            OfStudy<StudyPage>(http, study, view => new() { [nameof(StudyPage.Study)] = view, [nameof(StudyPage.Alerts)] = CheckIns.DistressPages.Open(http, study) })).ForVisitors(Scopes.ReadReleased);
        pages.MapGet("/studies/{study}/plan", (HttpContext http, string study, InstrumentStore instruments) => OfStudy<PlanPage>(http, study, view => new()
        {
            [nameof(PlanPage.Study)] = view, [nameof(PlanPage.Parts)] = new PlanWords(view.Plan.Study, instruments.Find, http.Texts()).Parts(),
        })).ForVisitors(Scopes.ReadReleased);
        pages.MapGet("/studies/{study}/releases", (HttpContext http, string study, ReleaseStore releases) => OfStudy<ReleasesPage>(http, study, view => new()
        {
            [nameof(ReleasesPage.Study)] = view, [nameof(ReleasesPage.Releases)] = releases.All(http.Actor(), study).Select(ReleaseContract.Of).ToList(),
        })).ForVisitors(Scopes.ReadReleased);
        pages.MapGet("/studies/{study}/reports/{audience}.{format}", Report).ForVisitors(Scopes.ReadReleased);
        pages.MapGet("/studies/{study}/reports/schools/{school}.{format}", SchoolReport).ForVisitors(Scopes.ReadReleased);
        pages.MapParticipantsPage();
        pages.MapVerify();
        pages.MapLibrary();
        pages.MapGet("/studies/{study}/dataset.zip", async (HttpContext http, string study, string? purpose, DatasetWriter datasets) =>
            await DatasetEndpoints.Zip(http, http.Actor(), study, purpose, datasets) ?? await Message(http, "missing", StatusCodes.Status404NotFound)).ForVisitors(Scopes.ReadData);
    }

    static Task<IResult> OfStudy<T>(HttpContext http, string study, Func<StudyView, Dictionary<string, object?>> parameters) where T : IComponent =>
        http.RequestServices.GetRequiredService<StudyViews>().Find(http.Actor(), study, http.Texts()) is { } view
            ? Page<T>(http, parameters(view)) : Message(http, "missing", StatusCodes.Status404NotFound);

    /// <summary>For an address without a page, and for what was too large to be read.</summary>
    /// <remarks>Not a fallback route: that would match below /api as well, and hide its 405 and 415 behind a 404.</remarks>
    public static async Task Missing(HttpContext http) => await (await Message(http, http.Response.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too_large" : "missing", http.Response.StatusCode)).ExecuteAsync(http);

    /// <summary>For a fault of ours on a page: a page that says so, and nothing of the fault.</summary>
    public static async Task Wrong(HttpContext http) => await (http.Features.Get<Microsoft.AspNetCore.Diagnostics.IExceptionHandlerFeature>()?.Error is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }
        ? await Message(http, "too_large", StatusCodes.Status413PayloadTooLarge) : await Message(http, "wrong", StatusCodes.Status500InternalServerError)).ExecuteAsync(http);

    static async Task<IResult> Report(HttpContext http, string study, string audience, string format, string? lang, string? analysis, ReportFiles files) =>
        await File(http, study, files.Find(http.Actor(), study, audience, format, lang, analysis));

    static async Task<IResult> SchoolReport(HttpContext http, string study, string school, string format, string? lang, string? analysis, ReportFiles files) =>
        await File(http, study, files.Find(http.Actor(), study, school, format, lang, analysis, ofSchool: true));

    static async Task<IResult> File(HttpContext http, string study, StoredReport? report)
    {
        if (report?.Content is not { } content) return await Message(http, "missing", StatusCodes.Status404NotFound);
        await Views.Told(http, study, report);
        if (report.Format == StoredReport.Html) http.Response.Headers.ContentSecurityPolicy = ReportPolicy(content);
        return Results.Bytes(content, ReportFiles.MediaTypes[report.Format], report.Format == StoredReport.Html ? null : ReportFiles.FileName(study, report));
    }

    /// <summary>The report says in its own meta element which style it needs, by hash: the header must not be stricter.</summary>
    static string ReportPolicy(byte[] html)
    {
        const string Mark = "http-equiv=\"Content-Security-Policy\" content=\"";
        var text = Encoding.UTF8.GetString(html, 0, Math.Min(html.Length, 4096));
        var start = text.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        return start < Mark.Length ? "default-src 'none'" : System.Net.WebUtility.HtmlDecode(text[start..text.IndexOf('"', start)]);
    }

    public static Task<IResult> Message(HttpContext http, string key, int status) => Page<MessagePage>(http, new() { [nameof(MessagePage.Key)] = key }, status);

    /// <summary>Who looks at it is known to every page that asks: what is not theirs is not shown to be there.</summary>
    public static async Task<IResult> Page<T>(HttpContext http, Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK) where T : IComponent
    {
        var texts = http.Texts();
        parameters["Texts"] = texts;
        http.Response.Headers.ContentLanguage = texts.Language.Tag;
        http.Response.Headers.Vary = "Accept-Language, Cookie";
        return Results.Content(await HtmlDocument.Of<T>(parameters, services => services.AddSingleton(Reader.Of(http)).AddSingleton(LanguageSwitch.On(http))), "text/html", Encoding.UTF8, status);
    }
}
