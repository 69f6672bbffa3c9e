using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Reports;

/// <summary>Reports as they were made. Those for boards and schools stay: what was given out is a record.</summary>
public sealed class ReportStore(Database database, Writer writer)
{
    const string Columns =
        """
        r.analysis_id AS AnalysisId, r.audience, r.school, r.language, r.format, r.content, r.sha256, r.absence, r.refused, r.attempt, r.code, r.made_utc AS MadeUtc
        """;

    const string SelectHeads =
        """
        SELECT r.analysis_id AS AnalysisId, r.audience, r.school, r.language, r.format, r.sha256, r.absence, r.refused, r.attempt, r.code, r.made_utc AS MadeUtc,
               a.snapshot_hash AS SnapshotHash
        FROM report r JOIN analysis a ON a.id = r.analysis_id
        """;

    const string NewestFirst = "a.change_number DESC, a.started_utc DESC, a.id DESC";

    static readonly string Own = $"(r.audience <> 'researcher' OR @inside) AND (r.school IS NULL OR {OwnSchools.Holds("r.school")})";

    static bool Inside(Actor actor) => actor.MayEverywhere(Scopes.ReadResults);

    /// <summary>All that there is of one report, in every language and format.</summary>
    public IReadOnlyList<ReportHead> Of(ReportKey key) => database.Read(c => c.Query<ReportHead>(
        $"{SelectHeads} WHERE r.analysis_id = @AnalysisId AND r.audience = @Audience AND r.school IS @School ORDER BY r.language, r.format", key).ToList());

    /// <summary>
    /// The newest that there is for an audience, in this language and format; one that could not be made counts only where no older
    /// analysis has it. With an analysis, its report and no other. What was not released is for those who may see the study's results, and a
    /// school's report for those to whom the school belongs.
    /// </summary>
    public StoredReport? Find(Actor actor, string study, string audience, string? school, string language, string format, string? analysis = null) =>
        database.Read(c => c.QueryFirstOrDefault<StoredReport>(
            $"""
            SELECT {Columns} FROM report r JOIN analysis a ON a.id = r.analysis_id
            WHERE a.study_id = @study AND (@only IS NULL OR a.study_id = @only) AND r.audience = @audience AND r.school IS @school AND {Own}
              AND r.language = @language AND r.format = @format AND (@analysis IS NULL OR a.id = @analysis)
            ORDER BY r.content IS NULL, {NewestFirst}
            """, new { study, only = actor.Study, inside = Inside(actor), schools = OwnSchools.Of(actor), audience, school, language = format == StoredReport.Json ? StoredReport.NoLanguage : language, format, analysis }));

    /// <summary>Every report of a study but those of single schools, the newest first.</summary>
    public IReadOnlyList<ReportHead> Library(Actor actor, string study) => database.Read(c => c.Query<ReportHead>(
        $"""
        {SelectHeads} WHERE a.study_id = @study AND (@only IS NULL OR a.study_id = @only) AND r.school IS NULL AND {Own}
        ORDER BY r.audience, {NewestFirst}, r.language, r.format
        """, new { study, only = actor.Study, inside = Inside(actor), schools = OwnSchools.Of(actor) }).ToList());

    /// <summary>The schools' reports of one analysis: the actor's schools'.</summary>
    public IReadOnlyList<ReportHead> Schools(Actor actor, string study, string analysis) => database.Read(c => c.Query<ReportHead>(
        $"""
        {SelectHeads} WHERE a.study_id = @study AND (@only IS NULL OR a.study_id = @only) AND r.analysis_id = @analysis AND r.school IS NOT NULL AND {Own}
        ORDER BY r.school, r.language, r.format
        """, new { study, only = actor.Study, inside = Inside(actor), schools = OwnSchools.Of(actor), analysis }).ToList());

    /// <summary>The report whose bytes have this SHA-256.</summary>
    public ReportHead? WithContent(string sha256) => database.Read(c => c.QueryFirstOrDefault<ReportHead>($"{SelectHeads} WHERE r.sha256 = @sha256", new { sha256 }));

    public bool HasCode(string analysis, string code) => database.Read(c => c.ExecuteScalar<long>(
        "SELECT EXISTS (SELECT 1 FROM report WHERE analysis_id = @analysis AND code = @code)", new { analysis, code })) == 1;

    /// <summary>Puts each in the place of an earlier try. A report that is there is never replaced.</summary>
    public Task<int> Store(IReadOnlyList<StoredReport> reports, AuditEvent audit) => writer.Run(change =>
    {
        foreach (var r in reports)
        {
            change.Prepared("DELETE FROM report WHERE analysis_id = @1 AND audience = @2 AND school IS @3 AND language = @4 AND format = @5 AND content IS NULL")
                .Run(r.AnalysisId, r.Audience, r.School, r.Language, r.Format);
            change.Prepared(
                """
                INSERT INTO report (analysis_id, audience, school, language, format, content, sha256, absence, refused, attempt, code, made_utc)
                VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12) ON CONFLICT DO NOTHING
                """).Run(r.AnalysisId, r.Audience, r.School, r.Language, r.Format, r.Content, r.Sha256, r.Absence, r.Refused, r.Attempt, r.Code, Utc.Text(change.Now));
        }
        change.Record(audit);
        return reports.Count;
    });

    /// <summary>
    /// Leaves of the researcher's reports only those of the newest analyses. They are never given out, and can be made again from the
    /// analysis, which stays with its result; what boards and schools got is not touched.
    /// </summary>
    /// <returns>Reports removed.</returns>
    public Task<int> Prune(string study, int keep) => writer.Run(change =>
    {
        var removed = change.Prepared(
            """
            DELETE FROM report WHERE audience = 'researcher' AND analysis_id IN
                (SELECT a.id FROM analysis a
                 WHERE a.study_id = @1 AND EXISTS (SELECT 1 FROM report r WHERE r.analysis_id = a.id AND r.audience = 'researcher')
                 ORDER BY a.change_number DESC, a.started_utc DESC, a.id DESC LIMIT -1 OFFSET @2)
            """).Run(study, keep);
        if (removed > 0) change.Record(new AuditEvent("job", "reports_pruned", study, study));
        return removed;
    });
}
