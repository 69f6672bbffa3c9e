using Microsoft.Playwright;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.Assessments;
using Outcomes.Api.Tests.Entry;
using Outcomes.Domain.Accounts;
using Xunit;

namespace Outcomes.Api.Tests.Quality;

public sealed class QualityBrowserTests
{
    /// <summary>A researcher asks and a therapist answers, each with the keyboard alone.</summary>
    [Theory, InlineData("en", 1280), InlineData("ar", 360)]
    public async Task A_query_is_asked_and_answered_with_the_keyboard_alone(string language, int width)
    {
        var (host, form) = await Correcting.Stored();
        await using var _1 = host;
        BrowserNewContextOptions Look() => new() { Locale = language, ViewportSize = new() { Width = width, Height = 800 } };
        await using var researcher = await host.InBrowser(new RoleGrant(Role.Researcher, SmallStudy.Id), Look());
        foreach (var (name, address) in new[] { ("quality", "/studies/small/quality"), ("query-new", Correcting.Address(form) + "/query") })
        {
            await researcher.Page.GotoAsync(address);
            await researcher.Picture($"{name}-{width}-{language}");
            Assert.True(await researcher.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width, $"{address} is wider than {width}");
        }
        await researcher.Page.Locator("#question").FocusAsync();
        await researcher.Keys("ArrowDown");
        await researcher.Page.WaitForFunctionAsync("() => document.querySelector('#question').value !== ''");   // a list takes its key in its own time
        await researcher.Keys("Tab", "Tab", "Enter");
        await researcher.Page.WaitForURLAsync("**/queries/*");
        var query = new Uri(researcher.Page.Url).AbsolutePath;
        await researcher.Picture($"query-asked-{width}-{language}");

        await using var therapist = await Typist.Browser(host, Look());
        foreach (var (name, address) in new[] { ("studies-queries", "/"), ("queries", "/studies/small/queries"), ("query", query) })
        {
            await therapist.Page.GotoAsync(address);
            await therapist.Picture($"{name}-{width}-{language}");
        }
        await therapist.Keys("Space", "Enter");
        await therapist.Page.Locator("[role=status]").WaitForAsync();
        Assert.Equal(["answered as_on_paper"], Typist.Rows(host, "SELECT step || ' ' || answer FROM data_query_step"));
    }
}
