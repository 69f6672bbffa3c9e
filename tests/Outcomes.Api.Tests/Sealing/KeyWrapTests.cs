using System.Security.Cryptography;
using System.Text;
using Outcomes.Domain.Sealing;
using Xunit;

namespace Outcomes.Api.Tests.Sealing;

public sealed class KeyWrapTests(SealingModules browser) : IClassFixture<SealingModules>
{
    const string Made =
        """
        const keys = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
        const owner = { account: 'someone', publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey)) };
        const scalar = (await crypto.subtle.exportKey('jwk', keys.privateKey)).d;
        """;

    [Fact]
    public async Task Every_byte_that_is_altered_is_refused_and_also_where_its_check_was_made_to_fit()
    {
        var passed = await browser.Run<string[]>("key-wrap.js", Made +
            """
            const secret = crypto.getRandomValues(new Uint8Array(32)), whole = await m.wrap(keys.privateKey, m.ByPasskey, secret, owner), passed = [];
            const opens = async (bytes, by = secret, whose = owner) => { try { await m.unwrap(bytes, by, whose); return 'opened'; } catch (fault) { return fault instanceof m.KeyRefused ? fault.code : String(fault); } };
            const expect = async (code, what, ...args) => { const got = await opens(...args); if (got !== code) passed.push(`${what}: ${got}`); };
            await expect('opened', 'whole', whole);
            for (let at = 0; at < whole.length; at++) {
              const altered = whole.slice();
              altered[at] ^= 1 << at % 8;
              await expect('wrapped_key_broken', at, altered);
              if (at >= whole.length - 8) continue;
              altered.set((await b.sha256(altered.slice(0, -8))).slice(0, 8), whole.length - 8);
              const got = await opens(altered);
              if (!['wrapped_key_broken', 'wrapped_key_of_another', 'passkey_wrong', 'passphrase_wrong'].includes(got)) passed.push(`${at} with its check: ${got}`);
            }
            await expect('passkey_wrong', 'another secret', whole, new Uint8Array(32));
            await expect('wrapped_key_of_another', 'another account', whole, secret, { ...owner, account: 'someone else' });
            await expect('wrapped_key_of_another', 'another key', whole, secret, { ...owner, publicKey: new Uint8Array(65) });
            await expect('wrapped_key_broken', 'cut', whole.slice(0, 40));
            return passed;
            """);
        Assert.Empty(passed);
    }

    [Fact]
    public async Task Another_implementation_unwraps_what_a_passphrase_wrapped_and_the_server_knows_its_shape()
    {
        const string Passphrase = "four winds under 1 quiet roof";
        var made = await browser.Run<string[]>("key-wrap.js", Made + "return [scalar, b.base64url(owner.publicKey), b.base64url(await m.wrap(keys.privateKey, m.ByPassphrase, ` ${given} `, owner))];", Passphrase);
        var (scalar, publicKey, bytes) = (SealingRules.Bytes(made[0])!, SealingRules.Bytes(made[1])!, SealingRules.Bytes(made[2])!);
        Assert.True(SealingRules.IsWrapped(bytes, "someone", PublicKey.Of(publicKey)!));
        Assert.False(SealingRules.IsWrapped(bytes, "someone else", PublicKey.Of(publicKey)!));
        Assert.Equal(600_000u, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(2)));

        var key = Rfc2898DeriveBytes.Pbkdf2(Passphrase, bytes.AsSpan(14, 16), 600_000, HashAlgorithmName.SHA512, 32);
        var (ciphertext, tag) = (bytes[42..^24], bytes[^24..^8]);
        var pkcs8 = new byte[ciphertext.Length];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(bytes.AsSpan(30, 12), ciphertext, tag, pkcs8, [.. "outcomes personal key"u8, .. bytes[..42], .. Encoding.UTF8.GetBytes("someone"), .. publicKey]);
        using var opened = ECDiffieHellman.Create();
        opened.ImportPkcs8PrivateKey(pkcs8, out _);
        Assert.Equal(scalar, opened.ExportParameters(true).D);

        bytes[5] = 0;   // fewer rounds
        SHA256.HashData(bytes.AsSpan()[..^8]).AsSpan(0, 8).CopyTo(bytes.AsSpan(bytes.Length - 8));
        Assert.False(SealingRules.IsWrapped(bytes, "someone", PublicKey.Of(publicKey)!));
    }
}
