using Outcomes.Api.Batches;
using Outcomes.Data.Participants;
using Outcomes.Domain.Participants;

namespace Outcomes.Api.Participants;

static class ParticipantEndpoints
{
    public static void MapParticipants(this IEndpointRouteBuilder api) =>
        api.MapBatch<Participant, ParticipantContract>("participants", ParticipantShape.Rows, (http, study, header, rows) =>
        {
            var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            return http.RequestServices.GetRequiredService<ParticipantStore>().RecordParticipants(header,
                rows.Select(r => r.Then((number, p) => (p, ParticipantRules.Check(study, p, now, number)))));
        });
}
