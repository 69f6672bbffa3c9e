using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Analyses;

/// <summary>One run of a study's plan, without its result.</summary>
/// <param name="Status">running, finished, failed, or interrupted (the program ended in the middle).</param>
public sealed record StoredAnalysis(
    string Id, string StudyId, string StudyVersion, string StudyHash, string PlanHash, string EngineVersion, long ChangeNumber, string SnapshotHash,
    string Status, string Step, long Percent, string StartedUtc, string UpdatedUtc, string? Failure, string? ResultHash);

/// <summary>A study whose newest finished analysis is older than its data, its definition or this program's engine.</summary>
/// <remarks>Properties, not a constructor: SQLite names no type for the column of an aggregate, and Dapper then matches no constructor.</remarks>
public sealed record StaleStudy
{
    public required string Id { get; init; }
    public required string Version { get; init; }
    public required string Hash { get; init; }
    public required long ChangeNumber { get; init; }

    /// <summary>How often exactly this was tried in vain.</summary>
    public required long Failures { get; init; }
    public required string? LastTriedUtc { get; init; }
}

public sealed class AnalysisStore(Database database, Writer writer)
{
    const string Select =
        """
        SELECT id, study_id AS StudyId, study_version AS StudyVersion, study_hash AS StudyHash, plan_hash AS PlanHash, engine_version AS EngineVersion,
               change_number AS ChangeNumber, snapshot_hash AS SnapshotHash, status, step, percent, started_utc AS StartedUtc, updated_utc AS UpdatedUtc,
               failure, result_hash AS ResultHash
        FROM analysis WHERE study_id = @study AND (@only IS NULL OR study_id = @only)
        """;

    /// <summary>
    /// The change number says it all: a new version of the study raises it as new data do. Before its first assessment there is nothing
    /// to analyse.
    /// </summary>
    public IReadOnlyList<StaleStudy> Stale(string engine) => database.Read(c => c.Query<StaleStudy>(
        """
        SELECT d.study_id AS Id, s.version, s.hash, d.change_number AS ChangeNumber, COUNT(f.id) AS Failures, MAX(f.updated_utc) AS LastTriedUtc
        FROM study_data d
        JOIN study s ON s.id = d.study_id AND s.is_current = 1
        LEFT JOIN analysis f ON f.study_id = d.study_id AND f.status = 'failed' AND f.change_number = d.change_number AND f.engine_version = @engine
        WHERE NOT EXISTS (SELECT 1 FROM analysis a WHERE a.study_id = d.study_id AND a.status = 'finished'
                          AND a.change_number = d.change_number AND a.study_hash = s.hash AND a.engine_version = @engine)
          AND EXISTS (SELECT 1 FROM receipt r WHERE r.study_id = d.study_id AND r.kind = 'assessments')
        GROUP BY d.study_id, s.version, s.hash, d.change_number ORDER BY d.study_id
        """, new { engine }).ToList());

    /// <summary>The newest first.</summary>
    public IReadOnlyList<StoredAnalysis> All(Actor actor, string study) => database.Read(c => c.Query<StoredAnalysis>(
        $"{Select} ORDER BY started_utc DESC, id DESC", new { study, only = actor.Study }).ToList());

    public StoredAnalysis? Find(Actor actor, string study, string id) => database.Read(c => c.QuerySingleOrDefault<StoredAnalysis>(
        $"{Select} AND id = @id", new { study, id, only = actor.Study }));

    /// <summary>The newest finished one; results are shown from it even while data that came later are being analysed.</summary>
    public StoredAnalysis? Newest(Actor actor, string study) => database.Read(c => c.QueryFirstOrDefault<StoredAnalysis>(
        $"{Select} AND status = 'finished' ORDER BY change_number DESC, started_utc DESC, id DESC", new { study, only = actor.Study }));

    /// <summary>The result's JSON as it was stored; null while there is none.</summary>
    public string? Result(string analysis) => database.Read(c => c.QuerySingleOrDefault<string?>("SELECT result FROM analysis WHERE id = @analysis", new { analysis }));

    /// <summary>Before anything is read: whatever happens then has a row to say so.</summary>
    public Task<bool> Begin(string id, StaleStudy study, string engine) => Books(change => change.Prepared(
        """
        INSERT INTO analysis (id, study_id, study_version, study_hash, plan_hash, engine_version, change_number, snapshot_hash, status, step, percent, started_utc, updated_utc)
        VALUES (@1, @2, @3, @4, '', @5, @6, '', 'running', 'snapshot', 0, @7, @7)
        """).Run(id, study.Id, study.Version, study.Hash, engine, study.ChangeNumber, Utc.Text(change.Now)) == 1);

    /// <summary>What is analysed: data that came since the beginning are in it.</summary>
    public Task<bool> Took(string id, StudySnapshot taken) => Books(change => change.Prepared(
        "UPDATE analysis SET study_version = @2, study_hash = @3, plan_hash = @4, change_number = @5, snapshot_hash = @6, updated_utc = @7 WHERE id = @1")
        .Run(id, taken.Study.Version, taken.Study.Hash, taken.Study.Plan.Hash, taken.Snapshot.Change, taken.Snapshot.Hash, Utc.Text(change.Now)) == 1);

    public Task<bool> Progress(string id, string step, int percent) => Books(change => change.Prepared(
        "UPDATE analysis SET step = @2, percent = @3, updated_utc = @4 WHERE id = @1 AND status = 'running'").Run(id, step, percent, Utc.Text(change.Now)) == 1);

    /// <summary>Whoever was erased while it ran is in what it found: then that is not stored, and the study is analysed anew.</summary>
    public Task<bool> Finish(string id, string result, string resultHash, AuditEvent audit) => writer.Run(change =>
    {
        if (Interrupt(change, id)) return false;
        change.Record(audit);
        return change.Prepared("UPDATE analysis SET status = 'finished', step = 'finished', percent = 100, updated_utc = @2, result = @3, result_hash = @4 WHERE id = @1")
            .Run(id, Utc.Text(change.Now), result, resultHash) == 1;
    });

    static bool Interrupt(Change change, string id)
    {
        var erased = change.Prepared(
            """
            UPDATE analysis SET status = 'interrupted', updated_utc = @2, failure = 'Rows were erased during this analysis.'
            WHERE id = @1 AND EXISTS (SELECT 1 FROM erased e WHERE e.study_id = analysis.study_id AND e.kind = 'participants'
                                      AND e.came_change <= analysis.change_number AND e.erased_change > analysis.change_number)
            """).Run(id, Utc.Text(change.Now)) == 1;
        if (erased) change.LeavesNoEvent("a run that comes to nothing; the erasure was told");
        return erased;
    }

    public Task<bool> Fail(string id, string reason, AuditEvent audit) => writer.Run(change =>
    {
        change.Record(audit);
        return change.Prepared("UPDATE analysis SET status = 'failed', updated_utc = @2, failure = @3 WHERE id = @1").Run(id, Utc.Text(change.Now), reason) == 1;
    });

    /// <summary>At the start nothing runs: what says so was ended with the program, and what it was to do is still stale.</summary>
    public Task<int> CloseInterrupted() => Books(change => change.Prepared(
        "UPDATE analysis SET status = 'interrupted', updated_utc = @1, failure = 'The program ended during this analysis.' WHERE status = 'running'").Run(Utc.Text(change.Now)));

    Task<T> Books<T>(Func<Change, T> write) => writer.Run(change =>
    {
        change.LeavesNoEvent("how far a run is; how it ended is told");
        return write(change);
    });
}
