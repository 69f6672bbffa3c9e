using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Outcomes.Data;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;

namespace Outcomes.Api.Tests.Accounts;

/// <summary>People as they come into a running system, in a browser without scripts or in a real one.</summary>
static class SignedUp
{
    public const string Password = "seven quiet rivers at noon";

    public static async Task<string> Invitation(this RunningHost host, Role role = Role.Steward) =>
        $"/invitations/{await host.Services.GetRequiredService<InvitationStore>().Invite([new RoleGrant(role)], TimeSpan.FromDays(1), "test")}";

    public static async Task<FormClient> Join(this RunningHost host, string name)
    {
        var (browser, link) = (new FormClient(host.Address), await host.Invitation());
        Assert.Contains($"Signed in as {name}", await (await browser.Send(link, link, ("name", name), ("password", Password))).Content.ReadAsStringAsync());
        return browser;
    }

    /// <summary>At the name to which passkeys are bound on this machine.</summary>
    public static Uri AtName(this RunningHost host) => new UriBuilder(host.Address) { Host = HostSettings.ThisMachine }.Uri;

    public static async Task<BrowserSession> JoinInBrowser(this RunningHost host, string name)
    {
        var person = await BrowserSession.Open(host.AtName());
        await person.Page.GotoAsync(await host.Invitation());
        await person.Page.GetByLabel("Sign-in name").FillAsync(name);
        await person.Page.GetByLabel("Password").FillAsync(Password);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
        await person.Page.GetByText($"Signed in as {name}").WaitForAsync();
        return person;
    }

    /// <summary>A device with a passkey's store in this browser, whose owner confirms everything at once.</summary>
    /// <param name="suggests">Its owner takes the suggestion at the name's field as soon as the page is open; else the button is used.</param>
    public static async Task GiveAuthenticator(this BrowserSession person, bool suggests = false)
    {
        if (!suggests) await person.Context.AddInitScriptAsync("PublicKeyCredential.isConditionalMediationAvailable = async () => false");
        var devTools = await person.Context.NewCDPSessionAsync(person.Page);
        await devTools.SendAsync("WebAuthn.enable");
        await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
    }

    public static async Task AddPasskey(this BrowserSession person, string name)
    {
        await person.Page.GotoAsync("/account");
        await person.Page.GetByLabel("Name of the new passkey").FillAsync(name);
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await person.Page.GetByText("The passkey is added").WaitForAsync();
    }

    public static async Task SignOut(this BrowserSession person)
    {
        await person.Page.GotoAsync("/account");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await person.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" }).WaitForAsync();
    }

    public static Task SignInWithPasskey(this BrowserSession person) => person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();

    /// <summary>Past our stores: what no page of ours would do.</summary>
    public static void Sql(this RunningHost host, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(host.DataDirectory, Database.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
