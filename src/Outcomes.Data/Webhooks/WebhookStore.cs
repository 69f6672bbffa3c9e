using System.Buffers.Text;
using System.Security.Cryptography;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Webhooks;

/// <summary>A webhook as it was made; the only time that its secret is told.</summary>
public sealed record NewWebhook(string Id, string Secret);

/// <param name="Delivered">Notices that were taken.</param>
/// <param name="Waiting">Notices that will be tried, again or for the first time.</param>
/// <param name="GivenUp">Notices that were not taken however often they were tried.</param>
/// <param name="LastStatus">Of the last try of any notice.</param>
public sealed record StoredWebhook(string Id, string StudyId, string Url, string CreatedUtc, long Delivered, long Waiting, long GivenUp, string? LastStatus);

public sealed class WebhookStore(Database database, Writer writer)
{
    const int SecretBytes = 32;

    /// <summary>Those of a study, the oldest first, with what became of their notices.</summary>
    public IReadOnlyList<StoredWebhook> All(Actor actor, string study) => database.Read(c => c.Query<Row>(
        """
        SELECT w.id, w.study_id AS StudyId, w.url, w.created_utc AS CreatedUtc, COUNT(d.delivered_utc) AS Delivered, COUNT(d.gave_up_utc) AS GivenUp, COUNT(d.id) AS Notices,
               (SELECT l.last_status FROM webhook_delivery l WHERE l.webhook_id = w.id AND l.last_status IS NOT NULL ORDER BY COALESCE(l.delivered_utc, l.gave_up_utc, l.next_try_utc) DESC LIMIT 1) AS LastStatus
        FROM webhook w LEFT JOIN webhook_delivery d ON d.webhook_id = w.id
        WHERE w.study_id = @study AND w.removed_utc IS NULL AND (@only IS NULL OR w.study_id = @only)
        GROUP BY w.id, w.study_id, w.url, w.created_utc ORDER BY w.created_utc, w.id
        """, new { study, only = actor.Study }).Select(r => new StoredWebhook(r.Id, r.StudyId, r.Url, r.CreatedUtc, r.Delivered, r.Notices - r.Delivered - r.GivenUp, r.GivenUp, r.LastStatus)).ToList());

    /// <param name="audit">Its subject is the webhook's id; the address may hold a secret of its receiver, and stays out.</param>
    public async Task<NewWebhook> Add(string id, string study, string url, AuditEvent audit)
    {
        var secret = "whsec_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        await writer.Run(change =>
        {
            change.Record(audit);
            return change.Prepared("INSERT INTO webhook (id, study_id, url, secret, created_utc) VALUES (@1, @2, @3, @4, @5)").Run(id, study, url, secret, Utc.Text(change.Now));
        });
        return new(id, secret);
    }

    /// <returns>False where the study has no such webhook.</returns>
    public Task<bool> Remove(string study, string id, AuditEvent audit) => writer.Run(change =>
    {
        var removed = change.Prepared("UPDATE webhook SET removed_utc = @3 WHERE id = @1 AND study_id = @2 AND removed_utc IS NULL").Run(id, study, Utc.Text(change.Now)) == 1;
        if (removed) change.Record(audit);
        return removed;
    });

    /// <remarks>Properties, not a constructor: SQLite names no type for the column of an aggregate, and Dapper then matches no constructor.</remarks>
    sealed record Row
    {
        public required string Id { get; init; }
        public required string StudyId { get; init; }
        public required string Url { get; init; }
        public required string CreatedUtc { get; init; }
        public required long Delivered { get; init; }
        public required long GivenUp { get; init; }
        public required long Notices { get; init; }
        public required string? LastStatus { get; init; }
    }
}
