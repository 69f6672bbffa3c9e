using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Outcomes.Api.Tests.Canaries;
using Outcomes.Api.Tests.Sealing;
using Outcomes.Data;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Sealing;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Notes;

/// <summary>Notes as people write and read them, in real browsers. That no log and no answer holds them is looked at by the host's own watch.</summary>
public sealed class NoteBrowserTests : IAsyncLifetime
{
    const string Words = Canary.Note + ". ¿Mañana otra vez?";

    RunningHost _host = null!;

    public async ValueTask InitializeAsync() => (_host, _) = await Started();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_therapist_writes_a_note_by_keyboard_a_researcher_reads_it_and_nothing_of_it_is_anywhere_else()
    {
        await using var rosa = await SealingPerson.Join(_host, "Rosa", new RoleGrant(Role.Researcher, Id));
        await rosa.MakeKey();
        await MakeStudyKey(rosa);
        await using var theo = await SealingPerson.Join(_host, "Theo", new RoleGrant(Role.Therapist, Id, School: "s1"));
        await Write(theo, "participant:S1-001", Words);
        await theo.Browser.Picture("note-sent");
        Assert.Equal("", await theo.Page.Locator("#text").InputValueAsync());

        await rosa.Page.GotoAsync($"/studies/{Id}/notes");
        await rosa.Page.GetByRole(AriaRole.Button, new() { Name = "Open all on this page" }).FocusAsync();
        await rosa.Browser.Keys("Enter");
        await rosa.Page.GetByText(Words).WaitForAsync();
        await rosa.Browser.Picture("notes-read");
        var saved = await rosa.Page.RunAndWaitForDownloadAsync(() => rosa.Page.GetByRole(AriaRole.Button, new() { Name = "Save them as a file" }).ClickAsync());
        using (var file = new StreamReader(await saved.CreateReadStreamAsync()))
            Assert.Contains($"\"session_note\",\"participant:S1-001\",\"{Words}\"", await file.ReadToEndAsync());

        theo.NeverSent("heron", "quarry", "ma%C3%B1ana");
        rosa.NeverSent("heron", "marmalade");
        var stored = string.Concat(Directory.GetFiles(_host.DataDirectory, "*", SearchOption.AllDirectories).Select(Read));
        Assert.Contains("participant", stored);
        foreach (var secret in new[] { "heron", "quarry", "marmalade" }) Assert.DoesNotContain(secret, stored);
        Assert.Equal(2, DatabaseDump.Rows(File, "SELECT 1 FROM audit WHERE json_extract(event, '$.action') = 'notes_opened'").Count);
    }

    [Fact]
    public async Task A_note_an_alteration_of_it_and_the_copy_of_another_key_are_refused_with_a_sentence()
    {
        await using var rosa = await SealingPerson.Join(_host, "Rosa", new RoleGrant(Role.Researcher, Id));
        await rosa.MakeKey();
        await MakeStudyKey(rosa);
        await using var theo = await SealingPerson.Join(_host, "Theo", new RoleGrant(Role.Therapist, Id, School: "s1"));
        await Write(theo, "participant:S1-001", Words);
        foreach (var change in new[]
        {
            "sealed = CAST(substr(sealed, 1, 100) || CASE WHEN hex(substr(sealed, 101, 1)) = '00' THEN x'01' ELSE x'00' END || substr(sealed, 102) AS BLOB)", "kind = 'adaptation'", "participant_id = NULL",
        })
        {
            var whole = DatabaseDump.Rows(File, "SELECT hex(sealed), kind, participant_id FROM note").Single().Split('|');
            await Run($"UPDATE note SET {change}");
            await rosa.Page.GotoAsync($"/studies/{Id}/notes");
            await rosa.Page.Locator("[data-open]").ClickAsync();
            await rosa.Page.GetByText("This cannot be opened: it was altered").WaitForAsync();
            await Run($"UPDATE note SET sealed = x'{whole[0]}', kind = '{whole[1]}', participant_id = '{whole[2]}'");
        }
        await rosa.Browser.Picture("note-broken");
        await Run("UPDATE study_key_copy SET sealed = CAST(substr(sealed, 1, length(sealed) - 1) || CASE WHEN hex(substr(sealed, -1)) = '00' THEN x'01' ELSE x'00' END AS BLOB)");
        await rosa.Page.GotoAsync($"/studies/{Id}/notes");
        await rosa.Page.Locator("[data-open]").ClickAsync();
        Assert.Contains("This cannot be opened", await rosa.Fault());
    }

