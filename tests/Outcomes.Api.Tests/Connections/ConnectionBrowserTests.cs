using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Data.Connections;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Connections;

/// <summary>An educator at a school measures the connection before a session, in a real browser.</summary>
public sealed class ConnectionBrowserTests
{
    [Fact]
    public async Task A_connection_is_measured_with_the_keyboard_and_kept_without_an_address()
    {
        var (host, _) = await Started();
        await using var _host = host;
        await using var educator = await host.InBrowser(new RoleGrant(Role.Educator, Id, School: "s1"));
        var page = educator.Page;
        await page.GotoAsync($"/studies/{Id}/connection");
        await page.Locator("#measure").FocusAsync();
        await educator.Keys("Enter");
        await page.Locator("#keep:focus").WaitForAsync(new() { Timeout = 60_000 });
        await educator.Picture("connection-measured");
        await educator.Keys("Enter");
        await page.GetByText("The numbers are kept.").WaitForAsync();
        var check = Assert.Single(Newest(host)).Check;
        Assert.Equal("s1", check.School);
        Assert.All([check.RttMs, check.DownKbps, check.UpKbps], value => Assert.True(value > 0));
        Assert.DoesNotContain("127.0.0.1", host.Dump());
    }

    [Fact]
    public async Task A_server_that_is_not_reached_is_told_and_nothing_is_kept()
    {
        var (host, _) = await Started();
        await using var _host = host;
        await using var educator = await host.InBrowser(new RoleGrant(Role.Educator, Id, School: "s1"));
        educator.Expected = fault => fault.Contains("Failed to load resource", StringComparison.Ordinal);
        await educator.Page.GotoAsync($"/studies/{Id}/connection");
        await educator.Page.RouteAsync("**/connection/piece", route => route.AbortAsync());
        await educator.Page.Locator("#measure").ClickAsync();
        await educator.Page.GetByText("was not reached all the time").WaitForAsync(new() { Timeout = 60_000 });
        Assert.True(await educator.Page.Locator("#keep").IsDisabledAsync());
        Assert.Empty(Newest(host));
    }

    static IReadOnlyList<StoredCheck> Newest(RunningHost host) => host.Services.GetRequiredService<ConnectionStore>().Newest(Actor.OnThisMachine("test"), Id);
}
