using System.Buffers.Text;
using System.Security.Cryptography;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Accounts;

/// <summary>Passkeys, and the answers of theirs that have opened a session.</summary>
public sealed class PasskeyStore(Database database, Writer writer)
{
    const string Select =
        """
        SELECT p.credential_id AS CredentialId, p.account_id AS Account, p.name, p.public_key AS PublicKey, p.sign_count AS SignCount, p.transports,
               p.backup_eligible AS BackupEligible, p.backed_up AS BackedUp, p.created_utc AS CreatedUtc, p.used_utc AS UsedUtc FROM passkey p
        """;

    /// <summary>Longer than a challenge holds (five minutes): an answer that is older is refused without us.</summary>
    static readonly TimeSpan AnswersKept = TimeSpan.FromHours(1);

    public Passkey? Find(byte[] credentialId) => database.Read(c => c.QuerySingleOrDefault<Row>($"{Select} WHERE p.credential_id = @credentialId", new { credentialId }))?.Passkey();

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<Passkey> Of(string account) =>
        database.Read(c => c.Query<Row>($"{Select} WHERE p.account_id = @account ORDER BY p.created_utc, p.credential_id", new { account }).Select(r => r.Passkey()).ToList());

    /// <returns>False: the passkey is another account's already.</returns>
    public Task<bool> Add(Passkey passkey) => writer.Run(change =>
    {
        var added = change.Prepared(
            """
            INSERT INTO passkey (credential_id, account_id, name, public_key, sign_count, transports, backup_eligible, backed_up, created_utc)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9) ON CONFLICT (credential_id) DO NOTHING
            """).Run(passkey.CredentialId, passkey.Account, passkey.Name, passkey.PublicKey, passkey.SignCount, string.Join(' ', passkey.Transports),
            passkey.BackupEligible ? 1 : 0, passkey.BackedUp ? 1 : 0, Utc.Text(change.Now)) == 1;
        if (added) change.Record(new AuditEvent($"account {passkey.Account}", "passkey_added", IdOf(passkey.CredentialId)));
        return added;
    });

    /// <summary>Keeps the count of an answer that was found right, and the answer's hash: a second one like it is refused.</summary>
    /// <param name="answer">What was signed.</param>
    /// <returns>False: this answer has opened a session before.</returns>
    public Task<bool> Answer(Passkey passkey, byte[] answer) => writer.Run(change =>
    {
        if (change.Prepared("INSERT INTO passkey_answer (hash, used_utc) VALUES (@1, @2) ON CONFLICT (hash) DO NOTHING").Run(Hash(answer), Utc.Text(change.Now)) == 0) return false;
        change.Prepared("DELETE FROM passkey_answer WHERE used_utc < @1").Run(Utc.Text(change.Now - AnswersKept));
        change.Prepared("UPDATE passkey SET sign_count = @2, backed_up = @3, used_utc = @4 WHERE credential_id = @1")
            .Run(passkey.CredentialId, passkey.SignCount, passkey.BackedUp ? 1 : 0, Utc.Text(change.Now));
        change.Record(new AuditEvent($"account {passkey.Account}", "passkey_used", IdOf(passkey.CredentialId)));
        return true;
    });

    /// <returns>Null: it is gone. Else why not: it is the last way in. An unknown one is gone already.</returns>
    public Task<Fault?> Remove(string account, string id) => writer.Run(change =>
    {
        if (OwnCredential(change, account, id) is not { } credential) return null;
        if (OrganisationLinkStore.Ways(change.Connection, account).IsLast) return WaysIn.LastWay;
        change.Prepared("DELETE FROM passkey WHERE credential_id = @1").Run(credential);
        change.Prepared("DELETE FROM wrapped_key WHERE opened_by = @1 AND key_id IN (SELECT id FROM personal_key WHERE account_id = @2)").Run(Base64Url.EncodeToString(credential), account);
        change.Record(new AuditEvent($"account {account}", "passkey_removed", id));
        return null;
    });

    static byte[]? OwnCredential(Change change, string account, string id) =>
        change.Connection.Query<byte[]>("SELECT credential_id FROM passkey WHERE account_id = @account", new { account }).FirstOrDefault(c => IdOf(c) == id);

    /// <summary>Names it for its owner and in the audit chain.</summary>
    public static string IdOf(byte[] credentialId) => Hash(credentialId)[..16];

    static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    sealed record Row(byte[] CredentialId, string Account, string Name, byte[] PublicKey, long SignCount, string Transports, long BackupEligible, long BackedUp, string CreatedUtc, string? UsedUtc)
    {
        public Passkey Passkey() => new()
        {
            CredentialId = CredentialId, Account = Account, Name = Name, PublicKey = PublicKey, SignCount = SignCount, Transports = Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            BackupEligible = BackupEligible == 1, BackedUp = BackedUp == 1, CreatedUtc = Utc.Parse(CreatedUtc), UsedUtc = UsedUtc is null ? null : Utc.Parse(UsedUtc),
        };
    }
}
