using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Reports;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;
using Xunit;

namespace Outcomes.Api.Tests.Accounts;

/// <summary>A forgotten password: the steward's link, and what it does not do.</summary>
public sealed partial class PasswordResetTests : IAsyncLifetime
{
    const string New = "nine slow clouds over hills";

    readonly TestClock _clock = new(new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.Zero));

    RunningHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RunningHost.Start(settings => settings with { Time = _clock });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    string IdOf(string name) => _host.Services.GetRequiredService<AccountStore>().All().Single(a => a.SignInName == name).Id;

    async Task<string> Link(FormClient steward, string name, bool deviceLost = false)
    {
        var page = await (await steward.Send("/people", $"/people/{IdOf(name)}/password", deviceLost ? [("device_lost", "on")] : [])).Content.ReadAsStringAsync();
        return new Uri(LinkShown().Match(page).Groups[1].Value).AbsolutePath;
    }

    [Fact]
    public async Task A_stewards_link_sets_a_new_password_once_and_ends_every_session()
    {
        using var steward = await _host.Join("Rosa Steward");
        using var forgetful = await _host.Join("Second Person");
        var link = await Link(steward, "Second Person");
        using var browser = new FormClient(_host.Address);
        var refused = await browser.Send(link, link, ("password", "second person second person"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Sign in", await (await browser.Send(link, link, ("password", New))).Content.ReadAsStringAsync());
        Assert.DoesNotContain("Signed in as", await forgetful.Page("/account"));
        Assert.DoesNotContain("Signed in as", await browser.Page("/account"));
        var used = await browser.Get(link);
        Assert.Equal(HttpStatusCode.Gone, used.StatusCode);
        Assert.Contains("tell the steward at once", await used.Content.ReadAsStringAsync());
        Assert.Contains("Signed in as Second Person", await (await browser.Send("/sign-in", "/sign-in", ("name", "Second Person"), ("password", New), ("back", "/account"))).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_steward_of_one_study_makes_no_link_for_whoever_has_roles_in_others_since_it_would_open_them()
    {
        using var everywhere = await _host.As(new RoleGrant(Role.Steward), new RoleGrant(Role.Researcher, "small"));
        var accounts = _host.Services.GetRequiredService<AccountStore>();
        var id = Assert.Single(accounts.All()).Id;
        using var steward = await _host.As(new RoleGrant(Role.Steward, "small"));
        var refused = await steward.Send("/people", $"/people/{id}/password");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("roles in studies that you do not keep", await refused.Content.ReadAsStringAsync());
        using var elsewhere = await _host.As(new RoleGrant(Role.Auditor, "another"));
        var foreign = accounts.All().Single(a => a.Roles.Any(r => r.Study == "another")).Id;
        Assert.Equal(HttpStatusCode.NotFound, (await steward.Send("/people", $"/people/{foreign}/password")).StatusCode);
        Assert.DoesNotContain("password_reset_made", _host.Dump());
    }

    [Fact]
    public async Task A_link_that_expired_was_replaced_or_cut_says_what_to_do()
    {
        using var steward = await _host.Join("Rosa Steward");
        using (await _host.Join("Second Person")) { }
        var first = await Link(steward, "Second Person");
        var second = await Link(steward, "Second Person");
        using var browser = new FormClient(_host.Address);
        Assert.Contains("a newer one was made", await browser.Page(first));
        Assert.Contains("Choose a new password", await browser.Page(second));
        Assert.Contains("cut in two", await browser.Page(second[..^5]));
        _clock.Move(TimeSpan.FromHours(25));
        Assert.Contains("Ask the steward for a new link", await browser.Page(second));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Codes_stay_unless_the_device_is_lost_too(bool deviceLost)
    {
        using var steward = await _host.Join("Rosa Steward");
        using (await _host.Join("Second Person")) { }
        _host.Sql("UPDATE account SET two_factor = 1, authenticator_key = 'of another key file' WHERE sign_in_name = 'Second Person'");
        var link = await Link(steward, "Second Person", deviceLost);
        using var browser = new FormClient(_host.Address);
        await browser.Send(link, link, ("password", New));
        var answer = await (await browser.Send("/sign-in", "/sign-in", ("name", "Second Person"), ("password", New), ("back", "/account"))).Content.ReadAsStringAsync();
        Assert.Contains(deviceLost ? "Signed in as Second Person" : "One more step", answer);
    }

    [Fact]
    public async Task Nobody_but_a_steward_makes_such_a_link()
    {
        using (await _host.Join("Rosa Steward")) { }
        var invitation = await _host.Invitation(Domain.Accounts.Role.Researcher);
        using var researcher = new FormClient(_host.Address);
        await researcher.Send(invitation, invitation, ("name", "Second Person"), ("password", SignedUp.Password));
        var answer = await researcher.Send("/account", $"/people/{IdOf("Rosa Steward")}/password");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(DatabaseDump.Rows(_host.Database.Path, "SELECT account_id FROM password_reset"));
    }

    [GeneratedRegex("<code>(http[^<]+/sign-in/new-password/[^<]+)</code>")] private static partial Regex LinkShown();
}