    [Fact]
    public async Task A_study_key_is_given_after_its_fingerprint_was_compared_rotated_and_recovered_from_two_papers()
    {
        await using var rosa = await SealingPerson.Join(_host, "Rosa", new RoleGrant(Role.Researcher, Id));
        await rosa.MakeKey();
        var shares = await MakeStudyKey(rosa);
        await using var theo = await SealingPerson.Join(_host, "Theo", new RoleGrant(Role.Therapist, Id, School: "s1"));
        await Write(theo, "study", "before");

        await using var ravi = await SealingPerson.Join(_host, "Ravi", new RoleGrant(Role.Researcher, Id));
        await ravi.MakeKey();
        await ravi.Page.GotoAsync($"/studies/{Id}/notes");
        await ravi.Page.Locator("[data-open]").ClickAsync();
        Assert.Contains("was not given to you", await ravi.Fault());
        var fingerprint = await ravi.Fingerprint();
        await rosa.Page.GotoAsync($"/studies/{Id}/notes/key");
        await rosa.Page.GetByText(fingerprint).WaitForAsync();
        await rosa.Browser.Picture("study-key-give");
        await rosa.Page.GetByRole(AriaRole.Button, new() { Name = "Give the key to Ravi" }).ClickAsync();
        Assert.Contains("Compare the fingerprint", await rosa.Fault());
        await rosa.Page.GetByText("Ravi has read me this fingerprint").ClickAsync();
        await rosa.Page.GetByRole(AriaRole.Button, new() { Name = "Give the key to Ravi" }).ClickAsync();
        await rosa.Page.GetByText("Has the key, in every version.").Nth(1).WaitForAsync();

        await MakeStudyKey(rosa);
        await Write(theo, "study", "after");
        await ReadAll(rosa, "before", "after");
        await ravi.Page.GotoAsync($"/studies/{Id}/notes");
        await ravi.Page.Locator("[data-open]").Nth(1).ClickAsync();
        await ravi.Page.GetByText("before").WaitForAsync();

        await using var rune = await SealingPerson.Join(_host, "Rune", new RoleGrant(Role.Researcher, Id));
        await rune.MakeKey();
        var wrong = shares[1][..1] + (shares[1][1] == '0' ? '1' : '0') + shares[1][2..];
        foreach (var (second, fault) in new[] { (wrong, "Share 2: group 1 was typed wrong"), (shares[0], "the same share twice"), ((await PrintedAgain(rosa))[1], "do not belong together") })
        {
            await Recover(rune, shares[0], second);
            Assert.Contains(fault, await rune.Fault());
        }
        await rune.Browser.Picture("study-key-recover");
        await Recover(rune, shares[0], shares[1]);
        await rune.Page.GetByText("Version 1 of the key is yours again").WaitForAsync();
        await rune.Page.GotoAsync($"/studies/{Id}/notes");
        await rune.Page.Locator("[data-open]").Nth(1).ClickAsync();
        await rune.Page.GetByText("before").WaitForAsync();
    }

    [Fact]
    public async Task Two_papers_and_the_documented_formats_open_a_note_in_another_implementation()
    {
        await using var rosa = await SealingPerson.Join(_host, "Rosa", new RoleGrant(Role.Researcher, Id));
        await rosa.MakeKey();
        var shares = await MakeStudyKey(rosa);
        await using var theo = await SealingPerson.Join(_host, "Theo", new RoleGrant(Role.Therapist, Id, School: "s1"));
        await Write(theo, "participant:S1-001", Words);
        var row = DatabaseDump.Rows(File, "SELECT n.id, hex(n.sealed), hex(k.public_key) FROM note n JOIN study_key k ON k.id = n.study_key_id").Single().Split('|');
        var padded = Hpke.Open(ShareTests.Joined(shares[0], shares[2]), Convert.FromHexString(row[2]), """["outcomes","note","small",1]"""u8.ToArray(),
            Encoding.UTF8.GetBytes($"""["outcomes","note","{row[0]}","session_note","participant:S1-001"]"""), Convert.FromHexString(row[1]));
        Assert.Equal(256, padded.Length);
        Assert.Equal(Words, Encoding.UTF8.GetString(padded, 4, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(padded)));
    }

