using System.Text;
using Microsoft.Playwright;
using Xunit;

namespace Outcomes.Api.Tests.Rosters;

/// <summary>A school's roster in a real browser, from the first visit on.</summary>
public sealed class RosterBrowserTests : IAsyncLifetime
{
    /// <summary>Made up, and found nowhere else: what of them is met outside the browser has leaked.</summary>
    static readonly string[] Names = ["Quillabamba Ferrnwald", "Ðorvæt Œlskins", "Núria Zzyzxwell"];

    static readonly string[] Identifiers = ["KANARIE-7001", "KANARIE-7002", "KANARIE-7003"];

    RunningHost _host = null!;

    public async ValueTask InitializeAsync() => (_host, _) = await SmallStudy.Started();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_school_gets_its_roster_by_keyboard_alone_and_no_name_leaves_the_browser()
    {
        await using var anna = await RosterPerson.Arrive(_host, "Anna Keys");
        await anna.Open();
        await anna.Session.Picture("roster-1-begin");
        await anna.Press("#begin button");
        Assert.Contains("Read what is lost", await anna.Refusal());
        await anna.Session.Picture("roster-2-begin-refused");
        Assert.Empty(Rows("SELECT * FROM site_key"));
        await anna.Tick("#begin-agreed");
        await anna.Press("#begin button");
        await anna.View("shares").WaitForAsync();
        await anna.Session.Picture("roster-3-shares");
        Assert.Equal(3, PagesOf(await anna.Page.PdfAsync(new() { Format = "A4" })));
        await anna.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await anna.Session.Picture("roster-3-shares-printed");
        await anna.Page.EmulateMediaAsync(new() { Media = Media.Screen });
        var shares = await anna.Page.Locator(".share [data-part=text]").AllInnerTextsAsync();
        Assert.Equal(3, shares.Distinct().Count());
        await anna.Press("#shares-next");
        await anna.Type("#proof-share", shares[0][..^1] + (shares[0][^1] == '0' ? '1' : '0'));
        await anna.Session.Keys("Enter");
        Assert.Contains("typed wrong in group", await anna.Refusal());
        await anna.Session.Picture("roster-4-proof-refused");
        Assert.Empty(Rows("SELECT * FROM site_key"));
        await anna.Type("#proof-share", shares[0]);
        await anna.Session.Keys("Enter");
        await anna.View("list").WaitForAsync();
        await anna.Session.Picture("roster-5-empty");

        await anna.Add(Names[0], Identifiers[0], "4a");
        await anna.Press("#to-paste");
        await anna.Page.Locator("#paste-text").FillAsync($"{Names[1]}\n{Names[2]};{Identifiers[0]};4a\n;{Identifiers[1]}");
        await anna.Press("#paste .actions button:first-child");
        var refusal = await anna.Refusal();
        Assert.Contains("Line 1: There is only one column", refusal);
        await anna.Page.Locator("#paste-text").FillAsync($"{Names[1]};{Identifiers[1]};4b;more\n{Names[2]};{Identifiers[0]};4a\n;{Identifiers[2]}\n\"{Names[1]}\";{Identifiers[2]}");
        await anna.Press("#paste .actions button:first-child");
        refusal = await anna.Refusal();
        await anna.Session.Picture("roster-6-paste-refused");
        foreach (var says in new[] { "Line 1: A line has two or three columns", "Line 2: This identifier is on the list", "Line 3: The name is missing", "Line 4: This identifier stands in line 3" }) Assert.Contains(says, refusal);
        await anna.Page.Locator("#paste-text").FillAsync($"{Names[1]}\t{Identifiers[1]}\t4b\n{Names[2]}\t{Identifiers[2]}\n");
        await anna.Tick("#many-enrolling");
        await anna.Press("#paste .actions button:first-child");
        Assert.Contains("Choose the arm", await anna.Refusal());
        await anna.Page.Locator("#many-arm").SelectOptionAsync("live");
        await anna.Press("#paste .actions button:first-child");
        await anna.Page.GetByText("2 students are stored").WaitForAsync();
        await anna.Session.Picture("roster-7-list");

        await anna.Type("#search", "nuria");
        await anna.Page.GetByText("Found: 1 of 3").WaitForAsync();
        var pseudonym = await anna.Page.Locator("#students [data-part=pseudonym]").InnerTextAsync();
        await anna.Type("#search", pseudonym[..^2] + pseudonym[^1] + pseudonym[^2]);
        if (pseudonym[^1] != pseudonym[^2]) await anna.Page.GetByText("check sign").WaitForAsync();
        await anna.Type("#search", pseudonym.ToLowerInvariant());
        await anna.Page.GetByText("Found: 1 of 3").WaitForAsync();
        await anna.Press("#students button");
        await anna.Session.Picture("roster-8-change");
        await anna.Type("#group", "4c");
        await anna.Session.Keys("Enter");
        await anna.Page.GetByText("Stored, encrypted.").WaitForAsync();
        await anna.Page.Locator("#students tr", new() { HasText = "4c" }).WaitForAsync();
        await anna.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await anna.Session.Picture("roster-9-list-printed");
        await anna.Page.EmulateMediaAsync(new() { Media = Media.Screen });

        await anna.Open();
        await anna.Page.Locator("#students tr", new() { HasText = Names[0] }).WaitForAsync();
        await anna.Press($"#students tr:has-text('{Names[0]}') button");
        await anna.Press("#student-remove");
        await anna.Page.Locator("dialog[open]").WaitForAsync();
        await anna.Session.Picture("roster-10-remove");
        await anna.Session.Keys("Escape");
        await anna.Press("#student-remove");
        await anna.Press("#ask-yes");
        await anna.Page.GetByText("Removed.").WaitForAsync();
        Assert.Equal(2, await anna.Page.Locator("#students tr").CountAsync());

        Assert.Equal(2, Rows("SELECT * FROM participant WHERE pseudonym NOT LIKE 'S%-001'").Count);
        NothingReadableLeft(anna.Session);
        foreach (var share in shares) Assert.DoesNotContain(share.Replace(" ", ""), Everything(anna.Session).Replace(" ", ""));
    }

