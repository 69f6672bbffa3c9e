using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Outcomes.Api.Accounts;

/// <summary>What an organisation's sign-in sent is not believed, or it did not answer.</summary>
/// <param name="code">Key of the sentence for whoever wanted to come in: <c>fault.CODE</c>.</param>
sealed class OrganisationRefused(string code, string why) : AuthenticationFailureException(why)
{
    public const string Unreachable = "organisation_unreachable", Failed = "organisation_failed", Cancelled = "organisation_cancelled", Unknown = "organisation_unknown";

    public string Code => code;
}

sealed class OrganisationOptions : OAuthOptions
{
    public OrganisationSettings Organisation { get; set; } = null!;
    public ConfigurationManager<OpenIdConnectConfiguration> Discovery { get; set; } = null!;

    public bool ThisMachine => new Uri(Organisation.Issuer).IsLoopback;
}

/// <summary>The framework's OAuth code flow with PKCE, and what makes it OpenID Connect: discovery, a nonce, and an identity token that is checked.</summary>
/// <remarks>The framework's own OpenID Connect handler is a package that our source of packages does not have.</remarks>
sealed class OrganisationHandler(IOptionsMonitor<OrganisationOptions> options, ILoggerFactory logger, UrlEncoder encoder) : OAuthHandler<OrganisationOptions>(options, logger, encoder)
{
    const string Nonce = "nonce";
    const int NonceBytes = 32;

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        await Discover();
        await base.HandleChallengeAsync(properties);
    }

    protected override async Task<HandleRequestResult> HandleRemoteAuthenticateAsync()
    {
        await Discover();
        return await base.HandleRemoteAuthenticateAsync();
    }

    /// <remarks>Read when it is first needed: an organisation's provider that is down must not keep this system from starting.</remarks>
    async Task<OpenIdConnectConfiguration> Discover()
    {
        OpenIdConnectConfiguration found;
        try { found = await Options.Discovery.GetConfigurationAsync(Context.RequestAborted); }
        catch (Exception fault) when (fault is InvalidOperationException or IOException or HttpRequestException) { throw new OrganisationRefused(OrganisationRefused.Unreachable, "The discovery document cannot be read."); }
        if (found.Issuer != Options.Organisation.Issuer) throw new OrganisationRefused(OrganisationRefused.Failed, "The discovery document names another issuer.");
        (Options.AuthorizationEndpoint, Options.TokenEndpoint) = (Endpoint(found.AuthorizationEndpoint), Endpoint(found.TokenEndpoint));
        return found;
    }

    string Endpoint(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || Options.ThisMachine && url.IsLoopback) ? address!
        : throw new OrganisationRefused(OrganisationRefused.Failed, "The discovery document lacks an https address.");

    /// <remarks>The nonce travels in the protected state, which only this browser's correlation cookie makes valid.</remarks>
    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));
        properties.Items[Nonce] = nonce;
        return QueryHelpers.AddQueryString(base.BuildChallengeUrl(properties, redirectUri), Nonce, nonce);
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var token = tokens.Response?.RootElement.TryGetProperty("id_token", out var sent) == true ? sent.GetString() : null;
        var nonce = properties.Items[Nonce] ?? "";
        properties.Items.Remove(Nonce);
        var checkedBy = new IdentityTokenCheck(Options.Organisation, await Discover());
        if (await checkedBy.Subject(token, nonce) is not { } subject)
        {
            Options.Discovery.RequestRefresh();   // perhaps the provider changed its keys a moment ago
            throw new OrganisationRefused(IdentityTokenCheck.Untrusted, "No published key fits the signature.");
        }
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, subject, ClaimValueTypes.String, Options.Organisation.Issuer));
        return new AuthenticationTicket(new ClaimsPrincipal(identity), properties, Scheme.Name);
    }
}
