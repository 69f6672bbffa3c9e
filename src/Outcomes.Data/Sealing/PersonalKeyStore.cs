using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Sealing;

namespace Outcomes.Data.Sealing;

/// <summary>Someone's current key pair, as far as the server knows it.</summary>
/// <param name="Wrapped">The private half, by what opens it: <c>passphrase</c>, or a passkey's credential.</param>
public sealed record PersonalKey(string Id, string Account, byte[] PublicKey, string CreatedUtc, IReadOnlyDictionary<string, byte[]> Wrapped);

/// <summary>Someone to whom a shared secret can be given.</summary>
/// <param name="KeyId">Null, as the public key: no personal key was made yet.</param>
public sealed record Recipient(string Account, string Name, string? KeyId, byte[]? PublicKey);

/// <summary>Public keys of people, and their private keys as only their browsers can unwrap them.</summary>
public sealed class PersonalKeyStore(Database database, Writer writer)
{
    public const string Passphrase = "passphrase";

    public static readonly Fault Changed = new("replaces", "key_changed", "Your key was changed in another window or on another device. Load the page anew; nothing was stored.");

    /// <summary>The current one; null: none yet.</summary>
    public PersonalKey? Own(string account) => database.Read(c =>
    {
        var row = c.QuerySingleOrDefault<KeyRow>("SELECT id, public_key AS PublicKey, created_utc AS CreatedUtc FROM personal_key WHERE account_id = @account AND ended_utc IS NULL", new { account });
        return row is null ? null : new PersonalKey(row.Id, account, row.PublicKey, row.CreatedUtc,
            c.Query<WrappedRow>("SELECT opened_by AS OpenedBy, wrapped FROM wrapped_key WHERE key_id = @Id ORDER BY opened_by", row).ToDictionary(w => w.OpenedBy, w => w.Wrapped));
    });

    /// <summary>Makes someone's key the current one; the wrapped halves of the one before are deleted.</summary>
    /// <param name="replaces">Id of the key that its owner saw as the current one; null: there was none.</param>
    /// <returns>Null: done, or the same key was stored before.</returns>
    public Task<Fault?> Make(string account, PublicKey key, byte[] wrapped, string? replaces) => writer.Run(change =>
    {
        var current = Current(change, account);
        if (current == key.Id) return null;
        if (current != replaces) return Changed;
        using (var known = change.Prepared("SELECT 1 FROM personal_key WHERE id = @1").Query(key.Id))
            if (known.Read()) return Changed;
        change.Prepared("UPDATE personal_key SET ended_utc = @2 WHERE account_id = @1 AND ended_utc IS NULL").Run(account, Utc.Text(change.Now));
        if (current is not null) change.Prepared("DELETE FROM wrapped_key WHERE key_id = @1").Run(current);
        change.Prepared("INSERT INTO personal_key (id, account_id, public_key, created_utc) VALUES (@1, @2, @3, @4)").Run(key.Id, account, key.Bytes, Utc.Text(change.Now));
        Wrap(change, key.Id, Passphrase, wrapped);
        change.Record(new AuditEvent($"account {account}", current is null ? "personal_key_made" : "personal_key_replaced", key.Id));
        return null;
    });

    /// <summary>Another passphrase, or one more passkey, for the same key.</summary>
    public Task<Fault?> Wrap(string account, string keyId, string openedBy, byte[] wrapped) => writer.Run(change =>
    {
        if (Current(change, account) != keyId) return Changed;
        Wrap(change, keyId, openedBy, wrapped);
        change.Record(new AuditEvent($"account {account}", "personal_key_wrapped", keyId, Details: new Dictionary<string, string> { ["opened_by"] = openedBy == Passphrase ? Passphrase : "passkey" }));
        return (Fault?)null;
    });

    static void Wrap(Change change, string keyId, string openedBy, byte[] wrapped) => change.Prepared(
        """
        INSERT INTO wrapped_key (key_id, opened_by, wrapped, changed_utc) VALUES (@1, @2, @3, @4)
        ON CONFLICT (key_id, opened_by) DO UPDATE SET wrapped = excluded.wrapped, changed_utc = excluded.changed_utc
        """).Run(keyId, openedBy, wrapped, Utc.Text(change.Now));

    static string? Current(Change change, string account)
    {
        using var found = change.Prepared("SELECT id FROM personal_key WHERE account_id = @1 AND ended_utc IS NULL").Query(account);
        return found.Read() ? found.GetString(0) : null;
    }

    /// <summary>Everyone whose role opens something of a study as a whole, with the key that it can be sealed to; by name.</summary>
    /// <param name="scope">What they must be allowed to do there.</param>
    public IReadOnlyList<Recipient> Recipients(string study, string scope) => database.Read(c => c.Query<RecipientRow>(
        """
        SELECT a.id AS Account, a.sign_in_name AS Name, r.role, k.id AS KeyId, k.public_key AS PublicKey
        FROM account a JOIN account_role r ON r.account_id = a.id LEFT JOIN personal_key k ON k.account_id = a.id AND k.ended_utc IS NULL
        WHERE a.disabled_utc IS NULL AND r.ended_utc IS NULL AND (r.study_id IS NULL OR r.study_id = @study) AND r.district IS NULL AND r.school IS NULL
        ORDER BY a.normalized_name
        """, new { study })
        .Where(r => EnumNames<Role>.TryRead(r.Role, out var role) && Permissions.Of(role).Contains(scope)).DistinctBy(r => r.Account)
        .Select(r => new Recipient(r.Account, r.Name, r.KeyId, r.PublicKey)).ToList());

    sealed record KeyRow(string Id, byte[] PublicKey, string CreatedUtc);

    sealed record WrappedRow(string OpenedBy, byte[] Wrapped);

    /// <remarks>Properties: Dapper matches no constructor where a column may be null from a join.</remarks>
    sealed record RecipientRow
    {
        public required string Account { get; init; }
        public required string Name { get; init; }
        public required string Role { get; init; }
        public required string? KeyId { get; init; }
        public required byte[]? PublicKey { get; init; }
    }
}
