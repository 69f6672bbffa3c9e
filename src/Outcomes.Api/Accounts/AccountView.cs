using Microsoft.AspNetCore.Identity;
using Outcomes.Data.Accounts;
using Outcomes.Domain;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.Accounts;

/// <summary>What an account's page shows of it.</summary>
/// <param name="Fresh">Signed in a moment ago, so that ways in may be changed.</param>
/// <param name="Organisation">What people know its provider by; null: there is none.</param>
/// <param name="PasskeysHere">Null: passkeys work at this address. Else the name at which they do.</param>
public sealed record AccountView(Account Account, IReadOnlyList<RoleGrant> Roles, IReadOnlyList<SignInInfo> Sessions, IReadOnlyList<SignInRecord> Recent, IReadOnlyList<Passkey> Passkeys,
    bool Fresh, string? PasskeysHere, string? Organisation, bool Linked)
{
    public static async Task<Account?> Own(HttpContext http) =>
        http.Visitor().Account is { } id ? await http.RequestServices.GetRequiredService<UserManager<Account>>().FindByIdAsync(id) : null;

    /// <summary>The own account's page, with what has just been done or is wrong.</summary>
    /// <param name="key">Of the one-time codes, while they are being set up.</param>
    public static async Task<IResult> Show(HttpContext http, IReadOnlyList<Fault>? faults = null, string? done = null, string? key = null, IReadOnlyList<string>? recovery = null, string? passkeyName = null)
    {
        if (await Own(http) is not { } account) return Results.NotFound();
        return await Forms.Page<AccountPage>(http, new()
        {
            [nameof(AccountPage.View)] = Of(http, account), [nameof(AccountPage.Faults)] = faults ?? [], [nameof(AccountPage.Done)] = done, [nameof(AccountPage.Key)] = key,
            [nameof(AccountPage.Recovery)] = recovery ?? [], [nameof(AccountPage.PasskeyName)] = passkeyName,
        }, faults is { Count: > 0 } ? 422 : 200);
    }

    static AccountView Of(HttpContext http, Account account)
    {
        var services = http.RequestServices;
        var (sessions, settings) = (services.GetRequiredService<SignInStore>(), services.GetRequiredService<HostSettings>());
        return new(account, services.GetRequiredService<AccountStore>().Roles(account.Id), sessions.Of(account.Id), sessions.Recent(account.Id), services.GetRequiredService<PasskeyStore>().Of(account.Id),
            services.GetRequiredService<SignInTickets>().IsFresh(), http.Request.Host.Host == settings.Domain ? null : settings.Domain,
            settings.Organisation?.Name, services.GetRequiredService<OrganisationLinkStore>().Of(account.Id).Count > 0);
    }
}
