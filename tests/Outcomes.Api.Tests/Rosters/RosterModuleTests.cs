using Outcomes.Api.Tests.Sealing;
using Outcomes.Domain.Participants;
using Xunit;

namespace Outcomes.Api.Tests.Rosters;

/// <summary>The roster's modules in the real browser: pseudonyms beside their twin on the server, entries and class lists by what can go wrong with them.</summary>
public sealed class RosterModuleTests(SealingModules modules) : IClassFixture<SealingModules>
{
    const string AnySign = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-";

    [Fact]
    public async Task A_pseudonym_is_the_same_for_the_same_student_however_it_is_typed_and_another_for_every_other_secret_study_and_student()
    {
        var made = await modules.Run<string[]>("pseudonym.js",
            """
            const secret = new Uint8Array(32).map((_, i) => i), other = secret.slice().fill(9, 31);
            return Promise.all([[secret, 'small', 'ab-12'], [secret, 'small', ' AB-12  '], [secret, 'small', 'ＡＢ-１２'], [secret, 'small', 'ab-13'], [secret, 'large', 'ab-12'], [other, 'small', 'ab-12']].map(args => m.pseudonymOf(...args)));
            """);
        Assert.Equal("R7M4-D6P9-Z6J3Y", made[0]);
        Assert.Equal([made[0], made[0]], made[1..3]);
        Assert.Equal(4, made.Distinct().Count());
    }

    [Fact]
    public async Task What_a_browser_makes_the_server_takes_and_both_find_the_same_typing_faults_every_one()
    {
        var made = await modules.Run<string[]>("pseudonym.js", "const secret = new Uint8Array(32).fill(7); return Promise.all(Array.from({ length: 100 }, (_, i) => m.pseudonymOf(secret, 'small', `student ${i}`)));");
        Assert.Equal(100, made.Distinct().Count());
        Assert.All(made, p => Assert.True(PseudonymRules.IsValid(p) && !PseudonymCheck.IsMistyped(p), p));
        var typed = made.SelectMany(Faults).Distinct().Except(made).ToArray();
        Assert.True(typed.Length > 40_000);
        Assert.Empty(await modules.Run<string[]>("pseudonym.js", "return given.filter(text => !m.isMistyped(text));", typed));
        string[] own = ["S07-014", "P2-1", "AB-2026-00145", "2026-S07-0014-A", "ZZ12-ZZ34-56ZZ7", .. made];
        Assert.Empty(await modules.Run<string[]>("pseudonym.js", "return given.filter(text => m.isMistyped(text));", own));
    }

    static IEnumerable<string> Faults(string made)
    {
        for (var at = 0; at < made.Length; at++)
        {
            foreach (var sign in AnySign) yield return made[..at] + sign + made[(at + 1)..];
            if (at + 1 < made.Length) yield return made[..at] + made[at + 1] + made[at] + made[(at + 2)..];
        }
    }

    [Fact]
    public async Task A_short_and_a_long_name_make_ciphertext_of_one_length_and_what_is_too_long_is_refused()
    {
        var lengths = await modules.Run<int[]>("roster-entry.js",
            """
            const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']), place = { study: 'small', school: 's1' };
            const student = name => ({ name, identifier: '1', group: '', pseudonym: 'R7M4-D6P9-Z6J3Y' });
            const sealed = await Promise.all(['A', 'م'.repeat(100), '长'.repeat(100)].map(name => m.sealEntry(key, place, { id: 'x', revision: 1, key_version: 1 }, student(name))));
            return [...sealed.map(entry => b.fromBase64url(entry.sealed).length), ...[student('长'.repeat(101)), { ...student('长'.repeat(100)), identifier: '长'.repeat(40), group: '长'.repeat(40) }].map(s => m.faultsOf(s).length)];
            """);
        Assert.Equal([540, 540, 540, 1, 1], lengths);
    }

