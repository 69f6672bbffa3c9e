using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Accounts;

/// <summary>A person as the list of people shows them.</summary>
public sealed record AccountInfo(string Id, string SignInName, bool TwoFactor, string CreatedUtc, string? DisabledUtc, IReadOnlyList<RoleGrant> Roles);

/// <summary>Accounts and their roles.</summary>
public sealed class AccountStore(Database database, Writer writer)
{
    const string Select =
        """
        SELECT id, sign_in_name AS SignInName, normalized_name AS NormalizedName, password_hash AS PasswordHash, security_stamp AS SecurityStamp,
               two_factor AS TwoFactor, authenticator_key AS AuthenticatorKey, recovery_codes AS RecoveryCodes, failed_count AS FailedCount,
               locked_until_utc AS LockedUntilUtc, created_utc AS CreatedUtc, disabled_utc AS DisabledUtc, version
        FROM account
        """;

    /// <summary>The action of an audit event: too many wrong passwords in a row.</summary>
    public const string Locked = "account_locked";

    public bool Any() => database.Read(c => c.ExecuteScalar<long>("SELECT COUNT(*) FROM account") > 0);

    public Account? Find(string id) => One("WHERE id = @value", id);

    public Account? FindByName(string normalizedName) => One("WHERE normalized_name = @value", normalizedName);

    Account? One(string where, string value) => database.Read(c => c.QuerySingleOrDefault<AccountRow>($"{Select} {where}", new { value }))?.Account();

    /// <returns>False: the name is taken.</returns>
    public Task<bool> Create(Account account, AuditEvent audit) => writer.Run(change =>
    {
        if (!Insert(change, account)) return false;
        change.Record(audit);
        return true;
    });

    internal static bool Insert(Change change, Account a)
    {
        using (var same = change.Prepared("SELECT 1 FROM account WHERE normalized_name = @1").Query(a.NormalizedName))
            if (same.Read()) return false;
        change.Prepared(
            """
            INSERT INTO account (id, sign_in_name, normalized_name, password_hash, security_stamp, two_factor, authenticator_key, recovery_codes, failed_count,
                                 locked_until_utc, created_utc, disabled_utc, version)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, 1)
            """).Run(a.Id, a.SignInName, a.NormalizedName, a.PasswordHash, a.SecurityStamp, a.TwoFactor ? 1 : 0, a.AuthenticatorKey, string.Join(' ', a.RecoveryCodes), a.FailedCount,
            Text(a.LockedUntilUtc), Utc.Text(change.Now), Text(a.DisabledUtc));
        a.Version = 1;
        return true;
    }

    /// <returns>False: it was changed meanwhile by someone else.</returns>
    /// <param name="audit">Null where only the count of failed attempts goes back.</param>
    public Task<bool> Update(Account a, AuditEvent? audit) => writer.Run(change =>
    {
        var stored = change.Prepared(
            """
            UPDATE account SET sign_in_name = @3, normalized_name = @4, password_hash = @5, security_stamp = @6, two_factor = @7, authenticator_key = @8,
                   recovery_codes = @9, failed_count = @10, locked_until_utc = @11, disabled_utc = @12, version = version + 1
            WHERE id = @1 AND version = @2
            """).Run(a.Id, a.Version, a.SignInName, a.NormalizedName, a.PasswordHash, a.SecurityStamp, a.TwoFactor ? 1 : 0, a.AuthenticatorKey,
            string.Join(' ', a.RecoveryCodes), a.FailedCount, Text(a.LockedUntilUtc), Text(a.DisabledUtc)) == 1;
        if (!stored) return false;
        a.Version++;
        if (audit is not null) change.Record(audit);
        else change.LeavesNoEvent("the count of failed attempts goes back to none; the sign-in itself is told");
        if (audit?.Action == Locked) SignInStore.Keep(change, a.Id, "locked", "");
        return true;
    });

