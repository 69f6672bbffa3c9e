using Microsoft.Playwright;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Entry;

/// <summary>A paper form typed in as a therapist does it, thirty times a day: without a mouse, in one pass.</summary>
public sealed class EntryBrowserTests
{
    const string Form = "/studies/small/enter/S1-001/pss-10/baseline";

    const int MostKeys = 20;

    static async Task<int> Type(BrowserSession person, params string[] keys)
    {
        await person.Keys(keys);
        return keys.Length;
    }

    [Fact]
    public async Task A_PSS_10_takes_at_most_twenty_keys_from_the_open_form_to_the_stored_one()
    {
        var (host, _) = await Started();
        await using var _1 = host;
        await using var person = await Typist.Browser(host);
        await person.Page.GotoAsync(Form);
        await person.Page.Locator("[data-entry-keys]:not([hidden])").WaitForAsync();
        await person.Picture("entry-form-1280-en");
        var keys = await Type(person, "3", "2", "4", "1", "0", "3", "2", "1", "4", "2");
        keys += await Type(person, "Enter");
        await person.Page.GetByRole(AriaRole.Heading, new() { Name = "Check before it is stored" }).WaitForAsync();
        await person.Picture("entry-check-1280-en");
        keys += await Type(person, "Enter");
        await person.Page.GetByText("Stored: the form of S1-001").WaitForAsync();
        await person.Picture("entry-stored-1280-en");
        Assert.True(keys <= MostKeys, $"{keys} keys");
        Assert.Equal(12, keys);
        Assert.Equal("""{"1":3,"10":2,"2":2,"3":4,"4":1,"5":0,"6":3,"7":2,"8":1,"9":4}""", Assert.Single(Typist.Answers(host)));
        // By hand, 4, 5, 7 and 8 turned round: 3 + 2 + 4 + (4-1) + (4-0) + 3 + (4-2) + (4-1) + 4 + 2.
        Assert.Equal("30.0", Assert.Single(Typist.Rows(host, "SELECT CAST(value AS TEXT) FROM score")));
        Assert.Empty(Typist.Drafts(host));
    }

    [Fact]
    public async Task A_key_for_no_answer_one_for_not_reached_and_one_to_go_back_need_no_mouse_either()
    {
        var (host, _) = await Started();
        await using var _1 = host;
        await using var person = await Typist.Browser(host);
        await person.Page.GotoAsync(Form);
        await person.Page.Locator("[data-entry-keys]:not([hidden])").WaitForAsync();
        await person.Keys("3", "p", "n", "1", "Backspace", "2", "4", "0", "0", "0", "1", "0");
        await person.Keys("Enter");
        await person.Page.GetByRole(AriaRole.Heading, new() { Name = "Check before it is stored" }).WaitForAsync();
        await person.Keys("Enter");
        await person.Page.GetByText("Stored: the form of S1-001").WaitForAsync();
        // Item 3 was not reached; item 4 got a 1, then, one item back, a 2.
        Assert.Equal("""{"1":3,"10":0,"2":"prefer_not_to_answer","4":2,"5":4,"6":0,"7":0,"8":0,"9":1}""", Assert.Single(Typist.Answers(host)));
    }

    [Fact]
    public async Task A_browser_that_closes_in_the_middle_loses_nothing_and_keeps_nothing()
    {
        var (host, _) = await Started();
        await using var _1 = host;
        await using var person = await Typist.Browser(host);
        await person.Page.GotoAsync(Form);
        await person.Page.Locator("[data-entry-keys]:not([hidden])").WaitForAsync();
        await person.Keys("3", "2", "4");
        await Typist.Until(() => Typist.Drafts(host) is [var draft] && draft.Contains("item.3", StringComparison.Ordinal));
        Assert.Equal("0 0 0", await person.Page.EvaluateAsync<string>("async () => `${localStorage.length} ${sessionStorage.length} ${(await indexedDB.databases()).length}`"));
        Assert.Empty(Typist.Answers(host));

        var later = await person.Context.NewPageAsync();
        await person.Page.CloseAsync();
        await later.GotoAsync(Form);
        await later.GetByText("What you had typed is here again").WaitForAsync();
        Assert.Equal(["3", "2", "4"], await later.Locator("input:checked").EvaluateAllAsync<string[]>("boxes => boxes.map(b => b.value)"));
    }