    [Fact]
    public async Task An_entry_opens_only_where_it_belongs_and_with_no_bit_changed()
    {
        var opened = await modules.Run<string[]>("roster-entry.js",
            """
            const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']), place = { study: 'small', school: 's1' };
            const entry = await m.sealEntry(key, place, { id: 'x', revision: 3, key_version: 2 }, { name: 'A', identifier: '1', group: '', pseudonym: 'R7M4-D6P9-Z6J3Y' });
            const tries = [[place, entry], [{ ...place, study: 'large' }, entry], [{ ...place, school: 's2' }, entry], [place, { ...entry, id: 'y' }], [place, { ...entry, revision: 2 }], [place, { ...entry, key_version: 1 }], [place, { ...entry, sealed: '' }], [place, { ...entry, sealed: '!' }]];
            const bytes = b.fromBase64url(entry.sealed);
            for (let at = 0; at < bytes.length; at++) { const flipped = bytes.slice(); flipped[at] ^= 1 << at % 8; tries.push([place, { ...entry, sealed: b.base64url(flipped) }]); }
            return Promise.all(tries.map(([where, what]) => m.openEntry(key, where, what).then(student => student.name, fault => fault.code)));
            """);
        Assert.Equal("A", opened[0]);
        Assert.Equal(547, opened.Count(o => o == "seal_broken"));
        Assert.Equal(548, opened.Length);
    }

    [Fact]
    public async Task A_site_key_opens_only_for_its_holder_place_and_version_and_carries_the_pseudonym_secret_on()
    {
        var opened = await modules.Run<string[]>("site-key.js",
            """
            const made = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']), own = { privateKey: made.privateKey, publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', made.publicKey)) };
            const place = { study: 'small', school: 's1' }, key = m.newKey(), secret = m.newSecret(), sealed = await m.sealKey(key, place, 1, 'anna', own.publicKey);
            const said = promise => promise.then(bytes => b.equal(bytes, key) || b.equal(bytes, secret) ? 'same' : 'other', fault => fault.code);
            const next = m.newKey(), one = await m.sealSecret(secret, key, place, 1), two = await m.sealSecret(secret, next, place, 2);
            return [`${b.fromBase64url(sealed).length} ${b.fromBase64url(one).length}`, ...await Promise.all([m.openKey(own, place, 1, 'anna', sealed), m.openKey(own, place, 2, 'anna', sealed), m.openKey(own, place, 1, 'bea', sealed), m.openKey(own, { ...place, school: 's2' }, 1, 'anna', sealed),
              m.openSecret(one, key, place, 1), m.openSecret(two, next, place, 2), m.openSecret(one, next, place, 1), m.openSecret(one, key, place, 2)].map(said))];
            """);
        Assert.Equal(["97 60", "same", "seal_broken", "seal_broken", "seal_broken", "same", "same", "seal_broken", "seal_broken"], opened);
    }

    [Theory]
    [InlineData("Ana,1,4a\nBo,2", "Ana|1|4a Bo|2|")]
    [InlineData("\r\n Ana ;1; 4a\r\n\r\nBo;2\r\n", "Ana|1|4a Bo|2|")]
    [InlineData("\"Peña, Ana\",1\n\"A \"\"B\"\" C\",2,4", "Peña, Ana|1| A \"B\" C|2|4")]
    [InlineData("Ana\t1\nBo\t1", "Ana|1| Bo|1| 2 identifier_twice")]
    [InlineData("Ana\tX-9\nBo\tx-9", "Ana|X-9| Bo|x-9| 1 identifier_taken 2 identifier_taken")]
    [InlineData("Ana;1;4a;5\n;2\nBo;", "|2| Bo|| 1 list_columns 2 name_missing 3 identifier_missing")]
    [InlineData("Ana", " 1 list_no_columns")]
    [InlineData(" \n ", " 1 list_empty")]
    public async Task A_class_list_is_read_as_it_was_copied_and_each_fault_has_its_line(string text, string read)
    {
        var found = await modules.Run<string>("class-list.js",
            """
            const { students, faults } = m.readClassList(given, new Set(['X-9']));
            return [students.map(s => [s.name, s.identifier, s.group].join('|')).join(' '), ...faults.map(f => `${f.line} ${f.code}`)].join(' ');
            """, text);
        Assert.Equal(read, found);
    }
}
