using System.Net;
using System.Text.RegularExpressions;
using Outcomes.Api.Tests.Analyses;
using Xunit;

namespace Outcomes.Api.Tests.Pages;

public sealed partial class PageTests
{
    [Fact]
    public async Task An_empty_system_says_how_to_begin()
    {
        await using var host = await RunningHost.Start();
        Assert.Contains("./outcomes demo", await host.Client.GetStringAsync("/"));
    }

    [Fact]
    public async Task A_study_shows_what_came_in_and_then_what_can_be_read()
    {
        await using var host = await RunningHost.Start(Analysing.Settings);
        await host.SendExample("state-anxiety");
        Assert.Contains("98 participants, 196 assessments", await host.Client.GetStringAsync("/"));
        var page = await Analysing.Until(async () => await host.Client.GetStringAsync("/studies/state-anxiety") is var html
            && html.Contains("reports/board.html") && html.Contains("reports/researcher.html") ? html : null);
        Assert.Contains("The analysis is up to date", page);
        Assert.Contains("There is no PDF:", page);
        var report = await host.Client.GetAsync("/studies/state-anxiety/reports/board.html");
        Assert.Equal("text/html", report.Content.Headers.ContentType!.MediaType);
        Assert.Contains("sha256-", string.Join(' ', report.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("application/zip", (await host.Client.GetAsync("/studies/state-anxiety/dataset.zip")).Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/studies/absent")]
    [InlineData("/studies/absent/plan")]
    [InlineData("/studies/absent/reports/board.pdf")]
    [InlineData("/studies/absent/dataset.zip")]
    [InlineData("/no/such/page")]
    public async Task What_is_not_there_gets_a_page_that_says_so(string address)
    {
        await using var host = await RunningHost.Start();
        using var answer = await host.Client.GetAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is nothing here", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/studies/state-anxiety")]
    [InlineData("/studies/state-anxiety/plan")]
    [InlineData("/no/such/page")]
    [InlineData("/api/v1/studies")]
    [InlineData("/api/v1/openapi.json")]
    public async Task Every_answer_keeps_a_browser_in(string address)
    {
        await using var host = await RunningHost.Start();
        await host.SendExample("state-anxiety");
        using var answer = await host.Client.GetAsync(address);
        Assert.Contains("default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    [Fact]
    public async Task Pages_have_one_heading_a_language_a_way_past_the_header_and_nothing_inline()
    {
        await using var host = await RunningHost.Start();
        await host.SendExample("state-anxiety");
        foreach (var address in new[] { "/", "/studies/state-anxiety", "/studies/state-anxiety/plan", "/no/such/page" })
        {
            using var answer = await host.Client.GetAsync(address);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.Single(HeadingOne().Matches(html));
            Assert.Contains("<html lang=\"en\" dir=\"ltr\">", html);
            Assert.Contains("href=\"#main\"", html);
            Assert.DoesNotContain("<script", html);
            Assert.DoesNotContain("<style", html);
            Assert.DoesNotContain(" style=", html);
        }
    }

    [Fact]
    public async Task A_name_that_is_not_this_machine_is_refused()
    {
        await using var host = await RunningHost.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "elsewhere.example" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await host.Client.SendAsync(request)).StatusCode);
    }

    [GeneratedRegex("<h1[ >]")]
    private static partial Regex HeadingOne();
}
