using Outcomes.Api.Access;
using Outcomes.Data.Audit;
using Outcomes.Data.Reports;
using Outcomes.Domain.Audit;

namespace Outcomes.Api.Audit;

/// <summary>Who looked at data on persons, on disk before they see them.</summary>
static class Views
{
    public static Task Told(HttpContext http, string action, string subject, string study) =>
        http.RequestServices.GetRequiredService<AuditTrail>().Record(new AuditEvent(http.Actor().Name, action, subject, study));

    /// <remarks>The researcher's report shows each person as a dot; what boards and schools get was released, and has none.</remarks>
    public static Task Told(HttpContext http, string study, StoredReport report) =>
        report.Audience == "researcher" ? Told(http, "report_viewed", report.AnalysisId, study) : Task.CompletedTask;
}