    [Fact]
    public async Task Two_of_three_shares_give_the_key_back_and_each_wrong_one_is_told_with_what_to_do()
    {
        await using var anna = await RosterPerson.Arrive(_host, "Anna Keys");
        await anna.Open();
        var shares = await anna.MakeSiteKey();
        await anna.Add(Names[0], Identifiers[0], "4a");
        await using var other = await RosterPerson.Arrive(_host, "Omar Else", "s2");
        await other.Open("s2");
        var others = await other.MakeSiteKey();

        await using var bea = await RosterPerson.Arrive(_host, "Bea Voice");
        await bea.Open();
        await bea.View("nocopy").WaitForAsync();
        await bea.Session.Picture("roster-11-nocopy");
        Assert.Contains("Anna Keys", await bea.View("nocopy").InnerTextAsync());
        foreach (var (one, two, says) in new[]
        {
            (shares[0][1..], shares[1], "typed wrong in group 1"), (shares[0], shares[2][..^6], "typed wrong"), (shares[0], shares[0], "same share twice"), (shares[0], others[1], "another key"),
            (others[0], others[1], "another key"), (shares[0], "", "Two shares are needed"),
        })
        {
            await bea.Type("#recover-one", one);
            await bea.Type("#recover-two", two);
            await bea.Session.Keys("Enter");
            Assert.Contains(says, await bea.Refusal());
        }
        await bea.Session.Picture("roster-12-recover-refused");
        await bea.Type("#recover-one", shares[2].ToLowerInvariant());
        await bea.Type("#recover-two", shares[1].Replace(" ", ""));
        await bea.Session.Keys("Enter");
        await bea.Page.Locator("#students tr", new() { HasText = Names[0] }).WaitForAsync();
        await bea.Page.GetByText("The key is recovered").WaitForAsync();
        NothingReadableLeft(bea.Session);
        foreach (var share in shares.Concat(others)) Assert.DoesNotContain(share.Replace(" ", ""), Everything(bea.Session).Replace(" ", ""));
    }

