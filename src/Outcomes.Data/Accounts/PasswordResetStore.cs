using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Accounts;

/// <summary>A steward's link to a new password for someone who forgot it: once, for a day.</summary>
public sealed class PasswordResetStore(Database database, Writer writer)
{
    const int TokenBytes = 32;
    static readonly TimeSpan Holds = TimeSpan.FromDays(1);

    /// <summary>An earlier link for the same account ends.</summary>
    /// <param name="deviceLost">One-time codes and passkeys go with the old password.</param>
    /// <returns>The token that stands in the link; this is the only time that it is known.</returns>
    public async Task<string> Make(string account, bool deviceLost, string madeBy)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        await writer.Run(change =>
        {
            change.Prepared("UPDATE password_reset SET expires_utc = @2 WHERE account_id = @1 AND used_utc IS NULL AND expires_utc > @2").Run(account, Utc.Text(change.Now));
            change.Record(new AuditEvent(madeBy, "password_reset_made", account, Details: new Dictionary<string, string> { ["device_lost"] = deviceLost ? "yes" : "no" }));
            return change.Prepared("INSERT INTO password_reset (token_hash, account_id, device_lost, made_by, created_utc, expires_utc) VALUES (@1, @2, @3, @4, @5, @6)")
                .Run(Hash(token), account, deviceLost ? 1 : 0, madeBy, Utc.Text(change.Now), Utc.Text(change.Now + Holds));
        });
        return token;
    }

    public InvitationState State(string token) => StateOf(database.Read(c => Find(c, token)), database.Time.GetUtcNow());

    /// <summary>Whose password it is; null: the link does not open.</summary>
    public string? Account(string token) => database.Read(c => Find(c, token)) is { } row && StateOf(row, database.Time.GetUtcNow()) == InvitationState.Open ? row.Account : null;

    /// <summary>Sets the password and uses the link up; every session ends, and the account waits no longer.</summary>
    /// <returns>False: the link does not open any more.</returns>
    public Task<bool> Use(string token, string passwordHash, string securityStamp) => writer.Run(change =>
    {
        if (Find(change.Connection, token) is not { } row || StateOf(row, change.Now) != InvitationState.Open) return false;
        change.Prepared("UPDATE account SET password_hash = @2, security_stamp = @3, failed_count = 0, locked_until_utc = NULL, version = version + 1 WHERE id = @1").Run(row.Account, passwordHash, securityStamp);
        if (row.DeviceLost == 1)
        {
            change.Prepared("UPDATE account SET two_factor = 0, authenticator_key = NULL, recovery_codes = '' WHERE id = @1").Run(row.Account);
            change.Prepared("DELETE FROM passkey WHERE account_id = @1").Run(row.Account);
        }
        change.Prepared("DELETE FROM sign_in WHERE account_id = @1").Run(row.Account);
        change.Prepared("UPDATE password_reset SET used_utc = @2 WHERE token_hash = @1").Run(Hash(token), Utc.Text(change.Now));
        change.Record(new AuditEvent($"account {row.Account}", "password_reset_used", row.Account));
        return true;
    });

    static ResetRow? Find(System.Data.Common.DbConnection connection, string token) => connection.QuerySingleOrDefault<ResetRow>(
        """
        SELECT r.account_id AS Account, r.device_lost AS DeviceLost, r.expires_utc AS ExpiresUtc, r.used_utc AS UsedUtc FROM password_reset r JOIN account a ON a.id = r.account_id
        WHERE r.token_hash = @hash AND a.disabled_utc IS NULL
        """, new { hash = Hash(token) });

    static InvitationState StateOf(ResetRow? row, DateTimeOffset now) =>
        row is null ? InvitationState.Unknown : row.UsedUtc is not null ? InvitationState.Used : Utc.Parse(row.ExpiresUtc) <= now ? InvitationState.Expired : InvitationState.Open;

    static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    sealed record ResetRow(string Account, long DeviceLost, string ExpiresUtc, string? UsedUtc);
}
