using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Consents;

namespace Outcomes.Data.Consents;

/// <summary>Something that left the study before an erasure, and what a steward decided on it.</summary>
public sealed record Review(string ErasureId, string Kind, string Subject, string LeftUtc, string What, string ErasedUtc, string Reason, string? Decision, string? DecidedUtc, string? DecidedBy);

public sealed class ReviewStore(Database database, Writer writer)
{
    /// <summary>Those that wait first, then by when it left.</summary>
    public IReadOnlyList<Review> All(Actor actor, string study) => database.Read(c => c.Query<Review>(
        """
        SELECT v.erasure_id AS ErasureId, v.kind, v.subject, v.left_utc AS LeftUtc, v.what, e.erased_utc AS ErasedUtc, e.reason, v.decision, v.decided_utc AS DecidedUtc, v.decided_by AS DecidedBy
        FROM erasure_review v JOIN erasure e ON e.id = v.erasure_id
        WHERE v.study_id = @study AND (@only IS NULL OR v.study_id = @only) ORDER BY v.decision IS NOT NULL, v.left_utc, v.erasure_id, v.subject
        """, new { study, only = actor.Study }).ToList());

    /// <returns>False: there is no such thing that waits, or it is not the actor's.</returns>
    public Task<bool> Decide(Actor actor, string study, string erasure, string kind, string subject, ReviewDecision decision) => writer.Run(change =>
    {
        var name = EnumNames<ReviewDecision>.Of(decision);
        var done = actor.MaySee(study) && change.Prepared(
            """
            UPDATE erasure_review SET decision = @5, decided_utc = @6, decided_by = @7
            WHERE study_id = @1 AND erasure_id = @2 AND kind = @3 AND subject = @4 AND decision IS NULL
            """).Run(study, erasure, kind, subject, name, Utc.Text(change.Now), actor.Name) == 1;
        if (done) change.Record(new AuditEvent(actor.Name, "erasure_reviewed", subject, study, new Dictionary<string, string> { ["kind"] = kind, ["decision"] = name, ["erasure"] = erasure }));
        return done;
    });
}