    [Fact]
    public async Task A_colleague_gets_the_key_by_voice_reads_and_changes_the_list_and_of_two_changes_at_once_both_are_shown()
    {
        await using var anna = await RosterPerson.Arrive(_host, "Anna Keys");
        await using var bea = await RosterPerson.Arrive(_host, "Bea Voice");
        anna.Session.Expected = fault => fault.Contains("409", StringComparison.Ordinal);
        await anna.Open();
        await anna.MakeSiteKey();
        await anna.Add(Names[0], Identifiers[0], "4a");
        await Give(anna, bea);
        await bea.Open();
        await bea.Page.Locator("#students tr", new() { HasText = Names[0] }).WaitForAsync();

        await anna.Press("#students button");
        await bea.Press("#students button");
        await bea.Type("#group", "5b");
        await bea.Session.Keys("Enter");
        await bea.Page.Locator("#students tr", new() { HasText = "5b" }).WaitForAsync();
        await anna.Type("#name", Names[1]);
        await anna.Session.Keys("Enter");
        Assert.Contains("changed this student meanwhile", await anna.Refusal());
        Assert.Contains("5b", await anna.Page.Locator("#theirs").InnerTextAsync());
        Assert.Equal(Names[1], await anna.Page.Locator("#name").InputValueAsync());
        await anna.Session.Picture("roster-14-both-shown");
        await anna.Press("#theirs-take");
        await anna.Type("#name", Names[2]);
        await anna.Session.Keys("Enter");
        await anna.Page.Locator("#students tr", new() { HasText = Names[2] }).Filter(new() { HasText = "5b" }).WaitForAsync();
        NothingReadableLeft(anna.Session);
        NothingReadableLeft(bea.Session);
    }

    static async Task Give(RosterPerson giver, RosterPerson receiver)
    {
        var fingerprint = await receiver.Fingerprint();
        await giver.Open();
        await giver.Press("#to-key");
        await giver.Page.Locator("#give-to").SelectOptionAsync(receiver.Account);
        await giver.Page.Locator("#give-fingerprint").GetByText(fingerprint).WaitForAsync();
        await giver.Press("#give-fields button");
        Assert.Contains("Compare the fingerprint by voice", await giver.Refusal());
        await giver.Session.Picture("roster-15-give");
        await giver.Tick("#give-compared");
        await giver.Press("#give-fields button");
        await giver.Page.Locator(".notice", new() { HasText = "holds the key now" }).WaitForAsync();
    }

    [Fact]
    public async Task A_changed_key_shuts_out_who_left_keeps_pseudonyms_and_an_interrupted_change_leaves_the_old_whole()
    {
        await using var anna = await RosterPerson.Arrive(_host, "Anna Keys");
        await using var bea = await RosterPerson.Arrive(_host, "Bea Voice");
        await anna.Open();
        var old = await anna.MakeSiteKey();
        await anna.Add(Names[0], Identifiers[0], "4a");
        var pseudonym = await anna.Page.Locator("#students [data-part=pseudonym]").InnerTextAsync();
        await Give(anna, bea);
        var before = Rosters();

        anna.Session.Expected = fault => fault.Contains("net::ERR", StringComparison.Ordinal);
        await anna.Page.RouteAsync("**/key/rotate", route => route.AbortAsync());
        await BeginToChange(anna);
        var unused = await anna.TypeOneBack();
        Assert.Contains("There is no connection", await anna.Refusal());
        Assert.Equal(before, Rosters());
        await anna.Page.UnrouteAsync("**/key/rotate");

        await anna.Open();
        await anna.Page.Locator("#students tr", new() { HasText = Names[0] }).WaitForAsync();
        await BeginToChange(anna);
        var shares = await anna.KeepShares();
        await anna.Page.GetByText("The key is changed").WaitForAsync();
        Assert.Equal(pseudonym, await anna.Page.Locator("#students [data-part=pseudonym]").InnerTextAsync());
        Assert.Equal(["2"], Rows("SELECT DISTINCT key_version FROM roster_entry"));
        Assert.Equal([$"2|{anna.Account}"], Rows("SELECT version, account_id FROM site_key_copy"));
        await anna.Add(Names[1], Identifiers[1], "4b");

        await bea.Open();
        await bea.View("nocopy").WaitForAsync();
        foreach (var (one, two) in new[] { (old[0], old[1]), (unused[0], unused[1]), (old[0], shares[1]) })
        {
            await bea.Type("#recover-one", one);
            await bea.Type("#recover-two", two);
            await bea.Session.Keys("Enter");
            Assert.Contains("belongs to another key", await bea.Refusal());
        }
        await bea.Type("#recover-one", shares[0]);
        await bea.Type("#recover-two", shares[2]);
        await bea.Session.Keys("Enter");
        await bea.Page.Locator("#students tr", new() { HasText = Names[1] }).WaitForAsync();
        NothingReadableLeft(anna.Session);
    }

    static async Task BeginToChange(RosterPerson person)
    {
        await person.Press("#to-key");
        await person.Session.Picture("roster-16-key");
        await person.Press("#to-rotate");
        await person.View("rotate").WaitForAsync();
        await person.Session.Picture("roster-17-change-key");
        await person.Press("#rotate button.button:not(.quiet)");
    }

