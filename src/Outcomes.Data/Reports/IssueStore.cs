using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Reports;

/// <summary>Which analyses boards and schools get reports of.</summary>
public sealed class IssueStore(Database database, Writer writer)
{
    /// <summary>The analysis that was issued last; null: none yet.</summary>
    public string? Newest(Actor actor, string study) => database.Read(c => c.QueryFirstOrDefault<string>(
        """
        SELECT i.analysis_id FROM report_issue i JOIN analysis a ON a.id = i.analysis_id
        WHERE i.study_id = @study AND (@only IS NULL OR i.study_id = @only) ORDER BY i.issued_utc DESC, a.change_number DESC, a.id DESC
        """, new { study, only = actor.Study }));

    /// <summary>When the newest was issued; null: none yet.</summary>
    public DateTimeOffset? LastIssued(string study) => database.Read(c => c.QuerySingleOrDefault<string?>(
        "SELECT MAX(issued_utc) FROM report_issue WHERE study_id = @study", new { study })) is { } last ? Utc.Parse(last) : null;

    /// <summary>Issues an analysis, perhaps again: a date that finds no newer one is met by the one that was issued before.</summary>
    public Task<int> Issue(string study, string analysis) => writer.Run(change =>
    {
        change.Record(new AuditEvent("job", "analysis_issued", analysis, study));
        return change.Prepared("INSERT INTO report_issue (analysis_id, study_id, issued_utc) VALUES (@1, @2, @3) ON CONFLICT (analysis_id) DO UPDATE SET issued_utc = @3")
            .Run(analysis, study, Utc.Text(change.Now));
    });
}
