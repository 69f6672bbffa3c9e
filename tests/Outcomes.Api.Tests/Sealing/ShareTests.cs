using System.Security.Cryptography;
using Xunit;

namespace Outcomes.Api.Tests.Sealing;

public sealed class ShareTests(SealingModules browser) : IClassFixture<SealingModules>
{
    const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Fact]
    public async Task Any_two_of_three_give_the_secret_back_here_and_in_another_implementation()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        var shares = await browser.Run<string[]>("shares.js", "return m.split(b.fromBase64url(given));", System.Buffers.Text.Base64Url.EncodeToString(secret));
        Assert.Equal(3, shares.Length);
        foreach (var (first, second) in new[] { (0, 1), (1, 2), (2, 0) })
        {
            string[] typed = [shares[first].ToLowerInvariant().Replace(" ", ""), shares[second].Replace('0', 'O').Replace('1', 'l').Replace(" ", " - ")];
            Assert.Equal(Convert.ToHexStringLower(secret), await browser.Run<string>("shares.js", "return unhex(await m.join(given));", typed));
            Assert.Equal(secret, Joined(shares[first], shares[second]));
        }
    }

    [Fact]
    public async Task One_share_says_nothing_every_secret_fits_it()
    {
        var share = Bytes((await browser.Run<string[]>("shares.js", "return m.split(new Uint8Array([77, 77]));"))[0]);
        foreach (var guess in Enumerable.Range(0, 256).Select(i => (byte)i))
        {
            byte slope = (byte)(share[6] ^ guess), y = (byte)(guess ^ Times(slope, 2));   // of the line through the share and the guess: there is always one
            Assert.Equal(guess, (byte)(Times(share[6], Weight(1, 2)) ^ Times(y, Weight(2, 1))));
        }
    }

    [Fact]
    public async Task Every_sign_that_is_typed_wrong_is_found_with_its_group()
    {
        var odd = await browser.Run<string[]>("shares.js",
            """
            const [one, two] = await m.split(crypto.getRandomValues(new Uint8Array(32))), odd = [];
            const told = async text => { try { await m.join([one, text]); return 'joined'; } catch (fault) { return `${fault.code} ${fault.share} ${fault.group}`; } };
            for (let at = 0; at < two.length; at++)
              for (const sign of two[at] === ' ' ? '' : '0123456789ABCDEFGHJKMNPQRSTVWXYZU*') {
                const typed = two.slice(0, at) + sign + two.slice(at + 1), expected = `share_typed_wrong 2 ${Math.floor(at / 6) + 1}`;
                if (typed !== two && await told(typed) !== expected) odd.push(`${at} ${sign}: ${await told(typed)}`);
              }
            // Bits that fill the last group up are zeros, whatever its check says: sixteen more, and its check with them.
            const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ', last = alphabet.indexOf(two.at(-2)), filled = [1, 2, 4, 8].map(bit => {
              const check = (alphabet.indexOf(two.at(-1)) + 7 * bit) % 32;
              return two.slice(0, -2) + alphabet[last + bit] + alphabet[check];
            });
            for (const typed of filled) if (await told(typed) !== 'share_typed_wrong 2 undefined') odd.push(`filled ${typed}: ${await told(typed)}`);
            const groups = two.split(' ');
            for (let at = 0; at + 1 < groups.length; at++) {
              const swapped = groups.slice();
              [swapped[at], swapped[at + 1]] = [groups[at + 1], groups[at]];
              if (groups[at] !== groups[at + 1] && !(await told(swapped.join(' '))).startsWith('share_typed_wrong 2')) odd.push(`groups ${at}`);
              if (!(await told(groups.toSpliced(at, 1).join(' '))).startsWith('share_typed_wrong 2')) odd.push(`without ${at}`);
            }
            for (let at = 0; at + 1 < two.length; at++) {
              const swapped = two.slice(0, at) + two[at + 1] + two[at] + two.slice(at + 2);
              if (swapped.replaceAll(' ', '') !== two.replaceAll(' ', '') && !(await told(swapped)).startsWith('share_typed_wrong 2')) odd.push(`neighbours ${at}`);
            }
            return odd;
            """);
        Assert.Empty(odd);
    }

    [Fact]
    public async Task Shares_that_do_not_belong_together_each_have_their_code()
    {
        var codes = await browser.Run<string[]>("shares.js",
            """
            const [[one, two], [, other]] = [await m.split(new Uint8Array(32)), await m.split(new Uint8Array(32))];
            const told = async texts => { try { await m.join(texts); return 'joined'; } catch (fault) { return fault.code; } };
            return Promise.all([[one, one], [one, other], [one], [], [one, ''], ['no share', two], [one, two, two]].map(told));
            """);
        Assert.Equal(["shares_the_same", "share_of_another_key", "shares_too_few", "shares_too_few", "share_typed_wrong", "share_typed_wrong", "shares_the_same"], codes);
    }

    /// <summary>The format of a share, read a second time: groups of four signs and one that checks them.</summary>
    static byte[] Bytes(string text)
    {
        var bits = string.Concat(text.Split(' ').SelectMany(group => group[..^1]).Select(sign => Convert.ToString(Alphabet.IndexOf(sign), 2).PadLeft(5, '0')));
        byte[] bytes = [.. bits.Chunk(8).Where(b => b.Length == 8).Select(b => Convert.ToByte(new string(b), 2))];
        Assert.Equal(0x12, bytes[0]);
        Assert.Equal(SHA256.HashData(bytes.AsSpan()[..^4])[..4], bytes[^4..]);
        return bytes;
    }

    /// <summary>Two shares as they are printed, joined without our module.</summary>
    internal static byte[] Joined(string a, string b) => Joined(Bytes(a), Bytes(b));

    static byte[] Joined(byte[] a, byte[] b) =>
        [.. a[6..^4].Zip(b[6..^4], (ya, yb) => (byte)(Times(ya, Weight(a[5], b[5])) ^ Times(yb, Weight(b[5], a[5]))))];

    static byte Weight(byte x, byte other) => Times(other, Enumerable.Range(1, 255).Select(i => (byte)i).Single(i => Times(i, (byte)(x ^ other)) == 1));

    /// <summary>In GF(2^8) modulo x^8 + x^4 + x^3 + x + 1, as FIPS 197 has it: by doubling.</summary>
    static byte Times(byte a, byte b) => b == 0 ? (byte)0 : (byte)(((b & 1) != 0 ? a : 0) ^ Times((byte)(a << 1 ^ (a >= 128 ? 0x1b : 0)), (byte)(b >> 1)));
}
