using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Outcomes.Domain.Sealing;

/// <summary>
/// Hybrid public-key encryption, RFC 9180 (doi:10.17487/RFC9180): base mode, single shot, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256,
/// AES-256-GCM. Opens what the browser's <c>hpke.js</c> sealed; the two are held against each other, and against the RFC's vectors, in tests.
/// </summary>
public static class Hpke
{
    const int Nenc = 65, Nsk = 32, Nt = 16;


    public static byte[] Seal(byte[] publicKey, byte[] info, byte[] aad, byte[] plaintext)
    {
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var recipient = Public(publicKey);
        var enc = Point(ephemeral.ExportParameters(false));
        var (key, nonce) = Schedule(ephemeral.DeriveRawSecretAgreement(recipient.PublicKey), [.. enc, .. publicKey], info);
        var (ciphertext, tag) = (new byte[plaintext.Length], new byte[Nt]);
        using var aes = new AesGcm(key, Nt);
        aes.Encrypt(nonce, plaintext, ciphertext, tag, aad);
        return [.. enc, .. ciphertext, .. tag];
    }

    /// <param name="privateScalar">32 bytes.</param>
    /// <param name="bytes">The encapsulated key and the ciphertext, one behind the other.</param>
    /// <exception cref="CryptographicException">It was altered, cut off, sealed to another key or for another purpose: which of these cannot be told, by design.</exception>
    public static byte[] Open(byte[] privateScalar, byte[] publicKey, byte[] info, byte[] aad, byte[] bytes)
    {
        if (bytes.Length < SealingRules.Overhead || bytes[0] != 4 || privateScalar.Length != Nsk) throw new CryptographicException("This is nothing that was sealed.");
        using var recipient = ECDiffieHellman.Create(Parameters(publicKey, privateScalar));
        using var sender = Public(bytes[..Nenc]);
        var (key, nonce) = Schedule(recipient.DeriveRawSecretAgreement(sender.PublicKey), [.. bytes[..Nenc], .. publicKey], info);
        var plaintext = new byte[bytes.Length - Nenc - Nt];
        using var aes = new AesGcm(key, Nt);
        aes.Decrypt(nonce, bytes.AsSpan(Nenc, plaintext.Length), bytes.AsSpan(bytes.Length - Nt), plaintext, aad);
        return plaintext;
    }

    /// <summary>A key pair as its scalar and its point.</summary>
    public static (byte[] Private, byte[] Public) Generate()
    {
        using var pair = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var parameters = pair.ExportParameters(true);
        return (parameters.D!, Point(parameters));
    }

    static (byte[] Key, byte[] Nonce) Schedule(byte[] dh, byte[] kemContext, byte[] info)
    {
        byte[] kem = [.. "KEM"u8, 0x00, 0x10], hpke = [.. "HPKE"u8, 0x00, 0x10, 0x00, 0x01, 0x00, 0x02];
        var shared = Expand(kem, Extract(kem, [], "eae_prk", dh), "shared_secret", kemContext, 32);
        byte[] context = [0, .. Extract(hpke, [], "psk_id_hash", []), .. Extract(hpke, [], "info_hash", info)];
        var secret = Extract(hpke, shared, "secret", []);
        return (Expand(hpke, secret, "key", context, 32), Expand(hpke, secret, "base_nonce", context, 12));
    }

    static byte[] Extract(byte[] suite, byte[] salt, string label, byte[] ikm) =>
        HKDF.Extract(HashAlgorithmName.SHA256, [.. "HPKE-v1"u8, .. suite, .. Encoding.ASCII.GetBytes(label), .. ikm], salt);

    static byte[] Expand(byte[] suite, byte[] prk, string label, byte[] info, int length)
    {
        var size = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)length);
        return HKDF.Expand(HashAlgorithmName.SHA256, prk, length, [.. size, .. "HPKE-v1"u8, .. suite, .. Encoding.ASCII.GetBytes(label), .. info]);
    }

    static ECDiffieHellman Public(byte[] point) => ECDiffieHellman.Create(Parameters(point, null));

    static ECParameters Parameters(byte[] point, byte[]? scalar) => new() { Curve = ECCurve.NamedCurves.nistP256, D = scalar, Q = new ECPoint { X = point[1..33], Y = point[33..] } };

    static byte[] Point(ECParameters parameters) => [4, .. parameters.Q.X!, .. parameters.Q.Y!];
}
