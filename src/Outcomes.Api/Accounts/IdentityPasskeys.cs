using Microsoft.AspNetCore.Identity;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.Accounts;

/// <summary>What the framework's passkey ceremonies ask of a store. They read here; what changes a passkey stands in <see cref="PasskeyEndpoints"/>.</summary>
sealed partial class IdentityStore : IUserPasskeyStore<Account>
{
    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. passkeys.Of(user.Id).Select(Info)]);

    public Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(passkeys.Find(credentialId) is { } passkey ? Usable(accounts.Find(passkey.Account)) : null);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(passkeys.Find(credentialId) is { } passkey && passkey.Account == user.Id ? Info(passkey) : null);

    /// <remarks>Each has a reason to be refused that this method could not give back.</remarks>
    public Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw new NotSupportedException("PasskeyStore adds passkeys and keeps their counts.");
    public Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) => throw new NotSupportedException("PasskeyStore removes passkeys.");

    /// <remarks>Attestation is asked for and kept for none: which make of device someone owns is not ours to know.</remarks>
    static UserPasskeyInfo Info(Passkey passkey) => new(passkey.CredentialId, passkey.PublicKey, passkey.CreatedUtc, (uint)passkey.SignCount, [.. passkey.Transports],
        isUserVerified: true, passkey.BackupEligible, passkey.BackedUp, attestationObject: [], clientDataJson: []) { Name = passkey.Name };
}
