using System.Net;
using Outcomes.Api.Tests.Reports;
using Xunit;

namespace Outcomes.Api.Tests.Accounts;

/// <summary>How long a session holds, and what it is not good for.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    readonly TestClock _clock = new(new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.Zero));

    RunningHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RunningHost.Start(settings => settings with { Time = _clock });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_session_that_is_used_ends_after_a_day_all_the_same()
    {
        using var browser = await _host.Join("Rosa Steward");
        for (var hours = 0; hours < 23; hours += 5)
        {
            Assert.Contains("Signed in as", await browser.Page("/account"));
            _clock.Move(TimeSpan.FromHours(4.9));
        }
        Assert.DoesNotContain("Signed in as", await browser.Page("/account"));
    }

    [Theory]
    [InlineData("/account/codes/new")]
    [InlineData("/account/codes/off")]
    [InlineData("/account/codes")]
    [InlineData("/account/passkeys")]
    [InlineData("/account/passkeys/options")]
    [InlineData("/account/passkeys/0123456789abcdef/remove")]
    public async Task Ways_in_are_changed_only_after_a_fresh_sign_in(string address)
    {
        using var browser = await _host.Join("Rosa Steward");
        var token = FormClient.TokenIn(await browser.Page("/account"));
        _clock.Move(TimeSpan.FromMinutes(16));
        var answer = await browser.Post(address, ("__RequestVerificationToken", token), ("name", "x"), ("credential", "{}"), ("confirm", SignedUp.Password), ("code", "123456"));
        Assert.Equal("/sign-in", answer.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("sign in once more", await answer.Content.ReadAsStringAsync());
        Assert.Contains("Sign in again to change this", await browser.Page("/account"));
        await browser.Send("/sign-in", "/sign-in", ("name", "Rosa Steward"), ("password", SignedUp.Password), ("back", "/account"));
        Assert.DoesNotContain("Sign in again to change this", await browser.Page("/account"));
    }

    [Fact]
    public async Task Whoever_signs_in_in_a_browser_of_someone_else_gets_a_session_of_their_own_and_the_other_ends()
    {
        using (await _host.Join("Second Person")) { }
        using var browser = await _host.Join("Rosa Steward");
        var before = DatabaseDump.Rows(_host.Database.Path, "SELECT key_hash FROM sign_in ORDER BY created_utc DESC")[0];
        await browser.Send("/sign-in", "/sign-in", ("name", "Second Person"), ("password", SignedUp.Password), ("back", "/account"));
        Assert.Contains("Signed in as Second Person", await browser.Page("/account"));
        Assert.DoesNotContain(before, DatabaseDump.Rows(_host.Database.Path, "SELECT key_hash FROM sign_in"));
        Assert.Equal(["Second Person"], DatabaseDump.Rows(_host.Database.Path, "SELECT DISTINCT a.sign_in_name FROM sign_in s JOIN account a ON a.id = s.account_id"));
    }

    [Fact]
    public async Task The_account_page_says_how_and_where_it_was_opened_and_that_it_was_locked()
    {
        using var browser = await _host.Join("Rosa Steward");
        using var guesser = new FormClient(_host.Address);
        for (var i = 0; i < 5; i++) await guesser.Send("/sign-in", "/sign-in", ("name", "Rosa Steward"), ("password", "not the password at all"));
        var page = await browser.Page("/account");
        Assert.Contains("<td>invitation</td>", page);
        Assert.Contains("locked after wrong passwords", page);
    }
}