    public IReadOnlyList<RoleGrant> Roles(string account) => database.Read(c => c.Query<RoleRow>(
        """
        SELECT role, study_id AS Study, district, school FROM account_role r JOIN account a ON a.id = r.account_id
        WHERE r.account_id = @account AND r.ended_utc IS NULL AND a.disabled_utc IS NULL ORDER BY r.given_utc, r.id
        """, new { account }).Select(r => r.Grant()).ToList());

    /// <summary>Everyone, by name.</summary>
    /// <param name="studies">Only those who have a role in one of these, and only those roles; null: everyone.</param>
    public IReadOnlyList<AccountInfo> All(IReadOnlySet<string>? studies = null) => database.Read(c =>
    {
        var own = new { studies = OwnSchools.Json(studies) };
        var roles = c.Query<OwnedRoleRow>($"SELECT account_id AS AccountId, role, study_id AS Study, district, school FROM account_role WHERE ended_utc IS NULL AND {OwnSchools.Holds("study_id", "@studies")} ORDER BY given_utc, id", own)
            .ToLookup(r => r.AccountId);
        return c.Query<AccountRow>(
            $"""
            {Select} WHERE @studies IS NULL OR EXISTS (SELECT 1 FROM account_role r WHERE r.account_id = account.id AND r.ended_utc IS NULL AND {OwnSchools.Holds("r.study_id", "@studies")})
            ORDER BY normalized_name
            """, own)
            .Select(a => new AccountInfo(a.Id, a.SignInName, a.TwoFactor == 1, a.CreatedUtc, a.DisabledUtc, [.. roles[a.Id].Select(r => new RoleRow(r.Role, r.Study, r.District, r.School).Grant())])).ToList();
    });

    /// <summary>In place of the roles that the account had.</summary>
    public Task<bool> SetRoles(string account, IReadOnlyList<RoleGrant> roles, AuditEvent audit) => writer.Run(change =>
    {
        change.Prepared("UPDATE account_role SET ended_utc = @2 WHERE account_id = @1 AND ended_utc IS NULL").Run(account, Utc.Text(change.Now));
        Give(change, account, roles);
        change.Record(audit);
        return true;
    });

    internal static void Give(Change change, string account, IReadOnlyList<RoleGrant> roles)
    {
        foreach (var role in roles)
            change.Prepared("INSERT INTO account_role (id, account_id, role, study_id, district, school, given_utc) VALUES (@1, @2, @3, @4, @5, @6, @7)")
                .Run(Guid.CreateVersion7(change.Now).ToString("D"), account, EnumNames<Role>.Of(role.Role), role.Study, role.District, role.School, Utc.Text(change.Now));
    }

    static string? Text(DateTimeOffset? instant) => instant is { } i ? Utc.Text(i) : null;

    sealed record RoleRow(string Role, string? Study, string? District, string? School)
    {
        public RoleGrant Grant() => new(EnumNames<Role>.TryRead(Role, out var role) ? role : throw new InvalidDataException($"Unknown role '{Role}'."), Study, District, School);
    }

    sealed record OwnedRoleRow(string AccountId, string Role, string? Study, string? District, string? School);

    sealed record AccountRow(string Id, string SignInName, string NormalizedName, string? PasswordHash, string SecurityStamp, long TwoFactor, string? AuthenticatorKey,
        string RecoveryCodes, long FailedCount, string? LockedUntilUtc, string CreatedUtc, string? DisabledUtc, long Version)
    {
        public Account Account() => new()
        {
            Id = Id, SignInName = SignInName, NormalizedName = NormalizedName, PasswordHash = PasswordHash, SecurityStamp = SecurityStamp, TwoFactor = TwoFactor == 1,
            AuthenticatorKey = AuthenticatorKey, RecoveryCodes = RecoveryCodes.Split(' ', StringSplitOptions.RemoveEmptyEntries), FailedCount = (int)FailedCount,
            LockedUntilUtc = LockedUntilUtc is null ? null : Utc.Parse(LockedUntilUtc), CreatedUtc = Utc.Parse(CreatedUtc),
            DisabledUtc = DisabledUtc is null ? null : Utc.Parse(DisabledUtc), Version = Version,
        };
    }
}
