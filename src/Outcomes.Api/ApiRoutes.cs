using Outcomes.Api.Assessments;
using Outcomes.Api.Datasets;
using Outcomes.Api.Instruments;
using Outcomes.Api.Participants;
using Outcomes.Api.Sessions;
using Outcomes.Api.Studies;
using Outcomes.Data.Instruments;

namespace Outcomes.Api;

static class ApiRoutes
{
    public const string Prefix = "/api/v1";

    public static void MapApi(this WebApplication app)
    {
        app.Services.GetRequiredService<InstrumentStore>().RegisterBuiltIn().GetAwaiter().GetResult();
        var api = app.MapGroup(Prefix);
        api.MapStudies();
        api.MapInstruments();
        api.MapParticipants();
        api.MapSessions();
        api.MapAssessments();
        api.MapDatasets();
    }
}
