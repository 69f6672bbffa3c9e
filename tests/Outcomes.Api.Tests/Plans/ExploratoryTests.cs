using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Analyses;
using Outcomes.Data.Analyses;
using Xunit;
using static Outcomes.Api.Tests.Plans.Planning;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Plans;

/// <summary>What was computed from a draft is exploratory for ever; what is computed after the lock is not.</summary>
public sealed class ExploratoryTests
{
    [Fact]
    public async Task An_analysis_of_a_draft_stays_exploratory_and_the_lock_leads_to_another_that_is_not()
    {
        await using var host = await WithData();
        var first = await host.Finished(Id);
        var draft = Stored(host, first);
        Assert.Equal("draft", (string)draft["standing"]!["state"]!);

        (await host.LockPlan()).EnsureSuccessStatusCode();
        var second = await host.Finished(Id);
        Assert.NotEqual((string)first["id"]!, (string)second["id"]!);
        Assert.Equal((string)first["snapshot_hash"]!, (string)second["snapshot_hash"]!);
        var confirmatory = Stored(host, second)["standing"]!;
        Assert.Equal(("locked", "test"), ((string)confirmatory["state"]!, (string)confirmatory["locked_by"]!));
        Assert.True(DateTimeOffset.Parse((string)confirmatory["first_data_utc"]!, null) < DateTimeOffset.Parse((string)confirmatory["locked_utc"]!, null));

        Assert.Equal(draft.ToJsonString(), Stored(host, first).ToJsonString());
    }

    [Fact]
    public async Task A_result_names_the_versions_that_were_locked_before_its_own_with_what_changed_and_why()
    {
        await using var host = await WithData();
        (await host.LockPlan()).EnsureSuccessStatusCode();
        await host.Finished(Id);
        (await host.PutStudy(WithPlan("1.1", "2", 0.9))).EnsureSuccessStatusCode();
        var between = Stored(host, await host.Finished(Id))["standing"]!;
        Assert.Equal(("draft", "1"), ((string)between["state"]!, (string)Assert.Single(between["amendments"]!.AsArray())!["version"]!));

        (await host.LockPlan("Narrower intervals were asked for.")).EnsureSuccessStatusCode();
        var after = Stored(host, await host.Finished(Id))["standing"]!;
        Assert.Equal(("locked", "Narrower intervals were asked for."), ((string)after["state"]!, (string)after["reason"]!));
        Assert.Equal("confidence: 0.95 → 0.9", (string)Assert.Single(after["changes"]!.AsArray())!);
        Assert.Equal("1", (string)Assert.Single(after["amendments"]!.AsArray())!["version"]!);
    }

    static async Task<RunningHost> WithData()
    {
        var host = await RunningHost.Start(Analysing.Settings);
        (await host.PutStudy(Definition())).EnsureSuccessStatusCode();
        (await host.Send("participants", Json(Participant("S1-001"), Participant("S2-001", "s2", "waiting")))).EnsureSuccessStatusCode();
        (await host.Send("assessments", Json(Stress("S1-001"), Stress("S2-001")))).EnsureSuccessStatusCode();
        return host;
    }

    static JsonNode Stored(RunningHost host, JsonNode analysis) => JsonNode.Parse(host.Services.GetRequiredService<AnalysisStore>().Result((string)analysis["id"]!)!)!;
}
