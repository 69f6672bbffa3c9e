using Microsoft.Playwright;
using Outcomes.Api.Tests.Entry;
using Xunit;
using static Outcomes.Api.Tests.Assessments.Correcting;

namespace Outcomes.Api.Tests.Assessments;

public sealed class CorrectionBrowserTests
{
    [Fact]
    public async Task A_wrong_answer_is_corrected_with_the_keyboard_alone()
    {
        var (host, sent) = await Stored();
        await using var _1 = host;
        await using var person = await Typist.Browser(host);
        await person.Page.GotoAsync(Address(sent));
        await person.Page.Locator("[data-entry-keys]:not([hidden])").WaitForAsync();
        // Two items that are right are passed by their own digits; the third is wrong. Enter checks, Space chooses the reason, Enter stores.
        string[] keys = ["2", "2", "4", "Enter"];
        await person.Keys(keys);
        await person.Page.GetByRole(AriaRole.Heading, new() { Name = "Check the correction before it is stored" }).WaitForAsync();
        string[] reason = ["Space", "Enter"];
        await person.Keys(reason);
        await person.Page.GetByText("The correction is stored").WaitForAsync();
        Assert.Equal(6, keys.Length + reason.Length);
        Assert.Equal(["""{"1":2,"10":2,"2":2,"3":4,"4":2,"5":2,"6":2,"7":2,"8":2,"9":2}"""], Typist.Answers(host));
        Assert.Empty(Typist.Drafts(host));
    }

    [Theory, InlineData("en", 1280), InlineData("ar", 360)]
    public async Task The_pages_fit_a_desk_and_a_phone(string language, int width)
    {
        var (host, sent) = await Stored();
        await using var _1 = host;
        using var therapist = await Typist.Client(host);
        await therapist.Correct(Address(sent), "misread_paper", ("item.1", "4"));
        await using var person = await Typist.Browser(host, new() { Locale = language, ViewportSize = new() { Width = width, Height = 800 } });
        foreach (var (name, address) in new[] { ("stored-forms", "/studies/small/assessments"), ("correction", Address(sent)) })
        {
            await person.Page.GotoAsync(address);
            await person.Picture($"{name}-{width}-{language}");
            Assert.True(await person.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width, $"{address} is wider than {width}");
        }
        await person.Page.Locator("input[name='item.2'][value='0']").CheckAsync();
        await person.Page.Locator("[data-entry-check]").ClickAsync();
        await person.Page.Locator("fieldset#reason").WaitForAsync();
        await person.Picture($"correction-check-{width}-{language}");
    }
}
