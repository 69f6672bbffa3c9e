using System.Globalization;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Webhooks;

namespace Outcomes.Data.Webhooks;

/// <summary>A notice to be sent now.</summary>
public sealed record DueNotice(string Id, string StudyId, string Url, string Secret, string Payload, long Attempts);

/// <summary>What is to be told to whom. It is derived from the reports that are there, so that no crash loses a notice or doubles it in here.</summary>
public sealed class NoticeStore(Database database, Writer writer)
{
    /// <summary>Notes for each webhook the reports, and the ended runs for all schools, that it has not been told of.</summary>
    public Task<int> Collect() => database.Read(Untold) is not { Count: > 0 } untold ? Task.FromResult(0) : writer.Run(change =>
    {
        change.LeavesNoEvent("what is to be told of reports that are in the chain themselves");
        foreach (var (webhook, subject, notice) in untold) Add(change, webhook, subject, notice);
        return untold.Count;
    });

    /// <summary>One that says nothing, to see whether it arrives.</summary>
    /// <returns>False where the study has no such webhook.</returns>
    public Task<bool> Test(string study, string webhook, string subject, AuditEvent audit) => writer.Run(change =>
    {
        using (var found = change.Prepared("SELECT 1 FROM webhook WHERE id = @1 AND study_id = @2 AND removed_utc IS NULL").Query(webhook, study))
            if (!found.Read()) return false;
        Add(change, webhook, subject, new Notice("test", study));
        change.Record(audit);
        return true;
    });

    public IReadOnlyList<DueNotice> Due(DateTimeOffset now) => database.Read(c => c.Query<DueNotice>(
        """
        SELECT d.id, w.study_id AS StudyId, w.url, w.secret, d.payload, d.attempts FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id
        WHERE d.delivered_utc IS NULL AND d.gave_up_utc IS NULL AND w.removed_utc IS NULL AND d.next_try_utc <= @now ORDER BY d.next_try_utc, d.id
        """, new { now = Utc.Text(now) }).ToList());

    /// <param name="status">HTTP status, or in a few words why there was none.</param>
    /// <param name="next">When it is tried again; null: it was taken, or is given up.</param>
    public Task<int> Tried(string id, string status, bool taken, DateTimeOffset? next) => writer.Run(change =>
    {
        change.LeavesNoEvent("a try to deliver a notice, which says nothing of a person");
        return change.Prepared(
        """
        UPDATE webhook_delivery SET attempts = attempts + 1, last_status = @2, delivered_utc = CASE WHEN @3 = 1 THEN @5 END,
               gave_up_utc = CASE WHEN @3 = 0 AND @4 IS NULL THEN @5 END, next_try_utc = COALESCE(@4, next_try_utc) WHERE id = @1
        """).Run(id, status, taken ? 1 : 0, next is { } at ? Utc.Text(at) : null, Utc.Text(change.Now));
    });

    static void Add(Change change, string webhook, string subject, Notice notice) => change.Prepared(
        """
        INSERT INTO webhook_delivery (id, webhook_id, subject, payload, attempts, next_try_utc) VALUES (@1, @2, @3, @4, 0, @5) ON CONFLICT (webhook_id, subject) DO NOTHING
        """).Run(Guid.CreateVersion7(change.Now).ToString("D", CultureInfo.InvariantCulture), webhook, subject, notice.Json(), Utc.Text(change.Now));

    static List<(string Webhook, string Subject, Notice Notice)> Untold(System.Data.Common.DbConnection connection) =>
    [
        .. connection.Query<ReportRow>(
            """
            SELECT w.id AS Webhook, w.study_id AS Study, r.analysis_id AS Analysis, r.audience, r.language, r.code
            FROM webhook w JOIN analysis a ON a.study_id = w.study_id JOIN report r ON r.analysis_id = a.id
            WHERE w.removed_utc IS NULL AND r.school IS NULL AND r.format = 'html' AND r.sha256 IS NOT NULL AND r.made_utc >= w.created_utc
              AND NOT EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.subject = r.analysis_id || ' ' || r.audience || ' ' || r.language)
            """).Select(r => (r.Webhook, $"{r.Analysis} {r.Audience} {r.Language}", new Notice("report.made", r.Study, r.Analysis, r.Audience, r.Language, r.Code,
                $"/api/v1/studies/{r.Study}/reports/{r.Audience}.{r.Language}.pdf?analysis={r.Analysis}"))),
        .. connection.Query<RunRow>(
            """
            SELECT w.id AS Webhook, w.study_id AS Study, s.analysis_id AS Analysis, s.id AS Run FROM webhook w JOIN school_run s ON s.study_id = w.study_id
            WHERE w.removed_utc IS NULL AND s.finished_utc >= w.created_utc AND s.failure IS NULL
              AND NOT EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.subject = s.id)
            """).Select(s => (s.Webhook, s.Run, new Notice("school_reports.made", s.Study, s.Analysis, "school", Link: $"/api/v1/studies/{s.Study}/reports/schools"))),
    ];

    sealed record ReportRow(string Webhook, string Study, string Analysis, string Audience, string Language, string? Code);
    sealed record RunRow(string Webhook, string Study, string Analysis, string Run);
}
