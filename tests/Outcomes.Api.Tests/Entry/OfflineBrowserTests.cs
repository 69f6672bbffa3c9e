using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Entry;

/// <summary>A school whose network comes and goes: what was typed is there, once, and nobody at the same machine can read it meanwhile.</summary>
public sealed class OfflineBrowserTests : IAsyncLifetime
{
    const string List = "/studies/small/enter", Form = "/studies/small/enter/S1-001/pss-10/baseline";

    static readonly string[] Answers = ["3", "2", "4", "1", "0", "3", "2", "1", "4", "2"];

    readonly string _profile = Directory.CreateTempSubdirectory("outcomes-profile-").FullName;
    volatile bool _cut;
    RunningHost _host = null!;
    string _name = "";

    /// <summary>A cut network is a connection that breaks off without an answer.</summary>
    public async ValueTask InitializeAsync() => (_host, _) = await Started(app => app.Use(async (Microsoft.AspNetCore.Http.HttpContext http, Microsoft.AspNetCore.Http.RequestDelegate next) =>
    {
        if (_cut) http.Abort();
        else await next(http);
    }));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_profile, recursive: true);
    }

    async Task<BrowserSession> Browser()
    {
        var person = await BrowserSession.OpenProfile(_host.Address, _profile);
        person.Expected = fault => fault.Contains("ERR_EMPTY_RESPONSE", StringComparison.Ordinal) || fault.Contains("ERR_CONNECTION", StringComparison.Ordinal) || fault.Contains("ERR_FAILED", StringComparison.Ordinal)
            || fault.Contains("fetching the script", StringComparison.Ordinal) || fault.Contains("422", StringComparison.Ordinal);
        return person;
    }

    /// <summary>Signed in, with the list seen once while there was a network.</summary>
    async Task<BrowserSession> Prepared()
    {
        var person = await Browser();
        _name = await Typist.SignIn(_host, person, Role.Therapist);
        await person.Page.GotoAsync(List);
        await Kept(person);
        return person;
    }

    /// <summary>The last of what the list asks its service worker to keep is there.</summary>
    static async Task Kept(BrowserSession person)
    {
        for (var i = 0; i < 200; i++)
        {
            if (await person.Page.EvaluateAsync<bool>("async () => navigator.serviceWorker.controller !== null && (await caches.match(JSON.parse(document.querySelector('[data-entry-list]').dataset.assets).at(-1), { ignoreVary: true })) !== undefined")) return;
            await Task.Delay(50);
        }
        Assert.Fail("The service worker keeps nothing.");
    }

    static async Task TypeIn(BrowserSession person, string form, params string[] answers)
    {
        await person.Page.GotoAsync(form);
        await person.Page.Locator("[data-entry-keys]:not([hidden])").WaitForAsync();
        await person.Keys([.. answers, "Enter"]);
    }

    [Fact]
    public async Task A_form_typed_in_without_a_network_survives_the_browser_s_end_and_is_stored_exactly_once()
    {
        await using (var person = await Prepared())
        {
            _cut = true;
            await TypeIn(person, Form, Answers);
            await person.Page.GetByRole(AriaRole.Heading, new() { Name = "1 form on this device, not sent" }).WaitForAsync();
            await person.Picture("offline-list-en");
            Assert.Equal("on this device, not sent", await person.Page.Locator($"tr:has([href='{Form}']) [data-waits]").InnerTextAsync());
            await TypeIn(person, Form.Replace("baseline", "endpoint", StringComparison.Ordinal), Answers);
            await person.Page.GetByRole(AriaRole.Heading, new() { Name = "2 forms on this device, not sent" }).WaitForAsync();
            Assert.Empty(await Readable(person.Page));
            _cut = false;
            await person.Page.GotoAsync("/account");   // no list: nothing is sent from here
            await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
            await person.Page.WaitForURLAsync("**/sign-in");
            Assert.Equal(0, await person.Page.EvaluateAsync<int>("async () => (await caches.keys()).length"));
        }
        Assert.DoesNotContain("item.10", Encoding.Latin1.GetString([.. Directory.EnumerateFiles(_profile, "*", SearchOption.AllDirectories).Where(f => f.Contains("IndexedDB", StringComparison.Ordinal)).SelectMany(File.ReadAllBytes)]));
        Assert.Empty(Typist.Answers(_host));

        await using var later = await Browser();
        await Typist.SignInAgain(later, _name);
        await later.Page.GotoAsync(List);
        await Typist.Until(() => Typist.Answers(_host).Count == 2);
        await later.Page.Locator("[data-queue]").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await later.Page.ReloadAsync();
        await later.Page.Locator("[data-queue]").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Equal(2, Typist.Answers(_host).Count);
        Assert.All(Typist.Answers(_host), stored => Assert.Equal("""{"1":3,"10":2,"2":2,"3":4,"4":1,"5":0,"6":3,"7":2,"8":1,"9":4}""", stored));
        Assert.Equal(["30.0", "30.0"], Typist.Rows(_host, "SELECT CAST(value AS TEXT) FROM score"));
    }

    [Fact]
    public async Task What_is_odd_waits_for_a_look_and_what_was_stored_meanwhile_is_shown_beside_it()
    {
        await using var person = await Prepared();
        _cut = true;
        await TypeIn(person, Form, "2", "2", "2", "2", "2", "2", "2", "2", "2", "2");
        await person.Page.GetByRole(AriaRole.Heading, new() { Name = "1 form on this device, not sent" }).WaitForAsync();
        _cut = false;
        await person.Page.ReloadAsync();
        await person.Page.GetByText("Something is missing or looks odd").WaitForAsync();
        Assert.Empty(Typist.Answers(_host));
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Look it through" }).ClickAsync();
        await person.Page.SelectOptionAsync("#reason-same_answer", "as_on_paper");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Store" }).ClickAsync();
        await person.Page.GetByText("Stored: the form of S1-001").WaitForAsync();
        await person.Page.Locator("[data-queue]").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Single(Typist.Answers(_host));

        var other = Form.Replace("baseline", "endpoint", StringComparison.Ordinal);
        await person.Page.GotoAsync(List);
        _cut = true;
        await TypeIn(person, other, Answers);
        await person.Page.GetByRole(AriaRole.Heading, new() { Name = "1 form on this device, not sent" }).WaitForAsync();
        _cut = false;
        using (var colleague = await Typist.Client(_host))
            await EntryTests.StoreAt(colleague, other, ["3", "2", "4", "1", "0", "3", "2", "1", "4", "3"]);
        await person.Page.ReloadAsync();
        await person.Page.GetByText("A form of this kind was stored meanwhile").WaitForAsync();
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Look it through" }).ClickAsync();
        await person.Page.GetByRole(AriaRole.Heading, new() { Name = "Two forms of one kind" }).WaitForAsync();
        await person.Picture("offline-compare-en");
        Assert.Equal(1, await person.Page.Locator("tr.differs").CountAsync());
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Keep what is stored" }).ClickAsync();
        await person.Page.Locator("[data-queue]").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Equal(2, Typist.Answers(_host).Count);
        Assert.Contains("assessment_viewed", string.Join('\n', Typist.Rows(_host, "SELECT action FROM audit")));
    }

    /// <summary>What any script of this origin could read of answers in any store of the browser.</summary>
    static Task<string[]> Readable(IPage page) => page.EvaluateAsync<string[]>(
        """
        async () => {
          const found = [], look = (where, text) => { if (/item\.\d|checked/.test(text)) found.push(`${where}: ${text.slice(0, 200)}`); };
          for (const store of [localStorage, sessionStorage]) for (const key of Object.keys(store)) look('storage', `${key} ${store[key]}`);
          for (const { name } of await indexedDB.databases()) {
            const database = await new Promise(done => { const opening = indexedDB.open(name); opening.onsuccess = () => done(opening.result); });
            for (const store of database.objectStoreNames) {
              const rows = await new Promise(done => { const all = database.transaction(store).objectStore(store).getAll(); all.onsuccess = () => done(all.result); });
              for (const row of rows) look(`${name}.${store}`, JSON.stringify(row));
            }
            database.close();
          }
          for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) {
            const text = await (await (await caches.open(name)).match(request)).text();
            if (/<input[^>]* checked[ >=]/.test(text) && !/blank-forms/.test(request.url)) found.push(request.url);
          }
          return found;
        }
        """);
}
