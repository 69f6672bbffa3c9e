using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.Entry;
using Outcomes.Data.Trainings;
using Outcomes.Domain.Accounts;
using Xunit;

namespace Outcomes.Api.Tests.Trainings;

public sealed class TrainingBrowserTests
{
    [Theory, InlineData("en", 1280), InlineData("ar", 360)]
    public async Task The_training_is_taken_with_the_keyboard_alone(string language, int width)
    {
        var (host, _) = await SmallStudy.Started();
        await using var _1 = host;
        await host.Services.GetRequiredService<TrainingStore>().Load(TrainingFile.Bytes(TrainingFile.Of()), SmallStudy.Id, "test");
        await using var educator = await Typist.Browser(host, new() { Locale = language, ViewportSize = new() { Width = width, Height = 800 } }, Role.Educator);
        await educator.Page.GotoAsync("/studies/small/training");
        await educator.Picture($"training-{width}-{language}");
        await educator.Page.GotoAsync("/studies/small/training/pages/1");
        await educator.Picture($"training-page-{width}-{language}");
        var keys = 0;
        async Task Press(string end, params string[] pressed)
        {
            keys += pressed.Length;
            await educator.Keys(pressed);
            await educator.Page.WaitForURLAsync(end);
        }
        await Press("**/pages/2", "Enter");
        await educator.Page.Locator("input[type=radio]").First.WaitForAsync();
        await educator.Picture($"training-question-{width}-{language}");
        await educator.Keys("ArrowDown", "Enter");
        await educator.Page.Locator("main [role=status]").WaitForAsync();
        await educator.Picture($"training-explained-{width}-{language}");
        await Press("**/pages/3", "Enter");
        await educator.Page.Locator("input[type=radio]").First.WaitForAsync();
        await educator.Keys("Space", "Enter");
        await educator.Page.Locator("main [role=status]").WaitForAsync();
        await Press("**/training", "Enter");
        Assert.Equal(7, keys + 4);
        Assert.Equal(["2 of 2, 1"], Typist.Rows(host, "SELECT right || ' of ' || questions || ', ' || passed FROM training_completion"));
        await educator.Picture($"training-passed-{width}-{language}");
        await using var steward = await host.InBrowser(new RoleGrant(Role.Steward, SmallStudy.Id), new() { Locale = language, ViewportSize = new() { Width = width, Height = 800 } });
        await steward.Page.GotoAsync("/studies/small/trainings");
        await steward.Picture($"trainings-{width}-{language}");
        Assert.True(await steward.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width);
    }
}
