using Microsoft.AspNetCore.Identity;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.Accounts;

/// <summary>Who of an organisation is which account: the framework asks here; links are made and ended in <see cref="OrganisationEndpoints"/>.</summary>
sealed partial class IdentityStore : IUserLoginStore<Account>
{
    public Task<Account?> FindByLoginAsync(string loginProvider, string providerKey, CancellationToken cancellationToken) =>
        Task.FromResult(links.Account(new(loginProvider, providerKey)) is { } account ? Usable(accounts.Find(account)) : null);

    public Task<IList<UserLoginInfo>> GetLoginsAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserLoginInfo>>([.. links.Of(user.Id).Select(issuer => new UserLoginInfo(issuer, "", null))]);

    /// <remarks>Each has a reason to be refused that this method could not give back.</remarks>
    public Task AddLoginAsync(Account user, UserLoginInfo login, CancellationToken cancellationToken) => throw new NotSupportedException("OrganisationLinkStore links.");
    public Task RemoveLoginAsync(Account user, string loginProvider, string providerKey, CancellationToken cancellationToken) => throw new NotSupportedException("OrganisationLinkStore unlinks.");
}
