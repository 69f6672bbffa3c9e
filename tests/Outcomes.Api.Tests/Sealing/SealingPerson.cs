using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Outcomes.Api.Tests.Canaries;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;

namespace Outcomes.Api.Tests.Sealing;

/// <summary>Someone with an account, at a browser of their own, who makes and opens a key as a person does.</summary>
public sealed class SealingPerson : IAsyncDisposable
{
    SealingPerson(RunningHost host, BrowserSession browser, string name) => (Host, Browser, Name) = (host, browser, name);

    RunningHost Host { get; }

    public BrowserSession Browser { get; }

    public string Name { get; }

    public string Passphrase => $"{Canary.Passphrase}, {Name}";

    public IPage Page => Browser.Page;

    public string Account => Host.Services.GetRequiredService<AccountStore>().All().Single(a => a.SignInName == Name).Id;

    /// <param name="address">Another name of the host: passkeys are not bound to an IP address.</param>
    public static async Task<SealingPerson> Join(RunningHost host, string name, RoleGrant role, BrowserNewContextOptions? options = null, Uri? address = null)
    {
        var token = await host.Services.GetRequiredService<InvitationStore>().Invite([role], TimeSpan.FromDays(1), "test");
        return await Follow(host, $"/invitations/{token}", name, options, address);
    }

    /// <summary>By the link that a steward gave.</summary>
    public static async Task<SealingPerson> Follow(RunningHost host, string link, string name, BrowserNewContextOptions? options = null, Uri? address = null)
    {
        var person = new SealingPerson(host, await BrowserSession.Open(address ?? host.Address, options), name);
        await person.Page.GotoAsync(link);
        await person.Page.Locator("#name").FillAsync(name);
        await person.Page.Locator("#password").FillAsync("seven quiet rivers at noon");
        await person.Page.Keyboard.PressAsync("Enter");
        await person.Page.WaitForURLAsync("**/account");
        return person;
    }

    public async Task MakeKey()
    {
        await Page.GotoAsync("/account/key");
        await Page.Locator("#chosen").FillAsync(Passphrase);
        await Page.Locator("#chosen-again").FillAsync(Passphrase);
        await Page.Locator("#understood").CheckAsync();
        await Page.EvaluateAsync("document.body.dataset.before = ''");
        await Page.Locator("#make button:not([type=button])").ClickAsync();
        await Page.Locator("body:not([data-before]) #lock").WaitForAsync();
    }

    public async Task<string> Fingerprint()
    {
        await Page.GotoAsync("/account/key");
        await Page.Locator("#fingerprint").GetByText(" ").WaitForAsync();
        return await Page.Locator("#fingerprint").InnerTextAsync();
    }

    public async Task Unlock(string passphrase)
    {
        await Page.Locator("#passphrase").FillAsync(passphrase);
        await Page.Keyboard.PressAsync("Enter");
    }

    /// <summary>What the page says is wrong.</summary>
    public async Task<string> Fault()
    {
        await Page.Locator("#script-fault p").WaitForAsync();
        return await Page.Locator("#script-fault p").InnerTextAsync();
    }

    /// <summary>Nothing that this browser sent holds the words.</summary>
    public void NeverSent(params string[] words) => Assert.All(words, word => Assert.DoesNotContain(Browser.Sent, sent => sent.Contains(word, StringComparison.OrdinalIgnoreCase)));

    public ValueTask DisposeAsync() => Browser.DisposeAsync();
}
