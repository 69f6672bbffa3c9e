using Outcomes.Api.Accounts;
using Outcomes.Api.Pages;
using Outcomes.Data.Audit;
using Outcomes.Domain.Access;

namespace Outcomes.Api.Audit;

/// <summary>The page of all that was done, for an auditor.</summary>
static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder pages) => pages.MapGet("/audit", Show).ForVisitors(Scopes.ReadAudit);

    static Task<IResult> Show(HttpContext http, string? actor, string? action, string? study, long? before, AuditTrail trail, Outcomes.Data.Database database)
    {
        var filter = new AuditFilter(actor, action, study, before);
        return PageEndpoints.Page<AuditPage>(http, new()
        {
            [nameof(AuditPage.Filter)] = filter, [nameof(AuditPage.Entries)] = trail.Search(filter), [nameof(AuditPage.Actions)] = trail.Actions(),
            [nameof(AuditPage.Broken)] = AuditStore.FirstBreak(database),
        });
    }
}
