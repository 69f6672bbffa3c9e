using Outcomes.Api.Tests.CheckIns;
using Outcomes.Api.Tests.Entry;
using Outcomes.Api.Tests.Pages;
using Xunit;

namespace Outcomes.Api.Tests.Activities;

/// <summary>A student plays a recorded exercise in a real browser.</summary>
public sealed class ListeningBrowserTests
{
    [Theory, InlineData("en"), InlineData("ar")]
    public async Task A_student_listens_between_two_check_ins_and_what_was_played_is_stored(string language)
    {
        var (host, _) = await CheckingIn.Started();
        await using var _1 = host;
        using var steward = await host.Steward();
        (await steward.Upload(Listening.Wav(2))).EnsureSuccessStatusCode();
        using var therapist = await host.Therapist();
        var address = await host.Given(therapist);
        await using var student = await BrowserSession.Open(host.Address, new() { ViewportSize = new() { Width = 360, Height = 640 }, Locale = language });
        var page = student.Page;
        await page.GotoAsync($"{address}?lang={language}");
        await student.Picture($"listening-welcome-{language}");
        await page.ClickAsync("main form button");
        foreach (var answer in new[] { "5", "6", "7" }) await page.ClickAsync($"button[value='{answer}']");
        await page.ClickAsync("main > form button");
        await page.WaitForURLAsync("**/sound*");
        await student.Picture($"listening-sound-{language}");
        if (language == "ar") Assert.DoesNotContain(await AccessibilityTests.Judge(page, language), fault => !fault.Contains("<audio", StringComparison.Ordinal));   // the browser's player has stops of its own
        await page.EvalOnSelectorAsync("audio", "a => { a.muted = true; return a.play(); }");
        await Typist.Until(() => host.Rows("SELECT 1 FROM activity_play WHERE seconds >= 1.9") is [_]);   // told when it has ended
        Assert.Equal("2", host.Rows("SELECT CAST(ROUND(seconds) AS INTEGER) FROM activity_play").Single());
        await page.ClickAsync("main form button");
        foreach (var answer in new[] { "8", "2", "9" }) await page.ClickAsync($"button[value='{answer}']");
        await page.ClickAsync("main > form button");
        await student.Picture($"listening-end-{language}");
        Assert.Equal([$"S1-001|before|screen|{language}", $"S1-001|after|screen|{language}"], host.Stored().Select(row => row[..row.LastIndexOf('|')]));
        Assert.Empty(await student.Context.CookiesAsync());
        Assert.Equal("0 0", await page.EvaluateAsync<string>("() => `${localStorage.length} ${sessionStorage.length}`"));
    }
}
