using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Audit;

namespace Outcomes.Api.Accounts;

/// <summary>
/// What ASP.NET Core Identity asks of a store, on <see cref="AccountStore"/>. A change of a credential (it changes the security stamp) and a
/// sign-in that failed go into the audit chain.
/// </summary>
sealed partial class IdentityStore(AccountStore accounts, PasskeyStore passkeys, OrganisationLinkStore links, IDataProtectionProvider protection) :
    IUserPasswordStore<Account>, IUserSecurityStampStore<Account>, IUserLockoutStore<Account>, IUserTwoFactorStore<Account>,
    IUserAuthenticatorKeyStore<Account>, IUserTwoFactorRecoveryCodeStore<Account>
{
    readonly IDataProtector _protector = protection.CreateProtector("account authenticator key");
    string? _changed;

    public async Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) =>
        await accounts.Create(user, Event(user, "account_created")) ? IdentityResult.Success : IdentityResult.Failed(new IdentityError { Code = "name_taken" });

    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        var stored = await accounts.Update(user, _changed is { } what ? Event(user, what) : null);
        _changed = null;
        return stored ? IdentityResult.Success : IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
    }

    /// <remarks>An account stands in the audit chain for good: it is disabled, never deleted.</remarks>
    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException("Accounts are disabled, not deleted.");

    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult(Usable(accounts.Find(userId)));
    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => Task.FromResult(Usable(accounts.FindByName(normalizedUserName)));

    /// <summary>A disabled account is none to whoever signs in.</summary>
    static Account? Usable(Account? account) => account?.DisabledUtc is null ? account : null;

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.Id);
    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SignInName);
    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => Set(() => user.SignInName = userName ?? "");
    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.NormalizedName);
    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => Set(() => user.NormalizedName = normalizedName ?? "");

    public Task<string?> GetPasswordHashAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);
    public Task<bool> HasPasswordAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);
    public Task SetPasswordHashAsync(Account user, string? passwordHash, CancellationToken cancellationToken) => Set(() => user.PasswordHash = passwordHash);

    public Task<string?> GetSecurityStampAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);
    public Task SetSecurityStampAsync(Account user, string stamp, CancellationToken cancellationToken) => Set(() => (user.SecurityStamp, _changed) = (stamp, "credential_changed"));

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.LockedUntilUtc);
    public Task SetLockoutEndDateAsync(Account user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) => Set(() =>
    {
        user.LockedUntilUtc = lockoutEnd;
        if (lockoutEnd is not null) _changed = AccountStore.Locked;
    });

    public Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken cancellationToken)
    {
        _changed ??= "sign_in_failed";
        return Task.FromResult(++user.FailedCount);
    }

    public Task ResetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Set(() => user.FailedCount = 0);
    public Task<int> GetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.FailedCount);
    public Task<bool> GetLockoutEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(true);
    public Task SetLockoutEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;   // it is on for everyone

    public Task SetTwoFactorEnabledAsync(Account user, bool enabled, CancellationToken cancellationToken) => Set(() => user.TwoFactor = enabled);
    public Task<bool> GetTwoFactorEnabledAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.TwoFactor);

    public Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken) => Set(() => user.AuthenticatorKey = _protector.Protect(key));
    public Task<string?> GetAuthenticatorKeyAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.AuthenticatorKey is { } key ? Opened(key) : null);

    /// <remarks>
    /// Where the key file was lost, a key that no app has: no code fits, and a recovery code or a steward's link lets its owner in. Without any
    /// key, the framework would take the account for one that asks for no code.
    /// </remarks>
    string Opened(string key)
    {
        try { return _protector.Unprotect(key); }
        catch (CryptographicException) { return RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32); }
    }

    public Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        Set(() => (user.RecoveryCodes, _changed) = ([.. recoveryCodes.Select(Hash)], "recovery_codes_made"));

    public Task<bool> RedeemCodeAsync(Account user, string code, CancellationToken cancellationToken)
    {
        var hash = Hash(code);
        if (!user.RecoveryCodes.Contains(hash)) return Task.FromResult(false);
        (user.RecoveryCodes, _changed) = ([.. user.RecoveryCodes.Where(c => c != hash)], "recovery_code_used");
        return Task.FromResult(true);
    }

    public Task<int> CountCodesAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.RecoveryCodes.Count);

    public void Dispose() { }

    static AuditEvent Event(Account user, string what) => new($"account {user.Id}", what, user.Id);

    static Task Set(Action set)
    {
        set();
        return Task.CompletedTask;
    }

    /// <remarks>Ten signs of 32 kinds are 50 bits, used up at once and behind a lock-out: no slow hash is needed.</remarks>
    static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
