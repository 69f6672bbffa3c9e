using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Connections;

namespace Outcomes.Data.Connections;

public sealed record StoredCheck(ConnectionCheck Check, DateTimeOffset MeasuredUtc);

public sealed class ConnectionStore(Database database, Writer writer)
{
    const int Most = 200;

    /// <summary>The newest first, at most 200, of the schools that the actor may see.</summary>
    public IReadOnlyList<StoredCheck> Newest(Actor actor, string study) => database.Read(c => c.Query<Row>(
        $"""
        SELECT id, school, rtt_ms AS RttMs, jitter_ms AS JitterMs, late_pct AS LatePct, down_kbps AS DownKbps, up_kbps AS UpKbps, measured_utc AS MeasuredUtc FROM connection_check
        WHERE study_id = @study AND (@only IS NULL OR study_id = @only) AND {OwnSchools.Holds("school")} ORDER BY measured_utc DESC, id DESC LIMIT {Most}
        """, new { study, only = actor.Study, schools = OwnSchools.Of(actor) })
        .Select(r => new StoredCheck(new(Guid.Parse(r.Id), r.School, r.RttMs, r.JitterMs, r.LatePct, r.DownKbps, r.UpKbps), Utc.Parse(r.MeasuredUtc))).ToList());

    /// <summary>Sent twice, it is stored once.</summary>
    public Task<bool> Record(string study, ConnectionCheck check, AuditEvent audit) => writer.Run(change =>
    {
        var added = change.Prepared(
            """
            INSERT INTO connection_check (id, study_id, school, rtt_ms, jitter_ms, late_pct, down_kbps, up_kbps, measured_by, measured_utc)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10) ON CONFLICT (id) DO NOTHING
            """).Run(check.Id.ToString("D"), study, check.School, check.RttMs, check.JitterMs, check.LatePct, check.DownKbps, check.UpKbps, audit.Actor, Utc.Text(change.Now)) == 1;
        if (added) change.Record(audit);
        return added;
    });

    sealed record Row
    {
        public required string Id { get; init; }
        public required string School { get; init; }
        public double RttMs { get; init; }
        public double JitterMs { get; init; }
        public double LatePct { get; init; }
        public double DownKbps { get; init; }
        public double UpKbps { get; init; }
        public required string MeasuredUtc { get; init; }
    }
}
