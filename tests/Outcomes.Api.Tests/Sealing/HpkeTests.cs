using System.Security.Cryptography;
using Outcomes.Domain.Sealing;
using Xunit;

namespace Outcomes.Api.Tests.Sealing;

public sealed class HpkeTests(SealingModules browser) : IClassFixture<SealingModules>
{
    // Every vector of the appendix has these: "Ode on a Grecian Urn", "Count-0", "Beauty is truth, truth beauty".
    const string Info = "4f6465206f6e2061204772656369616e2055726e", Aad = "436f756e742d30", Text = "4265617574792069732074727574682c20747275746820626561757479";

    /// <summary>AEAD, ephemeral private key, recipient's public and private key, enc, ciphertext.</summary>
    public static TheoryData<string, string, string, string, string, string> Vectors => new()
    {
        {   // RFC 9180, A.3.1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode, sequence number 0
            "Aes128", "4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb",
            "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0",
            "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2",
            "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4",
            "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434"
        },
        {   // The same with AES-256-GCM, our suite: the RFC leaves it out; it is in test-vectors.json of cfrg/draft-irtf-cfrg-hpke, which the RFC names as its source
            "Aes256", "90345e3a1d116c1dd39ae76d95ab858c142223a63e44f8f85318cfa91a84858e",
            "04abc7e49a4c6b3566d77d0304addc6ed0e98512ffccf505e6a8e3eb25c685136f853148544876de76c0f2ef99cdc3a05ccf5ded7860c7c021238f9e2073d2356c",
            "317f915db7bc629c48fe765587897e01e282d3e8445f79f27f65d031a88082b2",
            "04c06b4f6bebc7bb495cb797ab753f911aff80aefb86fd8b6fcc35525f3ab5f03e0b21bd31a86c6048af3cb2d98e0d3bf01da5cc4c39ff5370d331a4f1f7d5a4e0",
            "58c61a45059d0c5704560e9d88b564a8b63f1364b8d1fcb3c4c6ddc1d291742465e902cd216f8908da49f8f96f"
        },
    };

    [Theory, MemberData(nameof(Vectors))]
    public async Task The_browser_seals_and_opens_what_the_rfc_prints(string aead, string ephemeral, string publicKey, string privateKey, string enc, string ciphertext)
    {
        var given = new { aead, ephemeral, publicKey, privateKey, enc, ciphertext, Info, Aad, Text };
        var made = await browser.Run<string[]>("hpke.js",
            """
            const sender = { privateKey: await pair(given.ephemeral, given.enc), publicKey: await m.publicKeyOf(hex(given.enc)) };
            const sealed = await m.sealFrom(sender, m[given.aead], hex(given.publicKey), hex(given.Info), hex(given.Aad), hex(given.Text));
            const opened = await m.open(await pair(given.privateKey, given.publicKey), hex(given.publicKey), hex(given.Info), hex(given.Aad), hex(given.enc + given.ciphertext), m[given.aead]);
            return [unhex(sealed), unhex(opened)];
            """, given);
        Assert.Equal([enc + ciphertext, Text], made);
    }

    [Fact]
    public async Task What_the_browser_seals_another_implementation_opens_and_the_other_way_round()
    {
        var random = new Random(9180);
        foreach (var length in new[] { 0, 1, 15, 16, 17, 255, 5000 })
        {
            var (privateKey, publicKey) = Hpke.Generate();
            var (text, info, aad) = (Bytes(random, length), Bytes(random, length % 40), Bytes(random, length % 7));
            var sealedHere = Hpke.Seal(publicKey, info, aad, text);
            var there = await browser.Run<string[]>("hpke.js",
                """
                const [publicKey, info, aad] = [hex(given.publicKey), hex(given.info), hex(given.aad)];
                const opened = await m.open(await pair(given.privateKey, given.publicKey), publicKey, info, aad, hex(given.sealedHere));
                return [unhex(opened), unhex(await m.seal(publicKey, info, aad, opened))];
                """, new { privateKey = Hex(privateKey), publicKey = Hex(publicKey), info = Hex(info), aad = Hex(aad), sealedHere = Hex(sealedHere) });
            Assert.Equal(Hex(text), there[0]);
            Assert.Equal(text, Hpke.Open(privateKey, publicKey, info, aad, Convert.FromHexString(there[1])));
        }
    }

    [Fact]
    public async Task Every_bit_that_is_altered_in_the_sealed_text_its_purpose_or_its_subject_is_refused()
    {
        var passed = await browser.Run<string[]>("hpke.js",
            """
            const keys = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
            const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
            const [info, aad, text] = ['purpose', 'subject', 'a text'].map(b.utf8);
            const whole = { info, aad, bytes: await m.seal(publicKey, info, aad, text) }, passed = [];
            const opens = async ({ info, aad, bytes }) => { try { await m.open(keys.privateKey, publicKey, info, aad, bytes); return true; } catch (fault) { return !(fault instanceof m.SealBroken); } };
            if (!await opens(whole)) passed.push('the whole one was refused');
            for (const part of ['info', 'aad', 'bytes'])
              for (let bit = 0; bit < 8 * whole[part].length; bit++) {
                const altered = whole[part].slice();
                altered[bit >> 3] ^= 1 << (bit & 7);
                if (await opens({ ...whole, [part]: altered })) passed.push(`${part} bit ${bit}`);
              }
            for (let length = 0; length < whole.bytes.length; length++) if (await opens({ ...whole, bytes: whole.bytes.slice(0, length) })) passed.push(`cut to ${length}`);
            const other = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
            try { await m.open(other.privateKey, publicKey, info, aad, whole.bytes); passed.push('another key'); } catch { }
            return passed;
            """);
        Assert.Empty(passed);
    }

    [Fact]
    public async Task The_reference_refuses_altered_bytes_as_well()
    {
        var (privateKey, publicKey) = Hpke.Generate();
        var bytes = Hpke.Seal(publicKey, [], [], [1, 2, 3]);
        bytes[70] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => Hpke.Open(privateKey, publicKey, [], [], bytes));
        Assert.Equal("seal_broken", await browser.Run<string>("hpke.js", "try { await m.publicKeyOf(new Uint8Array(65).fill(4)); return ''; } catch (fault) { return fault.code; }"));
    }

    [Fact]
    public async Task Base64url_reads_only_what_it_would_write()
    {
        var read = await browser.Run<string[]>("bytes.js",
            """
            const all = Uint8Array.from({ length: 256 }, (_, i) => i);
            const tried = ['AA==', 'AB', 'A', 'A+', 'A/', ' AA', 'é', 'AAA\n'].filter(text => { try { b.fromBase64url(text); return true; } catch { return false; } });
            return [b.base64url(all), String(b.equal(b.fromBase64url(b.base64url(all)), all)), ...tried];
            """);
        Assert.Equal([System.Buffers.Text.Base64Url.EncodeToString([.. Enumerable.Range(0, 256).Select(i => (byte)i)]), "true"], read);
    }

    static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
