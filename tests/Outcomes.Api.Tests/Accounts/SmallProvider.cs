using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Outcomes.Api.Accounts;

namespace Outcomes.Api.Tests.Accounts;

/// <summary>What a provider may do wrong, or do to us.</summary>
public enum Lie { None, OtherNonce, NoNonce, OtherAudience, OtherParty, SeveralAudiencesWithoutParty, OtherIssuer, OtherKey, NoSignature, HmacWithTheClientSecret, Expired, NoExpiry, NoSubject, NoToken, NotThere, Denied, Garbage }

/// <summary>A real OpenID Connect provider on this machine: discovery, keys, authorize (where everyone is <see cref="Subject"/>) and token, with PKCE held to.</summary>
sealed class SmallProvider : IAsyncDisposable
{
    public const string ClientId = "outcomes-here", Secret = "a-client-secret-of-the-test-0123456789";

    readonly WebApplication _app;
    readonly ConcurrentDictionary<string, (string Challenge, string Nonce)> _codes = new();
    readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256), _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly RSA _rsa = RSA.Create(2048);

    SmallProvider(WebApplication app) => _app = app;

    public string Issuer => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public string Subject { get; set; } = "person-1";

    public Lie Lie { get; set; }

    public bool SignsWithRsa { get; set; }

    public OrganisationSettings Settings => new(Issuer, ClientId, Secret, "Example District");

    public static async Task<SmallProvider> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new SmallProvider(builder.Build());
        provider._app.MapGet("/.well-known/openid-configuration", provider.Discovery);
        provider._app.MapGet("/keys", provider.Keys);
        provider._app.MapGet("/authorize", provider.Authorize);
        provider._app.MapPost("/token", provider.Token);
        await provider._app.StartAsync();
        return provider;
    }

    IResult Discovery() => Lie == Lie.NotThere ? Results.StatusCode(503) : Results.Json(new
    {
        issuer = Issuer, authorization_endpoint = $"{Issuer}/authorize", token_endpoint = $"{Issuer}/token", jwks_uri = $"{Issuer}/keys", response_types_supported = new[] { "code" },
        subject_types_supported = new[] { "public" }, id_token_signing_alg_values_supported = new[] { "ES256", "RS256" },
    });

    IResult Keys()
    {
        var (ec, rsa) = (_key.ExportParameters(false), _rsa.ExportParameters(false));
        return Results.Json(new
        {
            keys = new object[]
            {
                new { kty = "EC", crv = "P-256", use = "sig", kid = "ec", x = Base64Url.EncodeToString(ec.Q.X), y = Base64Url.EncodeToString(ec.Q.Y) },
                new { kty = "RSA", use = "sig", kid = "rsa", n = Base64Url.EncodeToString(rsa.Modulus), e = Base64Url.EncodeToString(rsa.Exponent) },
            },
        });
    }

    IResult Authorize(string client_id, string redirect_uri, string response_type, string state, string nonce, string code_challenge, string code_challenge_method, string scope)
    {
        if (client_id != ClientId || response_type != "code" || code_challenge_method != "S256" || scope != "openid") return Results.BadRequest();
        if (Lie == Lie.Denied) return Results.Redirect($"{redirect_uri}?error=access_denied&state={Uri.EscapeDataString(state)}");
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _codes[code] = (code_challenge, nonce);
        return Results.Redirect($"{redirect_uri}?code={code}&state={Uri.EscapeDataString(state)}");
    }

    async Task<IResult> Token(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var verifier = form["code_verifier"].ToString();
        if (form["client_secret"] != Secret || form["client_id"] != ClientId || !_codes.TryRemove(form["code"].ToString(), out var asked)) return Results.BadRequest(new { error = "invalid_grant" });
        if (Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) != asked.Challenge) return Results.BadRequest(new { error = "invalid_grant" });
        if (Lie == Lie.Garbage) return Results.Text("not json at all", "application/json");
        var answer = new JsonObject { ["access_token"] = "opens-nothing", ["token_type"] = "Bearer", ["expires_in"] = 60 };
        if (Lie != Lie.NoToken) answer["id_token"] = Signed(Claims(asked.Nonce));
        return Results.Text(answer.ToJsonString(), "application/json");
    }

    JsonObject Claims(string nonce)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var expires = Lie == Lie.Expired ? now - 600 : now + 300;
        var claims = new JsonObject
        {
            ["iss"] = Lie == Lie.OtherIssuer ? "https://elsewhere.example" : Issuer, ["aud"] = Lie == Lie.OtherAudience ? "someone-else" : ClientId, ["sub"] = Subject,
            ["iat"] = Lie == Lie.Expired ? now - 900 : now, ["exp"] = expires, ["nonce"] = Lie == Lie.OtherNonce ? "another" : nonce, ["email"] = "must.not@be.kept", ["name"] = "Must Not Be Kept",
        };
        if (Lie == Lie.OtherParty) claims["azp"] = "someone-else";
        if (Lie == Lie.SeveralAudiencesWithoutParty) claims["aud"] = new JsonArray(ClientId, "someone-else");
        foreach (var (lie, claim) in new[] { (Lie.NoNonce, "nonce"), (Lie.NoExpiry, "exp"), (Lie.NoSubject, "sub") })
            if (Lie == lie) claims.Remove(claim);
        return claims;
    }

    string Signed(JsonObject claims)
    {
        var (alg, kid) = Lie switch { Lie.NoSignature => ("none", "ec"), Lie.HmacWithTheClientSecret => ("HS256", "ec"), _ => SignsWithRsa ? ("RS256", "rsa") : ("ES256", "ec") };
        var text = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{alg}}","typ":"JWT","kid":"{{kid}}"}"""))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = alg switch
        {
            "none" => [],
            "HS256" => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), bytes),
            "RS256" => _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            _ => (Lie == Lie.OtherKey ? _other : _key).SignData(bytes, HashAlgorithmName.SHA256),
        };
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _key.Dispose();
        _other.Dispose();
        _rsa.Dispose();
    }
}
