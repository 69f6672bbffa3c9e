using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Playwright;
using Xunit;

namespace Outcomes.Api.Tests.Accounts;

/// <summary>Passkeys in a real browser, with the authenticator that Chromium gives to tests.</summary>
public sealed class PasskeyTests : IAsyncLifetime
{
    const string Refused = "That did not work. Check the name and the password";

    RunningHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RunningHost.Start();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    async Task<BrowserSession> WithPasskey(string name)
    {
        var person = await _host.JoinInBrowser(name);
        await person.GiveAuthenticator();
        await person.AddPasskey("blue key");
        return person;
    }

    [Fact]
    public async Task A_passkey_is_added_and_named_and_opens_the_account_by_itself_even_where_codes_are_on()
    {
        await using var person = await WithPasskey("Rosa Keys");
        await person.Picture("account-passkey");
        _host.Sql("UPDATE account SET two_factor = 1, authenticator_key = 'of another key file'");
        await person.SignOut();
        await person.Picture("sign-in-passkey");
        await person.SignInWithPasskey();
        await person.Page.WaitForURLAsync(_host.AtName().ToString());
        await person.Page.GotoAsync("/account");
        Assert.Contains("blue key", await person.Page.GetByRole(AriaRole.Row).AllInnerTextsAsync().ContinueWith(t => string.Join('\n', t.Result)));
        await person.Page.Locator("section[aria-labelledby=recent] td").GetByText("passkey", new() { Exact = true }).WaitForAsync();
    }

    [Fact]
    public async Task A_passkey_that_the_browser_suggests_at_the_name_opens_the_account_without_the_button()
    {
        await using var person = await _host.JoinInBrowser("Rosa Keys");
        await person.GiveAuthenticator(suggests: true);
        await person.AddPasskey("blue key");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await person.Page.WaitForURLAsync(_host.AtName().ToString());
        await person.Page.GotoAsync("/account");
        await person.Page.GetByText("Signed in as Rosa Keys").WaitForAsync();
    }

    [Fact]
    public async Task An_answer_opens_one_session_and_sent_again_none()
    {
        await using var person = await WithPasskey("Rosa Keys");
        _host.Sql("UPDATE passkey SET sign_count = 0");   // as it is where a passkey is kept on several devices: no count tells a copy
        await person.SignOut();
        var (body, cookies) = ("", "");
        await person.Page.RouteAsync("**/sign-in/passkey", async route =>
        {
            (body, cookies) = (route.Request.PostData ?? "", (await route.Request.AllHeadersAsync())["cookie"]);
            await route.ContinueAsync();
        });
        await person.SignInWithPasskey();
        await person.Page.WaitForURLAsync(_host.AtName().ToString());
        _host.Sql("UPDATE passkey SET sign_count = 0");

        using var thief = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = _host.AtName() };
        using var again = new HttpRequestMessage(HttpMethod.Post, "/sign-in/passkey") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded") };
        again.Headers.Add("Cookie", cookies);
        var answer = await thief.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains(Refused, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_passkey_opens_no_other_account_and_one_that_was_removed_opens_none_with_the_same_sentence()
    {
        using (await _host.Join("Other Person")) { }
        var other = DatabaseDump.Rows(_host.Database.Path, "SELECT id FROM account")[0];
        await using var person = await WithPasskey("Rosa Keys");
        person.Expected = fault => fault.Contains("401", StringComparison.Ordinal);
        await person.SignOut();
        await person.Page.RouteAsync("**/sign-in/passkey", async route => await route.ContinueAsync(new() { PostData = InTheNameOf(other, route.Request.PostData!) }));
        await person.SignInWithPasskey();
        await person.Page.GetByText(Refused).First.WaitForAsync();
        await person.Page.UnrouteAllAsync();

        _host.Sql("DELETE FROM passkey");
        await person.Page.GotoAsync("/sign-in");
        await person.SignInWithPasskey();
        await person.Page.GetByText(Refused).First.WaitForAsync();
    }

    /// <summary>Whose answer it is stands beside what was signed.</summary>
    static byte[] InTheNameOf(string account, string form)
    {
        var fields = QueryHelpers.ParseQuery(form).ToDictionary(f => f.Key, f => f.Value.ToString());
        var credential = JsonNode.Parse(fields["credential"])!;
        credential["response"]!["userHandle"] = WebEncoders.Base64UrlEncode(System.Text.Encoding.UTF8.GetBytes(account));
        fields["credential"] = credential.ToJsonString();
        return new FormUrlEncodedContent(fields).ReadAsByteArrayAsync().Result;
    }

    [Fact]
    public async Task The_last_way_in_is_not_taken_away()
    {
        await using var person = await WithPasskey("Rosa Keys");
        person.Expected = fault => fault.Contains("422", StringComparison.Ordinal);
        _host.Sql("UPDATE account SET password_hash = NULL");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the passkey blue key" }).ClickAsync();
        await person.Page.GetByText("the only way into your account").First.WaitForAsync();
        await person.Picture("account-last-way");
        Assert.Single(DatabaseDump.Rows(_host.Database.Path, "SELECT name FROM passkey"));
    }

    [Fact]
    public async Task A_passkey_is_removed_by_its_owner_and_every_other_session_ends()
    {
        await using var person = await WithPasskey("Rosa Keys");
        using var elsewhere = new FormClient(_host.Address);
        await elsewhere.Send("/sign-in", "/sign-in", ("name", "Rosa Keys"), ("password", SignedUp.Password));
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the passkey blue key" }).ClickAsync();
        await person.Page.GetByText("The passkey is removed").WaitForAsync();
        Assert.DoesNotContain("Signed in as", await elsewhere.Page("/account"));
    }

    [Fact]
    public async Task At_an_address_of_numbers_the_page_says_where_passkeys_work()
    {
        using var browser = await _host.Join("Rosa Keys");
        Assert.Contains("Passkeys are bound to the address localhost", await browser.Page("/account"));
    }
}
