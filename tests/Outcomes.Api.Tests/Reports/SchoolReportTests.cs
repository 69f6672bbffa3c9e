using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Outcomes.Api.Tests.Analyses;
using Outcomes.Domain.Access;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Reports;

/// <summary>A report for each school, asked for at once.</summary>
public sealed class SchoolReportTests
{
    const string Schools = "api/v1/studies/small/reports/schools";

    [Fact]
    public async Task Each_school_gets_its_report_in_each_language_and_progress_ends_at_all_of_them()
    {
        await using var host = await Issued();
        using var asked = await host.Client.PostAsync(Schools, null);
        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        var run = await Ended(host);
        Assert.Equal("finished", (string)run["state"]!);
        Assert.Equal(4, (int)run["made"]!);   // two schools, English and Spanish
        Assert.Equal(4, (int)run["total"]!);
        foreach (var (school, language) in new[] { ("s1", "en"), ("s2", "es") })
            Assert.Contains($"outcomes:school\" content=\"{school}\"", await host.Client.GetStringAsync($"{Schools}/{school}.html?lang={language}"), StringComparison.Ordinal);
        Assert.Contains("4 reports are made", await host.Client.GetStringAsync("/studies/small/reports"), StringComparison.Ordinal);
        Assert.Empty((await host.Verify(Encoding.UTF8.GetBytes(await host.Client.GetStringAsync($"{Schools}/s1.html")))).Found());
    }

    [Fact]
    public async Task Cancelled_it_says_so_and_asked_again_it_makes_what_is_missing()
    {
        await using var host = await Issued();
        await host.Client.PostAsync(Schools, null);
        var cancelled = await (await host.Client.DeleteAsync(Schools)).Body();
        Assert.Equal("cancelled", (string)cancelled["state"]!);
        await host.Client.PostAsync(Schools, null);
        Assert.Equal(4, (int)(await Ended(host))["made"]!);
    }

    [Fact]
    public async Task Before_anything_was_released_there_is_nothing_to_make_them_of_and_a_reader_may_not_ask()
    {
        var (host, _) = await Started();
        await using var __ = host;
        Assert.Equal(HttpStatusCode.Conflict, (await host.Client.PostAsync(Schools, null)).StatusCode);
        using var reader = await host.ClientWith([Scopes.ReadResults]);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync(Schools, null)).StatusCode);
    }

    [Fact]
    public async Task The_library_lists_every_report_and_older_ones_stay_at_their_address()
    {
        await using var host = await Issued();
        var first = await Library(host);
        var old = (string)first.First(r => (string)r!["audience"]! == "board" && (string)r["format"]! == "html")!["link"]!;
        var before = await host.Client.GetStringAsync(old);
        await host.Send("assessments", Json(Stress("S1-001", "endpoint", 1)));
        await Analysing.Until(async () => (await Library(host)).Where(r => (string)r!["audience"]! == "board").Select(r => (string)r!["analysis"]!).Distinct().Count() == 2 ? "two" : null);
        Assert.Equal(before, await host.Client.GetStringAsync(old));
        Assert.Contains(old.Replace("/api/v1", "", StringComparison.Ordinal).Replace("&", "&amp;", StringComparison.Ordinal), await host.Client.GetStringAsync("/studies/small/reports"), StringComparison.Ordinal);
        Assert.NotEqual(before, await host.Client.GetStringAsync("api/v1/studies/small/reports/board.html"));
        Assert.Contains("lang=\"es\"", await host.Client.GetStringAsync("api/v1/studies/small/reports/board.es.html"), StringComparison.Ordinal);
    }

    static async Task<JsonArray> Library(RunningHost host) => JsonNode.Parse(await host.Client.GetStringAsync("api/v1/studies/small/reports"))!.AsArray();

    static Task<JsonNode> Ended(RunningHost host) => Analysing.Until(async () =>
        JsonNode.Parse(await host.Client.GetStringAsync(Schools))! is var run && (string)run["state"]! is not "running" ? run : null);

    static async Task<RunningHost> Issued()
    {
        var host = await RunningHost.Start(Analysing.Settings);
        (await host.PutStudy(Definition())).EnsureSuccessStatusCode();
        (await host.Send("participants", Json(Participant("S1-001"), Participant("S2-001", "s2", "waiting")))).EnsureSuccessStatusCode();
        (await host.Send("assessments", Json(Stress("S1-001"), Stress("S2-001")))).EnsureSuccessStatusCode();
        await host.Report("small", "board.html");
        return host;
    }
}