    [Fact]
    public async Task Without_a_script_no_note_can_be_written_and_the_page_says_why()
    {
        await using (var rosa = await SealingPerson.Join(_host, "Rosa", new RoleGrant(Role.Researcher, Id)))
        {
            await rosa.MakeKey();
            await MakeStudyKey(rosa);
        }
        await using var nora = await SealingPerson.Join(_host, "Nora", new RoleGrant(Role.Educator, Id, School: "s1"), new() { JavaScriptEnabled = false });
        await nora.Page.GotoAsync($"/studies/{Id}/notes/new");
        Assert.True(await nora.Page.GetByText("Without JavaScript no note can be written here").IsVisibleAsync());
        Assert.False(await nora.Page.Locator("#text").IsVisibleAsync());
        Assert.Null(await nora.Page.Locator("#text").GetAttributeAsync("name"));
        Assert.True(await nora.Page.Locator("#note button").IsDisabledAsync());
        await nora.Browser.Picture("note-without-script");
    }

    /// <summary>Made, printed, ticked and stored.</summary>
    /// <returns>The three shares, as they stand on the paper.</returns>
    internal static async Task<IReadOnlyList<string>> MakeStudyKey(SealingPerson person)
    {
        await person.Page.GotoAsync($"/studies/{Id}/notes/key");
        await person.Page.Locator("#make button").ClickAsync();
        var shares = await Shares(person);
        await person.Browser.Picture("study-key-shares");
        await person.Page.Locator("#store button").ClickAsync();
        Assert.Contains("Print the three shares", await person.Fault());
        await person.Page.Locator("#printed").CheckAsync();
        await person.Page.EvaluateAsync("document.body.dataset.before = ''");
        await person.Page.Locator("#store button").ClickAsync();
        await person.Page.Locator("body:not([data-before])").GetByText("Has the key, in every version.").First.WaitForAsync();
        return shares;
    }

    static async Task<IReadOnlyList<string>> PrintedAgain(SealingPerson person)
    {
        await person.Page.GotoAsync($"/studies/{Id}/notes/key");
        await person.Page.Locator("#print-again button").ClickAsync();
        return await Shares(person);
    }

    static async Task<IReadOnlyList<string>> Shares(SealingPerson person)
    {
        await person.Page.Locator(".share-text").Nth(2).WaitForAsync();
        return await person.Page.Locator(".share-text").AllInnerTextsAsync();
    }

    /// <summary>With the keyboard alone, from the choice of the kind on.</summary>
    internal static async Task Write(SealingPerson person, string about, string text)
    {
        await person.Page.GotoAsync($"/studies/{Id}/notes/new");
        await person.Page.Locator("#note button").WaitForAsync();
        await person.Page.Locator("#kind").FocusAsync();
        await person.Browser.Keys("ArrowDown");
        await person.Page.WaitForFunctionAsync("() => document.querySelector('#kind').value !== ''");   // a list takes its key in its own time
        await person.Browser.Keys("Tab");
        while (await person.Page.Locator("#about").InputValueAsync() != about) await person.Browser.Keys("ArrowDown");
        await person.Browser.Keys("Tab");
        await person.Page.Keyboard.TypeAsync(text);
        await person.Browser.Picture("note-new");
        await person.Browser.Keys("Tab", "Enter");
        await person.Page.GetByText("The note is sealed and stored").WaitForAsync();
    }

    internal static async Task ReadAll(SealingPerson person, params string[] texts)
    {
        await person.Page.GotoAsync($"/studies/{Id}/notes");
        await person.Page.Locator("#open-all button").ClickAsync();
        foreach (var text in texts) await person.Page.GetByText(text, new() { Exact = true }).WaitForAsync();
    }

    static async Task Recover(SealingPerson person, string first, string second)
    {
        await person.Page.GotoAsync($"/studies/{Id}/notes/key");
        await person.Page.Locator("#share-1").FillAsync(first.ToLowerInvariant());
        await person.Page.Locator("#share-2").FillAsync(second);
        await person.Page.Locator("#recover button").ClickAsync();
    }

    string File => Path.Combine(_host.DataDirectory, Database.FileName);

    static string Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return Encoding.Latin1.GetString(copy.ToArray()) + Encoding.Unicode.GetString(copy.ToArray());
    }

    async Task Run(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }
}
