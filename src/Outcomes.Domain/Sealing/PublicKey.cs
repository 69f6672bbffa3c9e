using System.Security.Cryptography;

namespace Outcomes.Domain.Sealing;

/// <summary>The half of a key pair that may be known: to it others seal. P-256, uncompressed: 0x04 and both coordinates.</summary>
public sealed class PublicKey
{
    public const int Size = 65;

    PublicKey(byte[] bytes) => Bytes = bytes;

    public byte[] Bytes { get; }

    /// <summary>The first 16 bytes of SHA-256 of the key, in lower-case hexadecimal: what keys are told apart by.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(Bytes).AsSpan(0, 16));

    /// <summary>Null: not a point of the curve.</summary>
    public static PublicKey? Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size || bytes[0] != 4) return null;
        try
        {
            using var key = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = bytes[1..33].ToArray(), Y = bytes[33..].ToArray() } });
            return new(bytes.ToArray());
        }
        catch (CryptographicException) { return null; }
    }
}
