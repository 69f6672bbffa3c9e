using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Data.Reports;
using Outcomes.Data.Schedules;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Jobs;

namespace Outcomes.Api.Reports;

/// <summary>The library of a study's reports, and the reports of all its schools.</summary>
static class LibraryPages
{
    const string Path = "/studies/{study}/reports";

    public static void MapLibrary(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Path, Show).ForVisitors(Scopes.ReadReleased);
        pages.MapPost(Path + "/schools", async (HttpContext http, string study, IssueStore issues, SchoolRunStore runs, TimeProvider time, Wake wake) =>
        {
            await SchoolReportEndpoints.Begin(http.Actor(), study, issues, runs, time);
            wake.Nudge();
            return Results.LocalRedirect($"/studies/{Uri.EscapeDataString(study)}/reports#schools");
        }).TakesForms(Scopes.WriteStudies);
        pages.MapPost(Path + "/schools/cancel", async (HttpContext http, string study, SchoolRunStore runs) =>
        {
            await runs.Cancel(study, new AuditEvent(http.Actor().Name, "school_reports_cancelled", study, study));
            return Results.LocalRedirect($"/studies/{Uri.EscapeDataString(study)}/reports#schools");
        }).TakesForms(Scopes.WriteStudies);
    }

    static Task<IResult> Show(HttpContext http, string study, StudyViews views, ReportStore reports, SchoolRunStore runs, ScheduleStore schedules)
    {
        if (views.Find(http.Actor(), study, http.Texts()) is not { } view) return PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        var run = runs.Newest(http.Actor(), study);
        return Forms.Page<LibraryPage>(http, new()
        {
            [nameof(LibraryPage.Study)] = view, [nameof(LibraryPage.MayMake)] = http.Actor().Scopes.Contains(Scopes.WriteStudies),
            [nameof(LibraryPage.Reports)] = reports.Library(http.Actor(), study),
            [nameof(LibraryPage.Run)] = run,
            [nameof(LibraryPage.Schools)] = run is null ? new List<ReportHead>() : reports.Schools(http.Actor(), study, run.AnalysisId),
            [nameof(LibraryPage.Schedule)] = schedules.Find(http.Actor(), study).Schedule,
        });
    }
}
