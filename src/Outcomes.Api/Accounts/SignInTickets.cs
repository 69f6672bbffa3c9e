using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Outcomes.Data.Accounts;

namespace Outcomes.Api.Accounts;

/// <summary>Sessions on the server: the cookie holds only a random key, so a session can be listed and ended.</summary>
sealed class SignInTickets(SignInStore store, IDataProtectionProvider protection, IHttpContextAccessor http, TimeProvider time) : ITicketStore
{
    const int KeyBytes = 32;
    static readonly object Current = new();

    readonly IDataProtector _protector = protection.CreateProtector("sign-in ticket");

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        if (http.HttpContext?.Items[Current] is string before) await store.End(before);
        await store.Begin(key, ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier)!, Bytes(ticket), Expires(ticket), How(ticket.Principal), BrowserName.Of(http.HttpContext?.Request.Headers.UserAgent));
        return key;
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket) => store.Renew(key, Bytes(ticket), Expires(ticket));

    public Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        http.HttpContext?.Items[Current] = key;
        if (http.HttpContext?.GetEndpoint()?.Metadata.GetMetadata<SessionBegins>() is not null) return Task.FromResult<AuthenticationTicket?>(null);
        if (store.Ticket(key) is not { } bytes) return Task.FromResult<AuthenticationTicket?>(null);
        try { return Task.FromResult(TicketSerializer.Default.Deserialize(_protector.Unprotect(bytes))); }
        catch (CryptographicException) { return Task.FromResult<AuthenticationTicket?>(null); }   // a restored backup beside other keys: sign in again
    }

    public Task RemoveAsync(string key) => store.End(key);

    /// <summary>After a credential was changed: whoever had the old one is out at once, not when the security stamp is next looked at.</summary>
    public Task<int> EndOthers(string account) => store.EndOthers(account, http.HttpContext?.Items[Current] as string);

    /// <summary>The person of this request came in a moment ago.</summary>
    public bool IsFresh() => http.HttpContext?.Items[Current] is string key && store.Began(key) is { } began && time.GetUtcNow() - began <= SignInSetup.FreshFor;

    /// <remarks>'amr' as Identity writes it for a password alone and with a code, and its claim for who else vouched; ours for the rest.</remarks>
    static string How(ClaimsPrincipal person) => person.FindFirstValue(ClaimTypes.AuthenticationMethod) is not null ? "organisation" : person.FindFirstValue("amr") switch { "pwd" => "password", "mfa" => "password_and_code", { } other => other, null => "invitation" };

    byte[] Bytes(AuthenticationTicket ticket) => _protector.Protect(TicketSerializer.Default.Serialize(ticket));

    DateTimeOffset Expires(AuthenticationTicket ticket) => ticket.Properties.ExpiresUtc ?? time.GetUtcNow() + SignInSetup.SignedInFor;
}

/// <summary>'Firefox, Linux': enough for its owner to know it again; the whole line would be a fingerprint.</summary>
static class BrowserName
{
    static readonly (string Sign, string Name)[] Browsers = [("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    static readonly (string Sign, string Name)[] Systems = [("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string Of(string? agent) => string.Join(", ", new[] { First(Browsers, agent), First(Systems, agent) }.Where(n => n is not null)) is { Length: > 0 } name ? name : "?";

    static string? First((string Sign, string Name)[] known, string? agent) => agent is null ? null : known.FirstOrDefault(k => agent.Contains(k.Sign, StringComparison.Ordinal)).Name;
}
