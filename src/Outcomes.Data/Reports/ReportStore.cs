using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Reports;

/// <summary>One report in one format: its bytes, or why there are none.</summary>
/// <param name="Refused">1: the disclosure rule forbids it: the same result gives the same answer, so nothing is left to try.</param>
public sealed record StoredReport(
    string AnalysisId, string Audience, string Format, byte[]? Content, string? Sha256, string? Absence, long Refused, long Attempt, string MadeUtc)
{
    /// <summary>It is there, or never will be.</summary>
    public bool Final => Sha256 is not null || Refused == 1;
}

/// <summary>A newest finished analysis that lacks a report, or has one that could not be made and may be yet.</summary>
/// <remarks>Properties, not a constructor: SQLite names no type for the column of an aggregate, and Dapper then matches no constructor.</remarks>
public sealed record UnreportedAnalysis
{
    public required string Id { get; init; }
    public required string StudyId { get; init; }

    /// <summary>The greatest number of tries so far; 0: none.</summary>
    public required long Attempt { get; init; }
    public required string? LastTriedUtc { get; init; }
}

public sealed class ReportStore(Database database, Writer writer)
{
    const string Newest =
        """
        SELECT a.id FROM analysis a WHERE a.study_id = d.study_id AND a.status = 'finished'
        ORDER BY a.change_number DESC, a.started_utc DESC, a.id DESC LIMIT 1
        """;

    /// <param name="perAnalysis">How many rows a complete set of reports has.</param>
    public IReadOnlyList<UnreportedAnalysis> Missing(int perAnalysis) => database.Read(c => c.Query<UnreportedAnalysis>(
        $"""
        SELECT n.id, n.study_id AS StudyId, MAX(COALESCE(r.attempt, 0)) AS Attempt, MAX(r.made_utc) AS LastTriedUtc
        FROM (SELECT d.study_id, ({Newest}) AS id FROM study_data d) n
        LEFT JOIN report r ON r.analysis_id = n.id
        WHERE n.id IS NOT NULL
        GROUP BY n.id, n.study_id
        HAVING COUNT(r.sha256) + COALESCE(SUM(r.refused), 0) < @perAnalysis
        ORDER BY n.study_id
        """, new { perAnalysis }).ToList());

    public IReadOnlyList<StoredReport> Of(string analysis) => database.Read(c => c.Query<StoredReport>(
        """
        SELECT analysis_id AS AnalysisId, audience, format, content, sha256, absence, refused, attempt, made_utc AS MadeUtc
        FROM report WHERE analysis_id = @analysis ORDER BY audience, format
        """, new { analysis }).ToList());

    /// <summary>The newest that there is in this format; one that could not be made counts only where no older analysis has it.</summary>
    public StoredReport? Find(Actor actor, string study, string audience, string format) => database.Read(c => c.QueryFirstOrDefault<StoredReport>(
        """
        SELECT r.analysis_id AS AnalysisId, r.audience, r.format, r.content, r.sha256, r.absence, r.refused, r.attempt, r.made_utc AS MadeUtc
        FROM report r JOIN analysis a ON a.id = r.analysis_id
        WHERE a.study_id = @study AND (@only IS NULL OR a.study_id = @only) AND r.audience = @audience AND r.format = @format
        ORDER BY a.change_number DESC, a.started_utc DESC, a.id DESC
        """, new { study, only = actor.Study, audience, format }));

    /// <summary>Puts each in the place of an earlier try.</summary>
    public Task<int> Store(IReadOnlyList<StoredReport> reports, AuditEvent audit) => writer.Run(change =>
    {
        foreach (var r in reports)
        {
            change.Prepared("DELETE FROM report WHERE analysis_id = @1 AND audience = @2 AND format = @3").Run(r.AnalysisId, r.Audience, r.Format);
            change.Prepared("INSERT INTO report (analysis_id, audience, format, content, sha256, absence, refused, attempt, made_utc) VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9)")
                .Run(r.AnalysisId, r.Audience, r.Format, r.Content, r.Sha256, r.Absence, r.Refused, r.Attempt, Utc.Text(change.Now));
        }
        change.Record(audit);
        return reports.Count;
    });
}
