using Outcomes.Api.Access;
using Outcomes.Data.Batches;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Batches;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Sessions;

/// <summary>One session from a page, by the way in that batches take.</summary>
static class SessionBatch
{
    public static BatchHeader Header(HttpContext http, StudyDefinition study)
    {
        var receipt = Guid.CreateVersion7(http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        return new(study.Id, study.Hash, BatchKind.Sessions, receipt, new AuditEvent(http.Actor().Name, "sessions_recorded", receipt.ToString("D"), study.Id), Large: false) { Schools = http.Actor().Schools };
    }

    public static SentRow<Session> Row(Session session) => new(1, session, []);
}
