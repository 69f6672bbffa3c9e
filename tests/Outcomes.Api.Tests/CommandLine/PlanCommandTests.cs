using Outcomes.Api.Tests.Plans;
using Xunit;

namespace Outcomes.Api.Tests.CommandLine;

/// <summary>A plan's life from the command line.</summary>
public sealed class PlanCommandTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("outcomes-plan-").FullName;

    [Fact]
    public async Task A_plan_is_shown_locked_amended_and_its_versions_are_listed()
    {
        await Import(SmallStudy.Definition());
        var draft = await Plan("show");
        Assert.Contains("is a draft", draft.Output);
        Assert.Contains("Live against Waiting", draft.Output);
        Assert.Contains("No version", (await Plan("versions")).Output);

        Assert.Contains("Version 1 of the plan of small is locked", (await Plan("lock")).Output);
        Assert.Contains("was locked before", (await Plan("lock")).Output);
        Assert.Contains("was locked on", (await Plan("show")).Output);

        await Import(Planning.WithPlan("1.1", "2", 0.9));
        var refused = await Plan("lock", 3);
        Assert.Contains("reason: An amendment says why", refused.Errors);
        Assert.Contains("[needed_here]", refused.Errors);
        await Plan("lock", 0, "--reason", "Narrower intervals were asked for.");
        var versions = (await Plan("versions")).Output;
        Assert.Contains("Why: Narrower intervals were asked for.", versions);
        Assert.Contains("confidence: 0.95 → 0.9", versions);
    }

    [Fact]
    public async Task The_plan_of_a_study_that_is_not_there_is_said_in_a_sentence()
    {
        var ran = await Plan("show", 1);
        Assert.Contains("There is no study 'small'", ran.Errors);
    }

    async Task Import(System.Text.Json.Nodes.JsonObject study)
    {
        var source = Path.Combine(_directory, "source");
        Directory.CreateDirectory(source);
        await File.WriteAllTextAsync(Path.Combine(source, "study.json"), study.ToJsonString());
        var ran = await RunProgram.Outcomes("import", source, "--data", Path.Combine(_directory, "data"));
        Assert.True(ran.ExitCode == 0, ran.Errors);
    }

    async Task<Ran> Plan(string word, int code = 0, params string[] more)
    {
        var ran = await RunProgram.Outcomes(["plan", word, "--data", Path.Combine(_directory, "data"), "--study", "small", .. more]);
        Assert.True(ran.ExitCode == code, $"Exit code {ran.ExitCode}: {ran.Output}{ran.Errors}");
        return ran;
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