    List<string> Rosters() => [.. new[] { "site_key", "site_key_copy", "roster_entry" }.SelectMany(table => Rows($"SELECT * FROM {table}"))];

    [Theory]
    [InlineData("es", "ltr", "Añadir un estudiante")]
    [InlineData("ar", "rtl", "إضافة طالب")]
    [InlineData("zh-Hans", "ltr", "添加学生")]
    public async Task On_a_narrow_screen_in_each_language_nothing_runs_out_of_the_page(string language, string direction, string says)
    {
        await using var anna = await RosterPerson.Arrive(_host, "Anna Keys", options: new() { Locale = language, ViewportSize = new() { Width = 400, Height = 800 } });
        await anna.Open();
        await anna.View("begin").WaitForAsync();
        await Fits("begin");
        await anna.Tick("#begin-agreed");
        await anna.Press("#begin button");
        await anna.View("shares").WaitForAsync();
        await Fits("shares");
        await anna.KeepShares();
        await anna.Add("ليلى حسن", "KANARIE-7001", "4a");
        await anna.Add("Lía Ñandú", "KANARIE-7002", "4a");
        await Fits("list");
        Assert.Contains(says, await anna.View("list").InnerTextAsync());
        Assert.Equal((language, direction), (await anna.Page.EvaluateAsync<string>("document.documentElement.lang"), await anna.Page.EvaluateAsync<string>("document.documentElement.dir")));
        await anna.Press("#to-key");
        await Fits("key");
        await anna.Press("#to-rotate");
        await Fits("rotate");

        async Task Fits(string name)
        {
            await anna.Session.Picture($"roster-{language}-{name}");
            Assert.True(await anna.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{language} {name} is wider than the screen");
        }
    }

    [Theory]
    [InlineData("roster_entry", "sealed", "(cannot be opened")]
    [InlineData("site_key", "sealed_secret", "does not fit what is stored")]
    [InlineData("site_key_copy", "sealed_key", "does not open")]
    public async Task A_flipped_bit_in_anything_encrypted_is_refused_with_its_sentence(string table, string column, string says)
    {
        await using var anna = await RosterPerson.Arrive(_host, "Anna Keys");
        await anna.Open();
        await anna.MakeSiteKey();
        await anna.Add(Names[0], Identifiers[0], "4a");
        await anna.Add(Names[1], Identifiers[1], "4a");
        var whole = Rows($"SELECT {column} FROM {table} LIMIT 1")[0];
        foreach (var at in new[] { 0, 11, 12, 40, 59, whole.Length * 3 / 4 - 1 }.Where(at => at < whole.Length * 3 / 4))
        {
            var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(whole);
            bytes[at] ^= 1;
            Execute($"UPDATE {table} SET {column} = '{System.Buffers.Text.Base64Url.EncodeToString(bytes)}' WHERE {column} = '{whole}'");
            await anna.Open();
            await anna.Page.GetByText(says).First.WaitForAsync();
            if (at == 0) await anna.Session.Picture($"roster-13-flipped-{table}");
            if (table == "roster_entry") Assert.Equal(2, await anna.Page.Locator("#students tr").CountAsync());
            Execute($"UPDATE {table} SET {column} = '{whole}' WHERE {column} = '{System.Buffers.Text.Base64Url.EncodeToString(bytes)}'");
        }
        await anna.Open();
        await anna.Page.Locator("#students tr", new() { HasText = Names[0] }).WaitForAsync();
    }

    static int PagesOf(byte[] pdf) => Encoding.Latin1.GetString(pdf).Split("/Type /Page\n").Length - 1;

    List<string> Rows(string sql) => DatabaseDump.Rows(File("outcomes.db"), sql);

    string File(string name) => Path.Combine(_host.DataDirectory, name);

    void Execute(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={File("outcomes.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    /// <summary>All that was sent, and every file of the data directory: the database, its log, and whatever else was written.</summary>
    string Everything(BrowserSession session) => string.Join('\n', session.Sent)
        + string.Concat(Directory.EnumerateFiles(_host.DataDirectory, "*", SearchOption.AllDirectories).Select(Content));

    static string Content(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    void NothingReadableLeft(BrowserSession session)
    {
        var everything = Everything(session);
        Assert.Contains("sealed", everything);
        foreach (var readable in Names.SelectMany(name => name.Split(' ')).Concat(Identifiers))
        {
            Assert.DoesNotContain(readable, everything, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(readable))[..8], everything);
        }
    }
}
