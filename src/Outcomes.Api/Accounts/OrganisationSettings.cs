using System.Text.Json;
using System.Text.Json.Serialization;

namespace Outcomes.Api.Accounts;

/// <summary>An organisation's OpenID Connect provider.</summary>
/// <param name="Issuer">As its discovery document and its tokens name it, to the letter.</param>
/// <param name="Name">What people know it by; stands on the button.</param>
public sealed record OrganisationSettings(string Issuer, string ClientId, string ClientSecret, string Name)
{
    const string FileName = "sign-in.json", Prefix = "OUTCOMES_OIDC_";

    /// <summary>From the environment, or from <c>sign-in.json</c> in the data directory; null: there is none.</summary>
    /// <exception cref="InvalidOperationException">It is there by half, or the secret can be read by others.</exception>
    public static OrganisationSettings? Read(string dataDirectory)
    {
        static string? Of(string name) => Environment.GetEnvironmentVariable(Prefix + name);
        var file = Path.Combine(dataDirectory, FileName);
        var written = Of("ISSUER") is { Length: > 0 } issuer ? new OrganisationFile(issuer, Of("CLIENT_ID"), Of("NAME"), null) : File.Exists(file) ? Parsed(file) : null;
        if (written is null) return null;
        var secret = written.ClientSecretFile is { Length: > 0 } named ? Secrets.OfFile(Path.Combine(dataDirectory, named)) : Secrets.Read(Prefix + "CLIENT_SECRET");
        if (written.Issuer is not { Length: > 0 } || written.ClientId is not { Length: > 0 } || secret is not { Length: > 0 })
            throw new InvalidOperationException($"Sign-in through an organisation needs an issuer, a client id and a client secret ({Prefix}ISSUER, {Prefix}CLIENT_ID, {Prefix}CLIENT_SECRET or {Prefix}CLIENT_SECRET_FILE, or {FileName}).");
        if (!Uri.TryCreate(written.Issuer, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps && !url.IsLoopback)
            throw new InvalidOperationException("The issuer of an organisation's sign-in is an https address.");
        return new(written.Issuer, written.ClientId, secret, written.Name is { Length: > 0 } name ? name : url.Host);
    }

    static OrganisationFile Parsed(string file)
    {
        try { return JsonSerializer.Deserialize(File.ReadAllText(file), OrganisationJson.Default.OrganisationFile)!; }
        catch (JsonException) { throw new InvalidOperationException($"{file} is no JSON object of issuer, client_id, client_secret_file and name (a secret itself does not stand in it)."); }
    }

    /// <remarks>A record would print its secret.</remarks>
    public override string ToString() => $"{Name} ({Issuer})";
}

sealed record OrganisationFile(string? Issuer, string? ClientId, string? Name, string? ClientSecretFile);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(OrganisationFile))]
sealed partial class OrganisationJson : JsonSerializerContext;
