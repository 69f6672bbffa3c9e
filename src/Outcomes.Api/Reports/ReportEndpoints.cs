using Outcomes.Api.Access;
using Outcomes.Api.Audit;
using Outcomes.Api.Problems;
using Outcomes.Data.Reports;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;

namespace Outcomes.Api.Reports;

/// <summary>The reports of a study, as they were made and stored.</summary>
static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder api)
    {
        api.MapGet("studies/{study}/reports", List).RequireScope(Scopes.ReadResults)
            .WithSummary("Every report of a study but those of single schools, by audience, the newest first.")
            .Produces<IReadOnlyList<ReportContract>>().Refuses(401, 403, 404);
        Files(api.MapGet("studies/{study}/reports/{audience}.{format}", (HttpContext http, string study, string audience, string format, string? lang, string? analysis, ReportFiles files) =>
                Answer(http, study, files.Find(http.Actor(), study, audience, format, lang, analysis))))
            .WithSummary("A report for an audience (board, researcher) as html, pdf or json: the newest, or that of an analysis.");
        Files(api.MapGet("studies/{study}/reports/schools/{school}.{format}", (HttpContext http, string study, string school, string format, string? lang, string? analysis, ReportFiles files) =>
                Answer(http, study, files.Find(http.Actor(), study, school, format, lang, analysis, ofSchool: true))))
            .WithSummary("A school's own report as html, pdf or json: the newest, or that of an analysis.");
    }

    static RouteHandlerBuilder Files(RouteHandlerBuilder endpoint) => endpoint.RequireScope(Scopes.ReadResults)
        .WithDescription("The language stands in the query (?lang=es) or in the name (board.es.pdf); without one it is the study's first that there are texts for. "
            + "The ETag is the SHA-256 of the bytes. 404 says why a report could not be made.")
        .Produces<string>(200, "text/html").Produces<byte[]>(200, "application/pdf").Produces<System.Text.Json.JsonElement>(200, "application/json").Refuses(401, 403, 404);

    static IResult List(HttpContext http, string study, ReportStore reports, StudyStore studies) => studies.Find(http.Actor(), study) is not null
        ? ApiJson.Ok([.. reports.Library(http.Actor(), study).Select(r => ReportContract.Of(study, r))], ApiJson.Default.IReadOnlyListReportContract)
        : Problem.NotFound;

    static async Task<IResult> Answer(HttpContext http, string study, StoredReport? report)
    {
        if (report is null) return Problem.Of(404, "There is no such report yet.", "Reports are made when an analysis has finished, and given to boards when the study's schedule says so.");
        if (report.Content is null) return Problem.Of(404, "This report could not be made.", report.Absence);
        await Views.Told(http, study, report);
        http.Response.Headers.ETag = $"\"{report.Sha256}\"";
        return Results.Bytes(report.Content, ReportFiles.MediaTypes[report.Format]);
    }
}
