using System.Globalization;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Consents;

namespace Outcomes.Data.Consents;

/// <summary>Rows of a participant that are kept longer than the study's file says.</summary>
/// <remarks>Properties, not a constructor: SQLite names no type for what an expression gives, and Dapper then matches no constructor.</remarks>
public sealed record ErasureProposal
{
    public required string ParticipantId { get; init; }
    public required string Pseudonym { get; init; }
    public required string School { get; init; }

    /// <summary><c>study_ended</c> or <c>consent_withdrawn</c>.</summary>
    public required string Reason { get; init; }
    public required string DueOn { get; init; }

    /// <summary>Null: no steward was told yet.</summary>
    public string? ProposedUtc { get; init; }
    public string? ApprovedUtc { get; init; }
}

/// <summary>What is due to be erased, what a steward was told of it, and what one approved.</summary>
public sealed class RetentionStore(Database database, Writer writer)
{
    /// <summary>Due today by the study's rule, whether proposed or not.</summary>
    public IReadOnlyList<ErasureProposal> Due(Actor actor, string study, RetentionRule rule, DateOnly today) => database.Read(c => c.Query<ErasureProposal>(
        $"""
        {Included.In(DataUse.Dataset)},
        no (id, day) AS (
            SELECT n.participant_id, MAX(n.decided_on) FROM newest n
            WHERE n.place = 1 AND n.purpose = 'research' AND n.answer IN ('refused', 'withdrawn') AND n.participant_id NOT IN (SELECT participant_id FROM agreed WHERE purpose = 'research')
            GROUP BY n.participant_id),
        due (id, reason, day) AS (
            SELECT p.id, 'study_ended', @end FROM participant p WHERE p.study_id = @study AND @end <= @today
            UNION ALL
            SELECT id, 'consent_withdrawn', date(day, '+' || @days || ' days') FROM no WHERE date(day, '+' || @days || ' days') <= @today)
        SELECT p.id AS ParticipantId, p.pseudonym, p.school, d.reason, MIN(d.day) AS DueOn, q.proposed_utc AS ProposedUtc, q.approved_utc AS ApprovedUtc
        FROM due d JOIN participant p ON p.id = d.id LEFT JOIN erasure_proposal q ON q.participant_id = p.id
        WHERE (@only IS NULL OR p.study_id = @only) GROUP BY p.id ORDER BY p.school, p.pseudonym
        """, new
        {
            study, only = actor.Study, version = (string?)null, change = (long?)null, today = Text(today), days = rule.AfterWithdrawalDays,
            end = rule is { EndsOn: { } ends, AfterEndMonths: { } months } ? Text(ends.AddMonths(months)) : null,
        }).ToList());

    /// <summary>How many wait for a steward or for their turn.</summary>
    public long Proposed(string study) => database.Read(c => c.ExecuteScalar<long>("SELECT COUNT(*) FROM erasure_proposal WHERE study_id = @study", new { study }));

    /// <summary>Puts before a steward what is due, and takes back what no longer is and nobody approved.</summary>
    public Task<int> Propose(string study, IReadOnlyList<ErasureProposal> due) => writer.Run(change =>
    {
        var ids = due.Select(d => d.ParticipantId).ToHashSet(StringComparer.Ordinal);
        var before = change.Connection.Query<string>("SELECT participant_id FROM erasure_proposal WHERE study_id = @study", new { study }).AsList();
        var taken = before.Where(id => !ids.Contains(id)).ToList();
        foreach (var id in taken) change.Prepared("DELETE FROM erasure_proposal WHERE participant_id = @1").Run(id);
        var added = due.Count(d => change.Prepared(
            "INSERT INTO erasure_proposal (participant_id, study_id, reason, due_on, proposed_utc) VALUES (@1, @2, @3, @4, @5) ON CONFLICT DO NOTHING")
            .Run(d.ParticipantId, study, d.Reason, d.DueOn, Utc.Text(change.Now)) == 1);
        if (added + taken.Count > 0) change.Record(new AuditEvent("job", "erasure_proposed", study, study, new Dictionary<string, string>
        {
            ["participants"] = added.ToString(CultureInfo.InvariantCulture), ["taken_back"] = taken.Count.ToString(CultureInfo.InvariantCulture),
        }));
        return added;
    });

    /// <summary>Approves what was proposed up to an instant: what came after it was not seen yet.</summary>
    /// <returns>How many.</returns>
    public Task<int> Approve(Actor actor, string study, string proposedUntilUtc) => writer.Run(change =>
    {
        var approved = actor.MaySee(study) ? change.Prepared("UPDATE erasure_proposal SET approved_utc = @3, approved_by = @4 WHERE study_id = @1 AND proposed_utc <= @2 AND approved_utc IS NULL")
            .Run(study, proposedUntilUtc, Utc.Text(change.Now), actor.Name) : 0;
        if (approved > 0) change.Record(new AuditEvent(actor.Name, "erasure_approved", study, study, new Dictionary<string, string> { ["participants"] = approved.ToString(CultureInfo.InvariantCulture) }));
        return approved;
    });

    static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
