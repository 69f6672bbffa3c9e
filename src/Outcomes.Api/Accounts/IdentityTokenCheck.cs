using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Outcomes.Api.Accounts;

/// <summary>OpenID Connect Core 1.0, section 3.1.3.7: what must hold of an identity token before anyone is believed to be someone.</summary>
sealed class IdentityTokenCheck(OrganisationSettings organisation, OpenIdConnectConfiguration provider)
{
    public const string Untrusted = "organisation_token", Expired = "organisation_expired", OtherNonce = "organisation_nonce";

    /// <summary>Section 2: at most 255 ASCII signs.</summary>
    const int LongestSubject = 255;

    static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(2);

    /// <summary>Signatures with a key pair only: 'none' is nobody's, and the secret of an HMAC is ours as well.</summary>
    static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <returns>Null: no key of the provider that we know fits; it may have new ones.</returns>
    /// <exception cref="OrganisationRefused">The token is not to be believed.</exception>
    public async Task<string?> Subject(string? token, string nonce)
    {
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, Parameters());
        if (!result.IsValid)
            return result.Exception switch
            {
                SecurityTokenSignatureKeyNotFoundException => null,
                SecurityTokenExpiredException or SecurityTokenNotYetValidException => throw new OrganisationRefused(Expired, "The identity token is out of its time."),
                var fault => throw new OrganisationRefused(Untrusted, $"The identity token is refused: {fault?.GetType().Name}."),
            };
        var jwt = (JsonWebToken)result.SecurityToken;
        if (nonce.Length == 0 || !jwt.TryGetPayloadValue<string>("nonce", out var sent) || !Same(sent, nonce)) throw new OrganisationRefused(OtherNonce, "The identity token answers another request.");
        RequireOurs(jwt);
        return jwt.Subject is { Length: > 0 and <= LongestSubject } subject ? subject : throw new OrganisationRefused(Untrusted, "The identity token names nobody.");
    }

    /// <summary>A token for several audiences, or one that names a party, must have been made for us.</summary>
    void RequireOurs(JsonWebToken jwt)
    {
        var party = jwt.TryGetPayloadValue<string>("azp", out var azp) ? azp : null;
        if (party is null ? jwt.Audiences.Count() > 1 : party != organisation.ClientId) throw new OrganisationRefused(Untrusted, "The identity token was made for another party.");
    }

    TokenValidationParameters Parameters() => new()
    {
        ValidIssuer = organisation.Issuer, ValidAudience = organisation.ClientId, IssuerSigningKeys = provider.SigningKeys, ValidAlgorithms = Algorithms, ClockSkew = ClocksDiffer,
        ValidateIssuer = true, ValidateAudience = true, ValidateLifetime = true, ValidateIssuerSigningKey = true, RequireSignedTokens = true, RequireExpirationTime = true, TryAllIssuerSigningKeys = false,
    };

    static bool Same(string? a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a ?? ""), Encoding.UTF8.GetBytes(b));
}
