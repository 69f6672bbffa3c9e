using Microsoft.Playwright;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.Pages;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.CheckIns;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.CheckIns;

/// <summary>A student with a small phone, who has no account, and whose browser runs no script of ours.</summary>
public sealed class CheckInBrowserTests
{
    static readonly BrowserNewContextOptions Phone = new() { ViewportSize = new() { Width = 360, Height = 640 }, JavaScriptEnabled = false };

    /// <summary>What is pressed and smaller than a thumb, or wider than the screen.</summary>
    const string TooSmall = """
        () => [...document.querySelectorAll('a, button, input:not([type=hidden])')].map(e => [e, e.getBoundingClientRect()]).filter(([e, box]) => box.width > 0 && !e.closest('p.soft') && (box.width < 44 || box.height < 44 || box.right > innerWidth + 1 || box.left < -1))
          .map(([e, box]) => `${Math.round(box.width)} by ${Math.round(box.height)}: ${e.outerHTML.slice(0, 90)}`)
        """;

    [Theory, InlineData("en"), InlineData("es"), InlineData("zh-Hans"), InlineData("ar")]
    public async Task A_student_answers_on_a_small_phone_without_scripts_and_the_browser_keeps_nothing(string language)
    {
        var (host, session) = await CheckingIn.Started();
        await using var _1 = host;
        var token = await host.Link(session, language: language);
        await using var student = await BrowserSession.Open(host.Address, Phone);
        var page = student.Page;
        await page.GotoAsync($"/c/{token}");
        await Look("welcome");
        await page.ClickAsync("main form button");
        await Look("question");
        await page.ClickAsync("button[value='7']");
        await page.ClickAsync("button[value='9']");
        await page.ClickAsync(".ways a");
        Assert.Equal(1, await page.Locator("button.chosen[value='9']").CountAsync());   // a step back: nothing is lost
        await Look("back");
        await page.GoBackAsync();
        await page.GoForwardAsync();
        await page.ClickAsync("button[value='10']");
        await page.ClickAsync("button[name=none]");
        await Look("last");
        await page.ClickAsync(".page-foot .button");
        await Look("help");
        await page.ClickAsync("main .actions a");
        await page.ClickAsync("main > form button");
        await Look("end");
        Assert.Equal($"S1-001|before|screen|{language}|{{\"emotional-regulation\":7,\"social-connection\":\"prefer_not_to_answer\",\"stress\":10}}", Assert.Single(host.Stored()));
        Assert.Empty(await student.Context.CookiesAsync());
        Assert.Equal("0 0 0 0", await page.EvaluateAsync<string>("async () => `${localStorage.length} ${sessionStorage.length} ${(await indexedDB.databases()).length} ${(await caches.keys()).length}`"));
        await page.GoBackAsync();   // to what was sent
        await page.GotoAsync($"/c/{token}");
        Assert.Single(host.Stored());

        async Task Look(string name)
        {
            await student.Picture($"student-{name}-{language}");
            Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
            Assert.Equal(language == "ar" ? "rtl" : "ltr", await page.Locator("html").GetAttributeAsync("dir"));
            Assert.Empty(await page.EvaluateAsync<string[]>(TooSmall));
            Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), $"{name} scrolls sideways");
        }
    }

    [Theory, InlineData("en"), InlineData("ar")]
    public async Task Every_page_of_a_student_can_be_used_by_everyone(string language)
    {
        var (host, session) = await CheckingIn.Started();
        await using var _1 = host;
        var token = await host.Link(session, language: language);
        var round = await host.Link(session, participant: null, language: language);
        using var other = host.Student();
        await other.Sends(round, ["1", "2", "3"], "S1-002");
        await using var student = await BrowserSession.Open(host.Address, new() { ViewportSize = new() { Width = 360, Height = 640 }, Locale = language });
        student.Expected = fault => fault.Contains("404", StringComparison.Ordinal);
        var found = new List<string>();
        await Judge($"/c/{token}");
        await student.Page.ClickAsync("main form button");
        var question = new Uri(student.Page.Url).AbsolutePath;
        await Judge(question);
        await Judge($"{question[..^1]}4");
        foreach (var address in new[] { $"/c/{token}/help", $"/c/{round}", $"/c/{round}?done=1", "/c/nothing" }) await Judge(address);
        Assert.True(found.Count == 0, string.Join('\n', found));

        async Task Judge(string address)
        {
            await student.Page.GotoAsync(address);
            await student.Picture($"student-judged{address.Replace('/', '_').Replace('?', '_').Replace(token, "t").Replace(round, "r")[..Math.Min(12, address.Length - 26 > 0 ? address.Length - 26 : 1)]}-{found.Count}-{language}");
            found.AddRange((await AccessibilityTests.Judge(student.Page, language)).Select(fault => $"{address}: {fault}"));
        }
    }

    [Fact]
    public async Task A_therapist_makes_a_sheet_and_sees_whom_to_look_after()
    {
        var (host, session) = await CheckingIn.Started();
        await using var _1 = host;
        using var student = host.Student();
        await student.Sends(await host.Link(session), ["2", "10", "3"]);
        await using var therapist = await host.InBrowser(new RoleGrant(Role.Therapist, Id, School: "s1"), new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        var page = therapist.Page;
        await page.GotoAsync($"/studies/{Id}/sessions/{session}");
        await therapist.Picture("therapist-session");
        await page.GetByRole(AriaRole.Link, new() { Name = "Check-ins of this session" }).ClickAsync();
        await therapist.Picture("therapist-check-ins");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make and show for printing" }).ClickAsync();
        await page.GetByText("Print this page now").WaitForAsync();
        Assert.Equal(3, await page.Locator("svg.qr").CountAsync());
        await therapist.Picture("therapist-sheet");
        foreach (var (name, address) in new[] { ("alerts", "alerts"), ("support", "support"), ("participant", "participants/S1-001/check-ins"), ("study", "") })
        {
            await page.GotoAsync($"/studies/{Id}/{address}".TrimEnd('/'));
            await therapist.Picture($"therapist-{name}");
            Assert.Equal(1, await page.Locator("h1").CountAsync());
        }
        await page.GotoAsync($"/studies/{Id}/alerts?page-language=ar");
        await therapist.Picture("therapist-alerts-ar");
        await page.SelectOptionAsync("select", "referred");
        await page.ClickAsync("main form .button");
        Assert.Equal(0, await page.Locator(".card").CountAsync());
        await page.GotoAsync($"/studies/{Id}/sessions/{session}/check-ins");
        await therapist.Picture("therapist-check-ins-ar");
        await page.ClickAsync("button[value=here]");
        await page.WaitForURLAsync("**/c/*");
        await therapist.Picture("round-ar");
        await page.GotoAsync($"/studies/{Id}");
        Assert.Contains("/sign-in", page.Url);
    }
}
