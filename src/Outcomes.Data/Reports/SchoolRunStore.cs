using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Reports;

/// <summary>A request for a report for each school, and how far it is.</summary>
/// <param name="Made">Reports that can be read.</param>
/// <param name="Total">Reports to make: schools times languages; null until it has begun.</param>
public sealed record SchoolRun(
    string Id, string StudyId, string AnalysisId, long Made, long? Total, string RequestedUtc, string? CancelledUtc, string? FinishedUtc, string? Failure)
{
    public bool Open => CancelledUtc is null && FinishedUtc is null;

    public string State => CancelledUtc is not null ? "cancelled" : FinishedUtc is null ? "running" : Failure is null ? "finished" : "failed";
}

public sealed class SchoolRunStore(Database database, Writer writer)
{
    const string Select =
        """
        SELECT id, study_id AS StudyId, analysis_id AS AnalysisId,
               (SELECT COUNT(*) FROM report r WHERE r.analysis_id = school_run.analysis_id AND r.school IS NOT NULL AND r.format = 'html' AND r.sha256 IS NOT NULL) AS Made,
               total, requested_utc AS RequestedUtc, cancelled_utc AS CancelledUtc, finished_utc AS FinishedUtc, failure
        FROM school_run
        """;

    public SchoolRun? Newest(Actor actor, string study) => database.Read(c => c.QueryFirstOrDefault<SchoolRun>(
        $"{Select} WHERE study_id = @study AND (@only IS NULL OR study_id = @only) ORDER BY requested_utc DESC, id DESC", new { study, only = actor.Study }));

    /// <summary>Studies for which one is under way, also where the program was ended in the middle.</summary>
    public IReadOnlyList<string> UnderWay() => database.Read(c => c.Query<string>(
        "SELECT study_id FROM school_run WHERE cancelled_utc IS NULL AND finished_utc IS NULL ORDER BY requested_utc").ToList());

    public bool IsOpen(string id) => database.Read(c => c.ExecuteScalar<long>(
        "SELECT EXISTS (SELECT 1 FROM school_run WHERE id = @id AND cancelled_utc IS NULL AND finished_utc IS NULL)", new { id })) == 1;

    /// <returns>False where one of the study is under way: that one goes on.</returns>
    public Task<bool> Request(string id, string study, string analysis, AuditEvent audit) => writer.Run(change =>
    {
        var added = change.Prepared("INSERT INTO school_run (id, study_id, analysis_id, requested_utc) VALUES (@1, @2, @3, @4) ON CONFLICT DO NOTHING")
            .Run(id, study, analysis, Utc.Text(change.Now)) == 1;
        if (added) change.Record(audit);
        return added;
    });

    public Task<int> Begin(string id, int total) => writer.Run(change =>
    {
        change.LeavesNoEvent("how far a run is; that it was asked for was told");
        return change.Prepared("UPDATE school_run SET total = @2 WHERE id = @1").Run(id, total);
    });

    /// <returns>False where none is under way.</returns>
    public Task<bool> Cancel(string study, AuditEvent audit) => writer.Run(change =>
    {
        var ended = change.Prepared("UPDATE school_run SET cancelled_utc = @2 WHERE study_id = @1 AND cancelled_utc IS NULL AND finished_utc IS NULL").Run(study, Utc.Text(change.Now)) == 1;
        if (ended) change.Record(audit);
        return ended;
    });

    public Task<int> Finish(string id, string? failure = null) => writer.Run(change =>
    {
        change.LeavesNoEvent("that a run ended; each report that it made was told");
        return change.Prepared("UPDATE school_run SET finished_utc = @2, failure = @3 WHERE id = @1 AND cancelled_utc IS NULL AND finished_utc IS NULL").Run(id, Utc.Text(change.Now), failure);
    });
}
