using System.Data.Common;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Plans;

namespace Outcomes.Data.Plans;

/// <summary>What a plan's life is read from, on whichever connection: a reader's, or the writer's in the middle of a transaction.</summary>
static class PlanRows
{
    /// <summary>The oldest first.</summary>
    /// <param name="change">Only those that had been made when the study's change number was this; null: all.</param>
    public static IReadOnlyList<PlanLock> Locks(DbConnection connection, string study, long? change = null) => [.. connection.Query<Row>(
        """
        SELECT sequence, version, hash, definition, locked_utc AS LockedUtc, locked_by AS LockedBy, reason
        FROM plan_lock WHERE study_id = @study AND (@change IS NULL OR change_number <= @change) ORDER BY sequence
        """, new { study, change }).Select(r => new PlanLock((int)r.Sequence, r.Version, r.Hash, r.Definition, Utc.Parse(r.LockedUtc), r.LockedBy, r.Reason))];

    /// <summary>When the first assessment was received; null: none yet.</summary>
    public static DateTimeOffset? FirstData(DbConnection connection, string study) => connection.ExecuteScalar<string?>(
        "SELECT MIN(received_utc) FROM receipt WHERE study_id = @study AND kind = 'assessments'", new { study }) is { } first ? Utc.Parse(first) : null;

    /// <summary>Arms in which someone is enrolled.</summary>
    public static IReadOnlySet<string> EnrolledArms(DbConnection connection, string study) =>
        connection.Query<string>("SELECT DISTINCT arm FROM participant WHERE study_id = @study", new { study }).ToHashSet(StringComparer.Ordinal);

    sealed record Row(long Sequence, string Version, string Hash, string Definition, string LockedUtc, string LockedBy, string? Reason);
}
