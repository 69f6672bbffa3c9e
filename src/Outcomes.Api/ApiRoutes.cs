using Outcomes.Api.Analyses;
using Outcomes.Api.Assessments;
using Outcomes.Api.Datasets;
using Outcomes.Api.Instruments;
using Outcomes.Api.Jobs;
using Outcomes.Api.Participants;
using Outcomes.Api.Reports;
using Outcomes.Api.Sessions;
using Outcomes.Api.Studies;
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
        var api = app.MapGroup(Prefix).AddEndpointFilter(NudgeTheJobs);
        api.MapStudies();
        api.MapInstruments();
        api.MapParticipants();
        api.MapSessions();
        api.MapAssessments();
        api.MapDatasets();
        api.MapAnalyses();
        api.MapReports();
        api.MapJobs();
    }

    /// <summary>Whatever was sent may have made an analysis stale.</summary>
    static async ValueTask<object?> NudgeTheJobs(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var answer = await next(context);
        if (!HttpMethods.IsGet(context.HttpContext.Request.Method)) context.HttpContext.RequestServices.GetRequiredService<Wake>().Nudge();
        return answer;
    }
}
