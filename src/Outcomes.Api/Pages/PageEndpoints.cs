using System.Resources;
using System.Text;
using Microsoft.AspNetCore.Components;
using Outcomes.Api.Datasets;
using Outcomes.Api.Plans;
using Outcomes.Api.Releases;
using Outcomes.Api.Reports;
using Outcomes.Data.Instruments;
using Outcomes.Data.Releases;
using Outcomes.Data.Reports;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Reports;
using Outcomes.Reports.Text;

namespace Outcomes.Api.Pages;

/// <summary>The pages: drawn on the server, in full, without a script.</summary>
static class PageEndpoints
{
    public static readonly ResourceManager Words = new("Outcomes.Api.Pages.PageTexts", typeof(PageEndpoints).Assembly);

    /// <remarks>There is no sign-in yet and the host answers this machine alone: whoever reads a page could read the file.</remarks>
    static readonly Actor Reader = Actor.OnThisMachine("page");

    static Texts English => Texts.In("en", Words);

    /// <remarks>A page elsewhere could point a name of its own at this machine and read ours through it; other names are refused.</remarks>
    public static void AddPages(this IServiceCollection services) => services
        .AddSingleton<StudyCountStore>()
        .AddSingleton<StudyViews>()
        .AddHostFiltering(hosts => hosts.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);

    public static void MapPages(this WebApplication app)
    {
        app.MapAssets();
        var pages = app.MapGroup("").ExcludeFromDescription();
        pages.MapGet("/", (StudyViews views) => Page<StudiesPage>(new() { [nameof(StudiesPage.Studies)] = views.All(Reader, English) }));
        pages.MapGet("/studies/{study}", (string study, StudyViews views) => views.Find(Reader, study, English) is { } view
            ? Page<StudyPage>(new() { [nameof(StudyPage.Study)] = view })
            : Message("missing", StatusCodes.Status404NotFound));
        pages.MapGet("/studies/{study}/plan", (string study, StudyViews views, InstrumentStore instruments) => views.Find(Reader, study, English) is { } view
            ? Page<PlanPage>(new()
            {
                [nameof(PlanPage.Study)] = view, [nameof(PlanPage.Parts)] = new PlanWords(view.Plan.Study, instruments.Find, English).Parts(),
            })
            : Message("missing", StatusCodes.Status404NotFound));
        pages.MapGet("/studies/{study}/releases", (string study, StudyViews views, ReleaseStore releases) => views.Find(Reader, study, English) is { } view
            ? Page<ReleasesPage>(new()
            {
                [nameof(ReleasesPage.Study)] = view, [nameof(ReleasesPage.Releases)] = releases.All(Reader, study).Select(ReleaseContract.Of).ToList(),
            })
            : Message("missing", StatusCodes.Status404NotFound));
        pages.MapGet("/studies/{study}/reports/{audience}.{format}", Report);
        pages.MapGet("/studies/{study}/reports/schools/{school}.{format}", SchoolReport);
        pages.MapGet("/studies/{study}/dataset.zip", (string study, DatasetWriter datasets, HostSettings settings) =>
            DatasetEndpoints.Zip(Reader, study, datasets, settings) is { } zip ? Task.FromResult(zip) : Message("missing", StatusCodes.Status404NotFound));
    }

    /// <summary>For an address without a page.</summary>
    /// <remarks>Not a fallback route: that would match below /api as well, and hide its 405 and 415 behind a 404.</remarks>
    public static async Task Missing(HttpContext http) => await (await Message("missing", http.Response.StatusCode)).ExecuteAsync(http);

    /// <summary>For a fault of ours on a page: a page that says so, and nothing of the fault.</summary>
    public static async Task Wrong(HttpContext http) => await (await Message("wrong", StatusCodes.Status500InternalServerError)).ExecuteAsync(http);

    static async Task<IResult> Report(HttpContext http, string study, string audience, string format, string? lang, string? analysis, ReportFiles files) =>
        await File(http, study, files.Find(Reader, study, audience, format, lang, analysis));

    static async Task<IResult> SchoolReport(HttpContext http, string study, string school, string format, string? lang, string? analysis, ReportFiles files) =>
        await File(http, study, files.Find(Reader, study, school, format, lang, analysis, ofSchool: true));

    static async Task<IResult> File(HttpContext http, string study, StoredReport? report)
    {
        if (report?.Content is not { } content) return await Message("missing", StatusCodes.Status404NotFound);
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

    public static Task<IResult> Page<T>(HttpContext http, Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK) where T : IComponent => Page<T>(parameters, status);

    static Task<IResult> Message(string key, int status) => Page<MessagePage>(new() { [nameof(MessagePage.Key)] = key }, status);

    static async Task<IResult> Page<T>(Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK) where T : IComponent
    {
        parameters["Texts"] = English;
        return Results.Content(await HtmlDocument.Of<T>(parameters), "text/html", Encoding.UTF8, status);
    }
}
