using Outcomes.Api.Batches;
using Outcomes.Data.Consents;
using Outcomes.Domain.Access;
using Outcomes.Domain.Consents;

namespace Outcomes.Api.Consents;

static class ConsentEndpoints
{
    public static void MapConsents(this IEndpointRouteBuilder api) =>
        api.MapBatch<Consent, ConsentContract>("consents", ConsentShape.Rows, (http, study, header, rows) =>
        {
            var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            return http.RequestServices.GetRequiredService<ConsentStore>().RecordConsents(header,
                rows.Select(r => r.Then((number, c) => (c, ConsentRules.Check(study, c, now, number)))));
        }, Scopes.WriteConsents);
}
