using Outcomes.Api.Batches;
using Outcomes.Data.Assessments;
using Outcomes.Data.Instruments;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Instruments;

namespace Outcomes.Api.Assessments;

static class AssessmentEndpoints
{
    public static void MapAssessments(this IEndpointRouteBuilder api) =>
        api.MapBatch<Assessment, AssessmentContract>("assessments", AssessmentShape.Rows, (http, study, header, rows) =>
        {
            var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            var leave = http.RequestServices.GetRequiredService<AuthorisationStore>().Holding(Medium.Screen);
            return http.RequestServices.GetRequiredService<AssessmentStore>().RecordAssessments(header,
                rows.Select(r => r.Then((number, a) => AssessmentRules.Score(study, a, now, number, i => LicenceGate.IsOpen(i, Medium.Screen, leave.Contains((i.Id, i.Version)))))));
        });
}
