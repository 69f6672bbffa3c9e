using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Outcomes.Domain.Audit;

/// <summary>
/// The end of the audit chain at one moment, signed, to be kept somewhere else. The chain alone shows what was changed, dropped or slipped
/// in; that its last links were cut off shows only against such a head.
/// </summary>
/// <param name="Number">Of the last link; 0: the chain was empty.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo of an ECDSA P-256 key, base64.</param>
/// <param name="Signature">Over number, hash and instant (<see cref="SignedBytes"/>), base64, IEEE P1363 form, SHA-256.</param>
public sealed record SignedHead(long Number, string Hash, string TakenUtc, string PublicKey, string Signature)
{
    public static SignedHead Of(long number, string hash, DateTimeOffset taken, ECDsa key)
    {
        var when = Utc.Text(taken);
        return new(number, hash, when, Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()),
            Convert.ToBase64String(key.SignData(SignedBytes(number, hash, when), HashAlgorithmName.SHA256)));
    }

    /// <summary>First signs of the key's SHA-256: who took the head notes them, and compares.</summary>
    [JsonIgnore]
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(PublicKey)))[..16];

    public bool IsSound()
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(PublicKey), out _);
            return key.VerifyData(SignedBytes(Number, Hash, TakenUtc), Convert.FromBase64String(Signature), HashAlgorithmName.SHA256);
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException) { return false; }
    }

    public byte[] Json() => JsonSerializer.SerializeToUtf8Bytes(this, SignedHeadJson.Default.SignedHead);

    /// <summary>Null: the file is no head.</summary>
    public static SignedHead? Read(ReadOnlySpan<byte> json)
    {
        try { return JsonSerializer.Deserialize(json, SignedHeadJson.Default.SignedHead); }
        catch (JsonException) { return null; }
    }

    static byte[] SignedBytes(long number, string hash, string taken) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"outcomes audit head\n{number}\n{hash}\n{taken}"));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SignedHead))]
sealed partial class SignedHeadJson : JsonSerializerContext;
