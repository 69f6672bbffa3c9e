using Outcomes.Api.Access;
using Outcomes.Api.Batches;
using Outcomes.Api.Problems;
using Outcomes.Data.Consents;
using Outcomes.Data.Studies;
using Outcomes.Domain.Access;
using Outcomes.Domain.Consents;

namespace Outcomes.Api.Consents;

static class ConsentEndpoints
{
    public static void MapConsents(this IEndpointRouteBuilder api)
    {
        api.MapGet("studies/{study}/consents", (HttpContext http, string study, StudyStore studies, ConsentRegister register) =>
            studies.Lookup(http.Actor(), study)?.Study is { } known ? ApiJson.Ok(KeptOutContract.Of(known, register.KeptOut(http.Actor(), study)), ApiJson.Default.KeptOutContract) : Problem.NotFound)
            .RequireScope(Scopes.ReadResults).WithSummary("How many participants there are, and how many of them consent keeps out of the dataset, of analyses, and of a dataset for reuse.")
            .Produces<KeptOutContract>().Refuses(401, 403, 404);
        api.MapBatch<Consent, ConsentContract>("consents", ConsentShape.Rows, (http, study, header, rows) =>
        {
            var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            return http.RequestServices.GetRequiredService<ConsentStore>().RecordConsents(header,
                rows.Select(r => r.Then((number, c) => (c, ConsentRules.Check(study, c, now, number)))));
        }, Scopes.WriteConsents);
    }
}
