using Outcomes.Api.Batches;
using Outcomes.Data.Sessions;
using Outcomes.Domain.Sessions;

namespace Outcomes.Api.Sessions;

static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder api) =>
        api.MapBatch<Session, SessionContract>("sessions", SessionShape.Rows, (http, study, header, rows) =>
        {
            var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            return http.RequestServices.GetRequiredService<SessionStore>().RecordSessions(header,
                rows.Select(r => r.Then((number, s) => (s, SessionRules.Check(study, s, now, number)))));
        });
}
