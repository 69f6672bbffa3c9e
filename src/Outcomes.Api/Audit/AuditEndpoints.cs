using Outcomes.Api.Access;
using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Data.Audit;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;

namespace Outcomes.Api.Audit;

/// <summary>The page of all that was done, for an auditor, and the same as a file.</summary>
static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder pages) => pages.MapGet("/audit", Ask).ForVisitors(Scopes.ReadAudit);

    static Task<IResult> Ask(HttpContext http, string? actor, string? action, string? study, string? subject, string? from, string? to, long? before, string? @as, AuditTrail trail, AuditChecks checks) =>
        Show(http, new(actor, action, study, subject, from, to, before, @as), trail, checks);

    static Task<IResult> Show(HttpContext http, AuditSearch search, AuditTrail trail, AuditChecks checks) =>
        search.Faults.Count == 0 && !string.IsNullOrEmpty(search.As) ? Export(http, search, trail) : PageEndpoints.Page<AuditPage>(http, new()
        {
            [nameof(AuditPage.Asked)] = search, [nameof(AuditPage.Entries)] = search.Faults.Count > 0 ? [] : trail.Search(search.Filter),
            [nameof(AuditPage.Actions)] = trail.Actions(), [nameof(AuditPage.State)] = checks.Now(),
        }, search.Faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);

    static async Task<IResult> Export(HttpContext http, AuditSearch search, AuditTrail trail)
    {
        if (!AuditFiles.Formats.TryGetValue(search.As!, out var file)) return await PageEndpoints.Message(http, "missing", StatusCodes.Status404NotFound);
        await trail.Record(new AuditEvent(http.Actor().Name, "audit_exported", search.As!));
        return Results.Stream(body => file.Write(body, trail.Export(search.Filter)), file.MediaType, $"audit.{search.As}");
    }
}
