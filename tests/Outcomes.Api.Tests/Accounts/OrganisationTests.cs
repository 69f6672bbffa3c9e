using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Outcomes.Domain.Accounts;
using Xunit;

namespace Outcomes.Api.Tests.Accounts;

/// <summary>Coming in through an organisation's OpenID Connect provider: a real one, on this machine, that can lie.</summary>
public sealed partial class OrganisationTests : IAsyncLifetime
{
    SmallProvider _provider = null!;
    RunningHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await SmallProvider.Start();
        _host = await RunningHost.Start(settings => settings with { Organisation = _provider.Settings });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _provider.DisposeAsync();
    }

    /// <summary>Sends the form, goes on to the organisation as the page says, and comes back.</summary>
    static async Task<string> Through(FormClient browser, string page, string action, params (string, string)[] fields)
    {
        var asked = await browser.Send(page, action, fields);
        var on = WebUtility.HtmlDecode(GoOn().Match(await asked.Content.ReadAsStringAsync()).Groups[1].Value);
        return on.Length == 0 ? await asked.Content.ReadAsStringAsync() : await (await browser.Get(on)).Content.ReadAsStringAsync();
    }

    Task<string> SignIn(FormClient browser) => Through(browser, "/sign-in", "/sign-in/organisation", ("back", "/account"));

    async Task<FormClient> Invited(string name)
    {
        var (browser, link) = (new FormClient(_host.Address), await _host.Invitation());
        Assert.Contains($"Signed in as {name}", await Through(browser, link, $"{link}/organisation", ("name", name), ("password", "")));
        return browser;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_invited_person_comes_in_with_the_organisation_and_nothing_else_of_them_is_kept(bool rsa)
    {
        _provider.SignsWithRsa = rsa;
        using (await Invited("Rosa District")) { }
        using var again = new FormClient(_host.Address);
        var account = await SignIn(again);
        Assert.Contains("Signed in as Rosa District", account);
        Assert.Contains("<td>your organisation</td>", account);
        Assert.Contains("Set a password", account);
        var stored = _host.Dump();
        Assert.DoesNotContain("must.not@be.kept", stored);
        Assert.DoesNotContain("Must Not Be Kept", stored);
        Assert.DoesNotContain(SmallProvider.Secret, stored);
    }

    [Theory]
    [InlineData(Lie.OtherNonce, "another attempt")]
    [InlineData(Lie.NoNonce, "another attempt")]
    [InlineData(Lie.OtherAudience, "could not be trusted")]
    [InlineData(Lie.OtherParty, "could not be trusted")]
    [InlineData(Lie.SeveralAudiencesWithoutParty, "could not be trusted")]
    [InlineData(Lie.OtherIssuer, "could not be trusted")]
    [InlineData(Lie.OtherKey, "could not be trusted")]
    [InlineData(Lie.NoSignature, "could not be trusted")]
    [InlineData(Lie.HmacWithTheClientSecret, "could not be trusted")]
    [InlineData(Lie.NoExpiry, "could not be trusted")]
    [InlineData(Lie.NoSubject, "could not be trusted")]
    [InlineData(Lie.NoToken, "could not be trusted")]
    [InlineData(Lie.Expired, "out of its time")]
    [InlineData(Lie.Denied, "was cancelled")]
    [InlineData(Lie.Garbage, "reported a fault")]
    public async Task A_provider_that_lies_lets_nobody_in_and_the_page_says_what_to_do(Lie lie, string says)
    {
        using (await Invited("Rosa District")) { }
        _provider.Lie = lie;
        using var browser = new FormClient(_host.Address);
        Assert.Contains(says, await SignIn(browser));
        Assert.DoesNotContain("Signed in as", await browser.Page("/account"));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_said_and_the_password_still_works()
    {
        using (await _host.Join("Rosa Steward")) { }
        _provider.Lie = Lie.NotThere;
        using var browser = new FormClient(_host.Address);
        Assert.Contains("does not answer", await SignIn(browser));
        var account = await browser.Send("/sign-in", "/sign-in", ("name", "Rosa Steward"), ("password", SignedUp.Password), ("back", "/account"));
        Assert.Contains("Signed in as", await account.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Someone_without_a_link_is_told_how_to_get_one_and_links_from_the_account()
    {
        using var browser = await _host.Join("Rosa Steward");
        using var before = new FormClient(_host.Address);
        Assert.Contains("no account here is linked to you", await SignIn(before));
        Assert.Contains("The account is linked", await Through(browser, "/account", "/account/organisation"));
        using var after = new FormClient(_host.Address);
        Assert.Contains("Signed in as Rosa Steward", await SignIn(after));
        var unlinked = await browser.Send("/account", "/account/organisation/remove");
        Assert.Contains("The link to your organisation is ended", await unlinked.Content.ReadAsStringAsync());
        Assert.DoesNotContain("Signed in as", await after.Page("/account"));
    }

    [Fact]
    public async Task One_person_of_the_organisation_is_one_account_and_the_last_way_in_stays()
    {
        using var first = await Invited("Rosa District");
        using var second = await _host.Join("Second Person");
        Assert.Contains("linked to another account", await Through(second, "/account", "/account/organisation"));
        var link = await _host.Invitation();
        using var third = new FormClient(_host.Address);
        Assert.Contains("linked to another account", await Through(third, link, $"{link}/organisation", ("name", "Third Person"), ("password", "")));
        var refused = await first.Send("/account", "/account/organisation/remove");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("the only way into your account", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Where_codes_are_on_the_organisation_alone_is_not_enough()
    {
        using (await Invited("Rosa District")) { }
        _host.Sql("UPDATE account SET two_factor = 1, authenticator_key = 'of another key file'");
        using var browser = new FormClient(_host.Address);
        Assert.Contains("One more step", await SignIn(browser));
        Assert.DoesNotContain("Signed in as", await browser.Page("/account"));
    }

    [Fact]
    public async Task An_answer_brought_to_another_browser_opens_nothing_there()
    {
        using (await Invited("Rosa District")) { }
        using var browser = new FormClient(_host.Address, follow: false);
        var asked = await browser.Send("/sign-in", "/sign-in/organisation", ("back", "/account"));
        var on = WebUtility.HtmlDecode(GoOn().Match(await asked.Content.ReadAsStringAsync()).Groups[1].Value);
        var callback = (await browser.Get(on)).Headers.Location!.ToString();
        using var victim = new FormClient(_host.Address);
        Assert.Contains("reported a fault", await victim.Page(callback));
        Assert.DoesNotContain("Signed in as", await victim.Page("/account"));
    }

    [Fact]
    public async Task In_a_real_browser_the_content_policy_lets_people_go_to_their_organisation_and_back()
    {
        await using var person = await BrowserSession.Open(_host.AtName());
        await person.Page.GotoAsync(await _host.Invitation());
        await person.Picture("invitation-organisation");
        await person.Page.GetByLabel("Sign-in name").FillAsync("Rosa District");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Make the account with Example District" }).ClickAsync();
        await person.Page.GetByText("Signed in as Rosa District").WaitForAsync();
        await person.Picture("account-organisation");
        await person.SignOut();
        await person.Picture("sign-in-organisation");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with Example District" }).ClickAsync();
        await person.Page.WaitForURLAsync(_host.AtName().ToString());
    }

    [GeneratedRegex("<a class=\"button\" href=\"(http[^\"]+/authorize[^\"]+)\"")] private static partial Regex GoOn();
}
