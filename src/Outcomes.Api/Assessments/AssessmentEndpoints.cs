using Outcomes.Api.Batches;
using Outcomes.Data.Assessments;
using Outcomes.Domain.Assessments;

namespace Outcomes.Api.Assessments;

static class AssessmentEndpoints
{
    public static void MapAssessments(this IEndpointRouteBuilder api) =>
        api.MapBatch<Assessment, AssessmentContract>("assessments", AssessmentShape.Rows, (http, study, header, rows) =>
        {
            var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            return http.RequestServices.GetRequiredService<AssessmentStore>().RecordAssessments(header,
                rows.Select(r => r.Then((number, a) => AssessmentRules.Score(study, a, now, number))));
        });
}
