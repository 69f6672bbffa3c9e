using System.Net;
using Microsoft.Playwright;
using Outcomes.Api.Tests.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Entry;

/// <summary>A paper form is typed in twice by two people; the paper decides where they differ.</summary>
public sealed class SecondEntryTests
{
    static readonly string[] First = ["3", "2", "4", "1", "0", "3", "2", "1", "4", "2"];

    const string Form = "/studies/small/enter/S1-001/pss-10/baseline";

    /// <summary>The study wants the PSS-10 typed in twice, and one is stored.</summary>
    static async Task<(RunningHost Host, FormClient First, string Second)> Started()
    {
        var host = await RunningHost.Start();
        var study = Definition();
        study["instruments"]![0]!["double_entry"] = true;
        (await host.PutStudy(study)).EnsureSuccessStatusCode();
        (await host.Send("participants", Json(Participant("S1-001")))).EnsureSuccessStatusCode();
        var first = await Typist.Client(host);
        var html = await first.Page(Form);
        string Hidden(string name) => System.Text.RegularExpressions.Regex.Match(html, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value;
        (await first.Post(Form + "/store", [("__RequestVerificationToken", FormClient.TokenIn(html)), ("id", Hidden("id")), ("drawn", Hidden("drawn")), ("session", ""), ("on", "2026-03-02"), ("language", "en"), .. Items(First)])).EnsureSuccessStatusCode();
        return (host, first, $"/studies/small/second/{Hidden("id")}");
    }

    static IEnumerable<(string, string)> Items(string[] answers) => answers.Select((a, i) => ($"item.{i + 1}", a)).Where(f => f.a.Length > 0);

    static string[] With(int item, string answer) => [.. First.Select((a, i) => i == item - 1 ? answer : a)];

    static IReadOnlyList<string> Entries(RunningHost host) => Typist.Rows(host, "SELECT items || ' ' || agreed || ' ' || COALESCE(outcome, 'open') FROM second_entry");

    [Fact]
    public async Task Two_entries_that_agree_confirm_the_form_and_whoever_saw_the_first_cannot_be_the_second()
    {
        var (host, first, second) = await Started();
        await using var _1 = host;
        using var _2 = first;
        using var colleague = await Typist.Client(host);
        Assert.DoesNotContain(second, await first.Page("/studies/small/enter"));
        Assert.Contains("you have seen what stands in it", await first.Page(second));
        Assert.Contains($"href=\"{second}\"", await colleague.Page("/studies/small/enter"));
        Assert.DoesNotContain(" checked", System.Text.RegularExpressions.Regex.Replace(await colleague.Page(second), "<footer.*", ""));
        Assert.Contains("both entries agree", await (await colleague.Send(second, second, [.. Items(First)])).Content.ReadAsStringAsync());
        Assert.Equal(["10 10 confirmed"], Entries(host));
        Assert.Empty(Typist.Rows(host, "SELECT number FROM assessment_revision"));
        Assert.Contains("100", await colleague.Page("/studies/small/quality"));
        await colleague.Send(second, second, [.. Items(With(1, "0"))]);
        Assert.Single(Entries(host));
    }

    [Fact]
    public async Task Where_they_differ_the_paper_decides_item_by_item_and_the_form_is_corrected_for_that_reason()
    {
        var (host, first, second) = await Started();
        await using var _1 = host;
        using var _2 = first;
        using var colleague = await Typist.Client(host);
        string[] other = With(1, "1");
        other[4] = "not_reached";
        var compare = await (await colleague.Send(second, second, [.. Items(other)])).Content.ReadAsStringAsync();
        Assert.Contains("8 of 10 items agree", compare);
        Assert.Contains("First: 3", compare);
        Assert.Contains("Second: Not reached", compare);
        Assert.Equal(["10 8 open"], Entries(host));
        var open = await colleague.Send($"{second}/compare", $"{second}/compare", ("from", "x"), ("choice.1", "second"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, open.StatusCode);
        Assert.Contains("href=\"#item-5\"", await open.Content.ReadAsStringAsync());
        var html = await colleague.Page($"{second}/compare");
        var from = System.Text.RegularExpressions.Regex.Match(html, "name=\"from\" value=\"([^\"]*)\"").Groups[1].Value;
        Assert.Contains("what stands on the paper counts", await (await colleague.Send($"{second}/compare", $"{second}/compare", ("from", from), ("choice.1", "second"), ("choice.5", "first"))).Content.ReadAsStringAsync());
        Assert.Equal("""{"1":1,"10":2,"2":2,"3":4,"4":1,"5":0,"6":3,"7":2,"8":1,"9":4}""", Assert.Single(Typist.Answers(host)));
        Assert.Equal(["1 double_entry"], Typist.Rows(host, "SELECT number || ' ' || reason FROM assessment_revision"));
        Assert.Equal(["10 8 corrected"], Entries(host));
    }

    [Fact]
    public async Task If_the_first_was_right_all_along_it_is_confirmed_and_an_open_item_is_asked_about()
    {
        var (host, first, second) = await Started();
        await using var _1 = host;
        using var _2 = first;
        using var colleague = await Typist.Client(host);
        var open = await colleague.Send(second, second, [.. Items(With(2, ""))]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, open.StatusCode);
        Assert.Contains("if it is open on the paper", await open.Content.ReadAsStringAsync());
        await colleague.Send(second, second, [.. Items(With(2, "4"))]);
        var html = await first.Page($"{second}/compare");
        var from = System.Text.RegularExpressions.Regex.Match(html, "name=\"from\" value=\"([^\"]*)\"").Groups[1].Value;
        await first.Send($"{second}/compare", $"{second}/compare", ("from", from), ("choice.2", "first"));
        Assert.Equal(["10 9 confirmed"], Entries(host));
        Assert.Empty(Typist.Rows(host, "SELECT number FROM assessment_revision"));
    }

    [Theory, InlineData("en", 1280), InlineData("ar", 360)]
    public async Task With_the_keyboard_alone_a_second_entry_takes_eleven_keys_and_the_comparison_two(string language, int width)
    {
        var (host, first, second) = await Started();
        await using var _1 = host;
        using var _2 = first;
        await using var person = await Typist.Browser(host, new() { Locale = language, ViewportSize = new() { Width = width, Height = 800 } });
        await person.Page.GotoAsync("/studies/small/enter");
        await person.Picture($"second-list-{width}-{language}");
        await person.Page.GotoAsync(second);
        await person.Page.Locator("[data-entry-keys]:not([hidden])").WaitForAsync();
        await person.Picture($"second-{width}-{language}");
        await person.Keys([.. With(3, "1"), "Enter"]);
        await person.Page.WaitForURLAsync("**/compare");
        await person.Picture($"compare-{width}-{language}");
        Assert.True(await person.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width);
        await person.Keys("ArrowDown", "Enter");
        await person.Page.WaitForURLAsync("**/enter?second=resolved");
        Assert.Equal(["10 9 corrected"], Entries(host));
        await person.Page.GotoAsync("/studies/small/quality");
        await person.Picture($"quality-agreement-{width}-{language}");
        Assert.Empty(Typist.Drafts(host));
    }
}
