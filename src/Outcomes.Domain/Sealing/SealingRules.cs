using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Outcomes.Domain.Sealing;

/// <summary>What can be said of sealed bytes without opening them: enough to refuse what was never sealed. The formats stand in <c>docs/security/sealing.md</c>.</summary>
public static class SealingRules
{
    /// <summary>Rounds of PBKDF2 with SHA-512 that a passphrase goes through at the least: three times what OWASP asks (210,000), since the wrapped key can be tried without us.</summary>
    public const uint LeastRounds = 600_000;

    /// <summary>Bytes that HPKE adds: the ephemeral public key and the tag of AES-GCM.</summary>
    public const int Overhead = PublicKey.Size + 16;

    const int WrapHeader = 42, WrapCheck = 8, LeastWrapped = 100, MostWrapped = 400;

    public static readonly Fault NotSealed = new("sealed", "not_sealed", "This was not sealed in the browser, so it is not taken. Load the page anew and try again; nothing readable is ever stored.");

    public static readonly Fault KeyBroken = new("wrapped", "wrapped_key_broken", "The wrapped key is damaged or not of this account and key. Load the page anew and try again.");

    public static readonly Fault NoKey = new("public_key", "public_key_wrong", "This is not a public key: not a point of the curve P-256. Load the page anew and try again.");

    /// <summary>The shape of what HPKE gives: a point of the curve, then as many bytes as the text had, then the tag.</summary>
    public static bool IsSealed(ReadOnlySpan<byte> bytes) => bytes.Length >= Overhead && PublicKey.Of(bytes[..PublicKey.Size]) is not null;

    /// <summary>The shape of a wrapped private key that belongs to this account and public key.</summary>
    public static bool IsWrapped(ReadOnlySpan<byte> bytes, string account, PublicKey key)
    {
        if (bytes.Length is < LeastWrapped or > MostWrapped || bytes.Length < WrapHeader + WrapCheck || bytes[0] != 1) return false;
        var rounds = BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);
        return (bytes[1] == 1 ? rounds >= LeastRounds : bytes[1] == 2 && rounds == 0)
            && bytes[6..14].SequenceEqual(SHA256.HashData([.. Encoding.UTF8.GetBytes(account), .. key.Bytes]).AsSpan(0, 8))
            && bytes[^WrapCheck..].SequenceEqual(SHA256.HashData(bytes[..^WrapCheck]).AsSpan(0, WrapCheck));
    }

    /// <summary>Base64url without padding, or null.</summary>
    public static byte[]? Bytes(string? text)
    {
        if (text is null || !System.Buffers.Text.Base64Url.IsValid(text) || text.Contains('=')) return null;
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(text);
        return System.Buffers.Text.Base64Url.EncodeToString(bytes) == text ? bytes : null;
    }
}