    [Fact]
    public async Task Without_a_connection_what_was_typed_stays_on_the_page_and_says_so()
    {
        var (host, _) = await Started();
        await using var _1 = host;
        await using var person = await Typist.Browser(host);
        person.Expected = fault => fault.Contains("ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal);
        await person.Page.GotoAsync(Form);
        await person.Page.Locator("[data-entry-keys]:not([hidden])").WaitForAsync();
        await person.Context.SetOfflineAsync(true);
        await person.Keys("3", "2");
        await person.Page.GetByText("Not kept: there is no connection").WaitForAsync();
        Assert.Equal(2, await person.Page.Locator("input:checked").CountAsync());
        await person.Context.SetOfflineAsync(false);
        await person.Keys("4", "1", "0", "3", "2", "1", "4", "2", "Enter");
        await person.Page.GetByRole(AriaRole.Heading, new() { Name = "Check before it is stored" }).WaitForAsync();
    }

    [Fact]
    public async Task Without_JavaScript_the_same_form_is_sent_and_stored()
    {
        var (host, _) = await Started();
        await using var _1 = host;
        await using var person = await Typist.Browser(host, new() { JavaScriptEnabled = false });
        await person.Page.GotoAsync("/studies/small/enter");
        await person.Page.GetByRole(AriaRole.Link, new() { Name = "PSS-10, S1-001" }).First.ClickAsync();
        Assert.False(await person.Page.Locator("[data-entry-keys]").IsVisibleAsync());
        for (var item = 1; item <= 10; item++) await person.Page.Locator($"input[name='item.{item}'][value='{item % 5}']").CheckAsync();
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Store" }).ClickAsync();
        await person.Page.GetByText("Stored: the form of S1-001").WaitForAsync();
        Assert.Equal("""{"1":1,"10":0,"2":2,"3":3,"4":4,"5":0,"6":1,"7":2,"8":3,"9":4}""", Assert.Single(Typist.Answers(host)));
    }

    [Fact]
    public async Task A_check_in_of_three_lines_takes_numbers_with_either_decimal_sign()
    {
        var (host, session) = await Started();
        await using var _1 = host;
        await using var person = await Typist.Browser(host);
        await person.Page.GotoAsync($"/studies/small/enter/S1-001/session-check-in/before?session={session}");
        await person.Page.Locator("[data-entry-keys]:not([hidden])").WaitForAsync();
        await person.Keys("6", ".", "5", "Enter", "3", ",", "2", "Enter", "p", "Enter");
        await person.Page.GetByRole(AriaRole.Heading, new() { Name = "Check before it is stored" }).WaitForAsync();
        await person.Keys("Enter");
        await person.Page.GetByText("Stored: the form of S1-001").WaitForAsync();
        Assert.Equal("""{"emotional-regulation":6.5,"social-connection":"prefer_not_to_answer","stress":3.2}""", Assert.Single(Typist.Answers(host)));
    }

    /// <summary>Nothing may be wider than the smallest screen but what scrolls by itself.</summary>
    [Theory, InlineData("en", 1280), InlineData("en", 360), InlineData("ar", 1280), InlineData("ar", 360)]
    public async Task The_pages_fit_a_desk_and_a_phone_in_both_directions_of_writing(string language, int width)
    {
        var (host, _) = await Started();
        await using var _1 = host;
        await using var person = await Typist.Browser(host, new() { Locale = language, ViewportSize = new() { Width = width, Height = 800 } }, Role.Therapist);
        foreach (var (name, address) in new[]
                 {
                     ("list", "/studies/small/enter"), ("form", Form), ("instruments", "/instruments"), ("instrument", "/instruments/sdq-self-11-17/1.0"), ("paper", "/instruments/session-check-in/1.0/paper"),
                 })
        {
            await person.Page.GotoAsync(address);
            await person.Picture($"{name}-{width}-{language}");
            Assert.True(await person.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width, $"{address} is wider than {width}");
            Assert.Equal(1, await person.Page.Locator("h1").CountAsync());
        }
    }
}
