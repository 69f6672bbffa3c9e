using System.Security.Cryptography;
using System.Text;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Accounts;

/// <summary>Where someone is signed in, as they see it.</summary>
/// <param name="Id">Names it for its owner; it is not the key that the browser holds.</param>
public sealed record SignInInfo(string Id, string CreatedUtc, string SeenUtc, string ExpiresUtc, string Agent);

/// <summary>That someone came in, or that the account was locked: for its owner to look through.</summary>
/// <param name="How">password, password_and_code, passkey, organisation, invitation, new_password, locked.</param>
public sealed record SignInRecord(string AtUtc, string How, string Agent);

/// <summary>Signed-in browsers. Each holds a random key; a copy of this table opens none of them.</summary>
public sealed class SignInStore(Database database, Writer writer)
{
    const int RecordsKept = 20;
    static readonly TimeSpan BetweenSeen = TimeSpan.FromMinutes(5);

    /// <summary>However much it is used: NIST SP 800-63B-4, 2.2.3, has people of two factors sign in again within a day.</summary>
    public static readonly TimeSpan LongestSession = TimeSpan.FromHours(24);

    /// <param name="how">See <see cref="SignInRecord"/>.</param>
    public Task<bool> Begin(string key, string account, byte[] ticket, DateTimeOffset expires, string how, string agent) => writer.Run(change =>
    {
        change.Record(new AuditEvent($"account {account}", "signed_in", IdOf(key), Details: new Dictionary<string, string> { ["how"] = how }));
        Keep(change, account, how, agent);
        var now = Utc.Text(change.Now);
        return change.Prepared("INSERT INTO sign_in (key_hash, account_id, ticket, created_utc, seen_utc, expires_utc, agent) VALUES (@1, @2, @3, @4, @4, @5, @6)")
            .Run(Hash(key), account, ticket, now, Utc.Text(expires), agent) == 1;
    });

    /// <summary>The ticket, or null: there is none of this key, or it has expired or was ended.</summary>
    public byte[]? Ticket(string key)
    {
        var now = database.Time.GetUtcNow();
        var row = database.Read(c => c.QuerySingleOrDefault<TicketRow>(
            """
            SELECT s.ticket, s.seen_utc AS SeenUtc FROM sign_in s JOIN account a ON a.id = s.account_id
            WHERE s.key_hash = @hash AND s.expires_utc > @now AND s.created_utc > @oldest AND a.disabled_utc IS NULL
            """, new { hash = Hash(key), now = Utc.Text(now), oldest = Utc.Text(now - LongestSession) }));
        // Told to its owner in the list of sessions; five minutes' accuracy costs no write for each page.
        if (row is not null && Utc.Parse(row.SeenUtc) + BetweenSeen < now) _ = Seen(key);
        return row?.Ticket;
    }

    public Task<bool> Renew(string key, byte[] ticket, DateTimeOffset expires) => writer.Run(change =>
    {
        change.LeavesNoEvent("a session that goes on; its beginning and end are told");
        return change.Prepared("UPDATE sign_in SET ticket = @2, expires_utc = @3, seen_utc = @4 WHERE key_hash = @1").Run(Hash(key), ticket, Utc.Text(expires), Utc.Text(change.Now)) == 1;
    });

    Task<bool> Seen(string key) => writer.Run(change =>
    {
        change.LeavesNoEvent("a session that goes on; its beginning and end are told");
        return change.Prepared("UPDATE sign_in SET seen_utc = @2 WHERE key_hash = @1").Run(Hash(key), Utc.Text(change.Now)) == 1;
    });

    /// <summary>Its owner signs out.</summary>
    public Task<bool> End(string key) => writer.Run(change =>
    {
        string? account;
        using (var of = change.Prepared("SELECT account_id FROM sign_in WHERE key_hash = @1").Query(Hash(key))) account = of.Read() ? of.GetString(0) : null;
        if (account is null) return false;
        change.Record(new AuditEvent($"account {account}", "signed_out", IdOf(key)));
        return change.Prepared("DELETE FROM sign_in WHERE key_hash = @1").Run(Hash(key)) == 1;
    });

    /// <summary>Ends one that its owner sees in the list.</summary>
    public Task<bool> End(string account, string id) => writer.Run(change =>
    {
        var ended = change.Prepared("DELETE FROM sign_in WHERE account_id = @1 AND substr(key_hash, 1, 16) = @2").Run(account, id) > 0;
        if (ended) change.Record(new AuditEvent($"account {account}", "session_ended", id));
        return ended;
    });

    /// <param name="key">The session that stays; null: none.</param>
    public Task<int> EndOthers(string account, string? key) => writer.Run(change =>
    {
        var ended = change.Prepared("DELETE FROM sign_in WHERE account_id = @1 AND key_hash <> @2").Run(account, key is null ? "" : Hash(key));
        if (ended > 0) change.Record(new AuditEvent($"account {account}", "other_sessions_ended", account, Details: new Dictionary<string, string> { ["count"] = ended.ToString(System.Globalization.CultureInfo.InvariantCulture) }));
        return ended;
    });

    public IReadOnlyList<SignInInfo> Of(string account) => database.Read(c => c.Query<SignInInfo>(
        """
        SELECT substr(key_hash, 1, 16) AS Id, created_utc AS CreatedUtc, seen_utc AS SeenUtc, expires_utc AS ExpiresUtc, agent FROM sign_in
        WHERE account_id = @account AND expires_utc > @now AND created_utc > @oldest ORDER BY seen_utc DESC
        """, new { account, now = Utc.Text(database.Time.GetUtcNow()), oldest = Utc.Text(database.Time.GetUtcNow() - LongestSession) }).ToList());

    /// <summary>When the session of this key began: each sign-in begins one. Null: there is none.</summary>
    public DateTimeOffset? Began(string key) =>
        database.Read(c => c.ExecuteScalar<string?>("SELECT created_utc FROM sign_in WHERE key_hash = @hash", new { hash = Hash(key) })) is { } at ? Utc.Parse(at) : null;

    /// <summary>The newest first, at most twenty.</summary>
    public IReadOnlyList<SignInRecord> Recent(string account) => database.Read(c => c.Query<SignInRecord>(
        "SELECT at_utc AS AtUtc, how, agent FROM sign_in_record WHERE account_id = @account ORDER BY id DESC LIMIT @most", new { account, most = RecordsKept }).ToList());

    internal static void Keep(Change change, string account, string how, string agent)
    {
        change.Prepared("INSERT INTO sign_in_record (id, account_id, at_utc, how, agent) VALUES (@1, @2, @3, @4, @5)")
            .Run(Guid.CreateVersion7(change.Now).ToString("D"), account, Utc.Text(change.Now), how, agent);
        change.Prepared("DELETE FROM sign_in_record WHERE account_id = @1 AND id NOT IN (SELECT id FROM sign_in_record WHERE account_id = @1 ORDER BY id DESC LIMIT @2)").Run(account, RecordsKept);
    }

    /// <summary>What the list shows: the first signs of the hash, which do not open anything.</summary>
    public static string IdOf(string key) => Hash(key)[..16];

    static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    sealed record TicketRow(byte[] Ticket, string SeenUtc);
}
