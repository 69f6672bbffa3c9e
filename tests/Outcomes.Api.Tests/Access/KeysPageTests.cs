using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.Canaries;
using Outcomes.Api.Tests.Reports;
using Outcomes.Data.Access;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Access;

/// <summary>A key's life: made, used, rotated, ended; and what is said to whoever comes with one that opens nothing.</summary>
public sealed partial class KeysPageTests : IAsyncLifetime
{
    readonly TestClock _clock = new(new DateTimeOffset(2026, 4, 1, 8, 0, 0, TimeSpan.Zero));
    RunningHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await RunningHost.Start(settings => settings with { Time = _clock });
        (await _host.PutStudy(Definition())).EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    ApiKeyStore Keys => _host.Services.GetRequiredService<ApiKeyStore>();

    [Fact]
    public async Task A_steward_makes_a_key_that_is_shown_once_and_holds_where_it_was_made_for()
    {
        using var steward = await Steward();
        var shown = await (await steward.Send("/keys", "/keys", ("name", "School one"), ("scope", "data:write"), ("scope", "participants:read"), ("study", "small"), ("schools", "s1"), ("days", "30"))).Content.ReadAsStringAsync();
        var token = Token().Match(shown).Groups[1].Value;
        Assert.DoesNotContain(token, await steward.Page("/keys"), StringComparison.Ordinal);
        using var client = Client(token);
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsync("api/v1/studies/small/participants", Json(Participant("S1-002")))).StatusCode);
        Assert.Equal(["1 school unknown_school"], await (await client.PostAsync("api/v1/studies/small/participants", Json(Participant("S2-002", "s2")))).Faults());
        Assert.Contains("School one", await steward.Page("/keys"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_key_is_said_at_its_field_and_what_was_typed_stays()
    {
        using var steward = await Steward();
        var answer = await steward.Send("/keys", "/keys", ("name", ""), ("scope", "data:read"), ("study", "small"), ("schools", "s1 s9"), ("days", "0"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        foreach (var field in new[] { "name", "scope", "schools", "days" }) Assert.Contains($"id=\"{field}-fault\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"s1 s9\"", page, StringComparison.Ordinal);
        Assert.Equal(["needs_study"], Codes(new KeyRequest("x", [Scopes.WriteData], null, "d1", [], 1)));
        Assert.Equal(["unknown_scope"], Codes(new KeyRequest("x", ["all"], null, null, [], 1)));
        Assert.Equal(["needs_scope"], Codes(new KeyRequest("x", [], null, null, [], 1)));
    }

    static IEnumerable<string> Codes(KeyRequest request) => request.Faults(null).Select(f => f.Code);

    [Theory]
    [InlineData(0, HttpStatusCode.Unauthorized)]
    [InlineData(24, HttpStatusCode.OK)]
    public async Task A_rotated_key_opens_with_the_new_secret_and_with_the_old_one_only_while_they_overlap(int hours, HttpStatusCode old)
    {
        var first = await Keys.Create("partner", [Scopes.ReadResults], null, TimeSpan.FromDays(30), "test");
        using var steward = await Steward();
        var second = Token().Match(await (await steward.Send("/keys", $"/keys/{first.Id}/rotate", ("overlap", $"{hours}"))).Content.ReadAsStringAsync()).Groups[1].Value;
        Assert.NotEqual(first.Token, second);
        Assert.Equal((old, HttpStatusCode.OK), (await Status(first.Token), await Status(second)));
        _clock.Move(TimeSpan.FromHours(25));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await Status(first.Token), await Status(second)));
        Assert.Equal("key_replaced", await Code(first.Token));
        Assert.Contains("key_rotated", _host.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_holds_the_secret_of_an_ended_key_is_told_why_and_whoever_does_not_learns_nothing()
    {
        var expired = await Keys.Create("partner", [Scopes.ReadResults], null, TimeSpan.FromDays(1), "test");
        var revoked = await Keys.Create("partner", [Scopes.ReadResults], null, TimeSpan.FromDays(30), "test");
        await Keys.Revoke(revoked.Id, "test");
        _clock.Move(TimeSpan.FromDays(2));
        Assert.Equal(("key_expired", "key_revoked", "key_missing"), (await Code(expired.Token), await Code(revoked.Token), await Code(null)));
        var bodies = new HashSet<string>();
        foreach (var guess in new[] { expired.Token, revoked.Token, "ok_0123456789abcdef_secret" })
        {
            using var client = Client(guess[..^4] + "AAAA");
            bodies.Add(await (await client.GetAsync("api/v1/studies")).Content.ReadAsStringAsync());
        }
        Assert.Contains("key_unknown", Assert.Single(bodies), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_use_is_noted_to_five_minutes_and_not_with_every_request()
    {
        var key = await Keys.Create("partner", [Scopes.ReadResults], null, TimeSpan.FromDays(30), "test");
        Assert.Null(Used(key));
        await Status(key.Token);
        await Analyses.Analysing.Until(() => Task.FromResult(Used(key)));
        var first = Used(key);
        _clock.Move(TimeSpan.FromMinutes(4));
        await Status(key.Token);
        await Keys.Create("after", [Scopes.ReadResults], null, TimeSpan.FromDays(1), "test");   // the writer's queue is first in, first out
        Assert.Equal(first, Used(key));
        _clock.Move(TimeSpan.FromMinutes(2));
        await Status(key.Token);
        await Analyses.Analysing.Until(() => Task.FromResult(Used(key) == first ? null : Used(key)));
    }

    string? Used(NewApiKey key) => Keys.All().Single(k => k.Id == key.Id).LastUsedUtc;

    [Fact]
    public async Task A_steward_of_one_study_neither_sees_nor_makes_nor_ends_the_keys_of_another()
    {
        var key = await Keys.Create("another's partner", [Scopes.ReadResults], "another", TimeSpan.FromDays(30), "test");
        var everywhere = await Keys.Create("everybody's partner", [Scopes.ReadResults], null, TimeSpan.FromDays(30), "test");
        using var steward = await Steward("small");
        Assert.DoesNotContain("s partner</h3>", WebUtility.HtmlDecode(await steward.Page("/keys")), StringComparison.Ordinal);
        foreach (var id in new[] { key.Id, everywhere.Id })
            foreach (var act in new[] { "rotate", "revoke" })
                Assert.Equal(HttpStatusCode.NotFound, (await steward.Send("/keys", $"/keys/{id}/{act}", ("overlap", "0"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await steward.Send("/keys", "/keys", ("name", "x"), ("scope", "data:read"), ("study", ""), ("days", "1"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await steward.Send("/keys", "/keys", ("name", "x"), ("scope", "data:read"), ("study", "another"), ("days", "1"))).StatusCode);
    }

    async Task<HttpStatusCode> Status(string token)
    {
        using var client = Client(token);
        return (await client.GetAsync("api/v1/studies")).StatusCode;
    }

    async Task<string> Code(string? token)
    {
        using var client = Client(token);
        return (string)(await (await client.GetAsync("api/v1/studies")).Body())["faults"]![0]!["code"]!;
    }

    HttpClient Client(string? token)
    {
        var client = WatchedHandler.Client(_host.Address);
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    async Task<FormClient> Steward(string? study = null)
    {
        var invitation = await _host.Services.GetRequiredService<InvitationStore>().Invite([new RoleGrant(Role.Steward, study)], TimeSpan.FromDays(1), "test");
        var browser = new FormClient(_host.Address);
        (await browser.Send($"/invitations/{invitation}", $"/invitations/{invitation}", ("name", "Rosa Steward"), ("password", "seven quiet rivers at noon"))).EnsureSuccessStatusCode();
        return browser;
    }

    [GeneratedRegex("<code>(ok_[^<]+)</code>")] private static partial Regex Token();
}
