using Microsoft.Playwright;
using Outcomes.Api.Tests.Sealing;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.Tests.Rosters;

/// <summary>A therapist at a real browser, who works with the keyboard alone.</summary>
sealed class RosterPerson : IAsyncDisposable
{
    readonly SealingPerson _person;

    public RosterPerson(SealingPerson person) => _person = person;

    public BrowserSession Session => _person.Browser;

    public string Account => _person.Account;

    public IPage Page => _person.Page;

    /// <summary>Invited to a school, with an account and a key of their own, unlocked.</summary>
    public static async Task<RosterPerson> Arrive(RunningHost host, string name, string school = "s1", BrowserNewContextOptions? options = null)
    {
        var person = await SealingPerson.Join(host, name, new RoleGrant(Role.Therapist, "small", null, school), options);
        await person.MakeKey();
        return new(person);
    }

    public Task<string> Fingerprint() => _person.Fingerprint();

    public async Task Open(string school = "s1") => await Page.GotoAsync($"/studies/small/schools/{school}/roster");

    /// <summary>The view that is shown now, by the id of its section.</summary>
    public ILocator View(string name) => Page.Locator($"#view-{name}:not([hidden])");

    /// <summary>What is not shown yet cannot take the focus: the script may still be at work.</summary>
    async Task Focus(string selector)
    {
        await Page.Locator(selector).WaitForAsync();
        await Page.Locator(selector).FocusAsync();
    }

    /// <summary>Presses a button as somebody does who has no mouse: the focus on it, then Enter.</summary>
    public async Task Press(string selector)
    {
        await Focus(selector);
        await Session.Keys("Enter");
    }

    public async Task Tick(string selector)
    {
        await Focus(selector);
        await Session.Keys("Space");
    }

    public async Task Type(string selector, string text)
    {
        await Focus(selector);
        await Session.Keys("Control+A", "Delete");
        await Page.Keyboard.TypeAsync(text);
    }

    /// <summary>Makes the school's key; the three shares as they are printed.</summary>
    public async Task<IReadOnlyList<string>> MakeSiteKey()
    {
        await View("begin").WaitForAsync();
        await Tick("#begin-agreed");
        await Press("#begin button");
        return await KeepShares();
    }

    /// <summary>From the shares on the screen to the list: goes on, and types the second one back.</summary>
    public async Task<IReadOnlyList<string>> KeepShares()
    {
        var shares = await TypeOneBack();
        await View("list").WaitForAsync();
        return shares;
    }

    public async Task<IReadOnlyList<string>> TypeOneBack()
    {
        await View("shares").WaitForAsync();
        var shares = await Page.Locator(".share [data-part=text]").AllInnerTextsAsync();
        await Press("#shares-next");
        await Type("#proof-share", shares[1].ToLowerInvariant());
        await Session.Keys("Enter");
        return shares;
    }

    public async Task Add(string name, string identifier, string group)
    {
        await Press("#to-add");
        await Type("#name", name);
        await Type("#identifier", identifier);
        await Type("#group", group);
        await Session.Keys("Enter");
        await Page.Locator("#students tr", new() { HasText = name }).WaitForAsync();
    }

    /// <summary>A refusal's sentence, on top with the focus there.</summary>
    public async Task<string> Refusal()
    {
        await Page.Locator("#faults:not([hidden]):focus").WaitForAsync();
        return await Page.Locator("#faults").InnerTextAsync();
    }

    public ValueTask DisposeAsync() => _person.DisposeAsync();
}
