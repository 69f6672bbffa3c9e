using Outcomes.Api.Analyses;
using Outcomes.Api.Assessments;
using Outcomes.Api.Consents;
using Outcomes.Api.Datasets;
using Outcomes.Api.Instruments;
using Outcomes.Api.Jobs;
using Outcomes.Api.Participants;
using Outcomes.Api.Plans;
using Outcomes.Api.Problems;
using Outcomes.Api.Releases;
using Outcomes.Api.Reports;
using Outcomes.Api.Schedules;
using Outcomes.Api.Sessions;
using Outcomes.Api.Studies;
using Outcomes.Api.Webhooks;
using Outcomes.Data.Instruments;
using Outcomes.Jobs;

namespace Outcomes.Api;

static class ApiRoutes
{
    public const string Prefix = "/api/v1";

    public static void MapApi(this WebApplication app)
    {
        app.Services.GetRequiredService<InstrumentStore>().RegisterBuiltIn().GetAwaiter().GetResult();
        app.MapOpenApi(Prefix + "/openapi.json");
        var api = app.MapGroup(Prefix).RequireRateLimiting(Accounts.Limits.Api).AddEndpointFilter(RefuseCompressed).AddEndpointFilter(NudgeTheJobs);
        api.MapStudies();
        api.MapPlans();
        api.MapInstruments();
        api.MapParticipants();
        api.MapConsents();
        api.MapSessions();
        api.MapAssessments();
        api.MapDatasets();
        api.MapAnalyses();
        api.MapReports();
        api.MapSchoolReports();
        api.MapSchedules();
        api.MapWebhooks();
        api.MapReleases();
        api.MapJobs();
    }

    /// <summary>A limit on the size of what is sent would not hold for what comes out of it.</summary>
    static async ValueTask<object?> RefuseCompressed(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.Headers.ContentEncoding.Count == 0 ? await next(context)
            : Problem.Of(415, "Compressed content is not read here.", "Send it as it stands, without a Content-Encoding.");

    /// <summary>Whatever was sent may have made an analysis stale.</summary>
    static async ValueTask<object?> NudgeTheJobs(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        if (!HttpMethods.IsGet(context.HttpContext.Request.Method)) context.HttpContext.RequestServices.GetRequiredService<Wake>().Nudge();
        return answer;
    }
}
