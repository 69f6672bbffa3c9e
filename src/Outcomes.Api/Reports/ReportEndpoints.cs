using Outcomes.Api.Access;
using Outcomes.Api.Problems;
using Outcomes.Data.Reports;
using Outcomes.Domain.Access;

namespace Outcomes.Api.Reports;

/// <summary>The newest reports of a study, as they were made and stored.</summary>
static class ReportEndpoints
{
    static readonly Dictionary<string, string> MediaTypes = new()
    {
        ["html"] = "text/html; charset=utf-8", ["pdf"] = "application/pdf", ["json"] = "application/json",
    };

    public static void MapReports(this IEndpointRouteBuilder api) =>
        api.MapGet("studies/{study}/reports/{audience}.{format}", Get).RequireScope(Scopes.ReadResults)
            .WithSummary("The newest report for an audience (board, researcher) as html, pdf or json.")
            .WithDescription("The ETag is the SHA-256 of its bytes. 404 says why a report could not be made.")
            .Produces<string>(200, "text/html").Produces<byte[]>(200, "application/pdf").Produces<System.Text.Json.JsonElement>(200, "application/json").Refuses(401, 403, 404);

    static IResult Get(HttpContext http, string study, string audience, string format, ReportStore reports)
    {
        if (!MediaTypes.TryGetValue(format, out var type)) return Problem.NotFound;
        if (reports.Find(http.Actor(), study, audience, format) is not { } report)
            return Problem.Of(404, "There is no such report yet.", "Reports are made when an analysis has finished.");
        if (report.Content is null) return Problem.Of(404, "This report could not be made.", report.Absence);
        http.Response.Headers.ETag = $"\"{report.Sha256}\"";
        return Results.Bytes(report.Content, type);
    }
}
