using Microsoft.Data.Sqlite;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Data;
using Outcomes.Domain.Accounts;
using Xunit;

namespace Outcomes.Api.Tests.Sealing;

public sealed class PersonalKeyTests : IAsyncLifetime
{
    RunningHost _host = null!;
    SealingPerson _rosa = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await RunningHost.Start();
        _rosa = await SealingPerson.Join(_host, "Rosa", new RoleGrant(Role.Researcher));
    }

    public async ValueTask DisposeAsync()
    {
        await _rosa.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task What_is_lost_is_said_and_ticked_before_a_key_is_made_and_a_weak_passphrase_is_refused()
    {
        var page = _rosa.Page;
        await page.GotoAsync("/account/key");
        await page.GetByText("Nobody can give the passphrase back to you").WaitForAsync();
        await _rosa.Browser.Picture("key-make");
        foreach (var (first, second, fault) in new[]
        {
            ("short", "short", "at least 16 signs"), ("ababababababababab", "ababababababababab", "guessed quickly"), (_rosa.Passphrase, _rosa.Passphrase + "x", "not the same"), (_rosa.Passphrase, _rosa.Passphrase, "tick the box"),
        })
        {
            await page.Locator("#chosen").FillAsync(first);
            await page.Locator("#chosen-again").FillAsync(second);
            await page.Keyboard.PressAsync("Enter");
            await page.Locator("#script-fault").GetByText(fault).WaitForAsync();
            Assert.Equal("script-fault", await page.EvaluateAsync<string>("document.activeElement.id"));
        }
        await _rosa.Browser.Picture("key-faults");
        Assert.Equal([], DatabaseDump.Rows(File, "SELECT id FROM personal_key"));
    }

    [Fact]
    public async Task A_key_is_made_locked_opened_and_its_passphrase_changed_and_no_passphrase_leaves_the_browser()
    {
        await _rosa.MakeKey();
        await _rosa.Browser.Picture("key-unlocked");
        await _rosa.Page.Locator("#lock button").ClickAsync();
        await _rosa.Unlock("four winds under another roof");
        Assert.Contains("That is not the passphrase", await _rosa.Fault());
        await _rosa.Browser.Picture("key-wrong");
        await _rosa.Unlock(_rosa.Passphrase);
        await _rosa.Page.Locator("#lock").WaitForAsync();

        const string Next = "five rains over 2 loud meadows";
        await _rosa.Page.Locator("#present").FillAsync(_rosa.Passphrase);
        await _rosa.Page.Locator("#next").FillAsync(Next);
        await _rosa.Page.Locator("#next-again").FillAsync(Next);
        await _rosa.Page.Keyboard.PressAsync("Enter");
        await _rosa.Page.GetByText("The passphrase was changed").WaitForAsync();
        await _rosa.Page.Locator("#lock button").ClickAsync();
        await _rosa.Unlock(_rosa.Passphrase);
        Assert.Contains("That is not the passphrase", await _rosa.Fault());
        await _rosa.Unlock(Next);
        await _rosa.Page.Locator("#lock").WaitForAsync();
        _rosa.NeverSent("marmalade", "lanterns", "meadows", "four winds");
        Assert.DoesNotContain("lanterns", _host.Dump());
        Assert.Equal(["personal_key_made", "personal_key_wrapped"], DatabaseDump.Rows(File, "SELECT json_extract(event, '$.action') FROM audit WHERE event LIKE '%personal_key%'"));
    }

    [Fact]
    public async Task The_unlocked_key_cannot_be_read_out_and_is_forgotten_after_half_an_hour_and_at_sign_out()
    {
        await _rosa.MakeKey();
        var extractable = await _rosa.Page.EvaluateAsync<bool>($"async () => (await (await import('{Module("personal-key.js")}')).ownKey()).privateKey.extractable");
        Assert.False(extractable);

        await _rosa.Page.EvaluateAsync($"async () => {{ const m = await import('{Module("key-store.js")}'); const kept = await m.recall(); await m.remember({{ ...kept, usedAt: Date.now() - 31 * 60 * 1000 }}); }}");
        await _rosa.Page.ReloadAsync();
        await _rosa.Page.Locator("#unlock").WaitForAsync();
        Assert.True(await _rosa.Page.EvaluateAsync<bool>($"async () => await (await import('{Module("key-store.js")}')).recall() === undefined"));

        await _rosa.Unlock(_rosa.Passphrase);
        await _rosa.Page.Locator("#lock").WaitForAsync();
        await _rosa.Page.GotoAsync("/account");
        await _rosa.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await _rosa.Page.WaitForURLAsync("**/sign-in");
        Assert.Equal(0, await _rosa.Page.EvaluateAsync<int>("async () => (await indexedDB.databases()).length"));
    }

    [Fact]
    public async Task A_damaged_key_and_the_key_of_another_account_each_say_what_to_do()
    {
        await _rosa.MakeKey();
        await using var other = await SealingPerson.Join(_host, "Otto", new RoleGrant(Role.Researcher));
        await other.MakeKey();
        await _rosa.Page.Locator("#lock button").ClickAsync();
        var own = Wrapped(_rosa);

        await Store(_rosa, Wrapped(other));
        await _rosa.Unlock(_rosa.Passphrase);
        Assert.Contains("someone may have exchanged it", await _rosa.Fault());
        await Store(_rosa, [.. own[..^20], (byte)(own[^20] ^ 1), .. own[^19..]]);
        await _rosa.Unlock(_rosa.Passphrase);
        await _rosa.Page.GetByText("look into a backup").First.WaitForAsync();
        await Store(_rosa, own);
        await _rosa.Unlock(_rosa.Passphrase);
        await _rosa.Page.Locator("#lock").WaitForAsync();
    }

    [Fact]
    public async Task A_lost_passphrase_is_answered_by_a_new_key_that_opens_nothing_of_the_old()
    {
        await _rosa.MakeKey();
        var before = await _rosa.Fingerprint();
        await _rosa.MakeKey();
        Assert.NotEqual(before, await _rosa.Fingerprint());
        Assert.Equal(["1"], DatabaseDump.Rows(File, "SELECT count(*) FROM wrapped_key"));
        Assert.Equal(["1|1"], DatabaseDump.Rows(File, "SELECT count(*), count(ended_utc) FROM personal_key GROUP BY ended_utc IS NULL").Take(1));
    }

    [Fact]
    public async Task A_passkey_opens_the_key_where_it_can()
    {
        await using var host = await RunningHost.Start();
        await using var pia = await SealingPerson.Join(host, "Pia", new RoleGrant(Role.Researcher), address: new Uri($"http://localhost:{host.Address.Port}"));
        await pia.MakeKey();
        await GiveAuthenticator(pia.Browser);
        await pia.Browser.AddPasskey("device");
        await pia.Page.GotoAsync("/account/key");
        await pia.Page.Locator("#passkey-passphrase").FillAsync(pia.Passphrase);
        await pia.Page.Keyboard.PressAsync("Enter");
        await pia.Page.GetByText("The passkey opens your key from now on").WaitForAsync();
        await pia.Page.Locator("#lock button").ClickAsync();
        await pia.Page.Locator("#unlock-passkey button").ClickAsync();
        await pia.Page.Locator("#lock").WaitForAsync();
        pia.NeverSent("marmalade");
    }

    static async Task GiveAuthenticator(BrowserSession browser)
    {
        var devTools = await browser.Context.NewCDPSessionAsync(browser.Page);
        await devTools.SendAsync("WebAuthn.enable");
        await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["ctap2Version"] = "ctap2_1", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true, ["hasPrf"] = true,
            },
        });
    }

    [Fact]
    public async Task Without_a_script_the_page_says_why_and_shows_no_field()
    {
        await using var without = await SealingPerson.Join(_host, "Nora", new RoleGrant(Role.Researcher), new() { JavaScriptEnabled = false });
        await without.Page.GotoAsync("/account/key");
        Assert.True(await without.Page.GetByText("Without JavaScript nothing can be done").IsVisibleAsync());
        Assert.False(await without.Page.Locator("#chosen").IsVisibleAsync());
        Assert.Equal(["__RequestVerificationToken"], (await without.Page.ContentAsync()).Split("name=\"").Skip(1).Select(part => part[..part.IndexOf('"')]).Except(["viewport"]).Distinct());
    }

    string File => Path.Combine(_host.DataDirectory, Database.FileName);

    string Module(string name) => SealingModules.PathOf(_host, name);

    byte[] Wrapped(SealingPerson person) => Convert.FromHexString(DatabaseDump.Rows(File, $"SELECT hex(wrapped) FROM wrapped_key w JOIN personal_key k ON k.id = w.key_id WHERE k.account_id = '{person.Account}'").Single());

    async Task Store(SealingPerson person, byte[] wrapped)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE wrapped_key SET wrapped = x'{Convert.ToHexString(wrapped)}' WHERE key_id = (SELECT id FROM personal_key WHERE account_id = '{person.Account}')";
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
