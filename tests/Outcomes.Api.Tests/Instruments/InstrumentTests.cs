using System.Net;
using System.Text.Json.Nodes;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Instruments;

/// <summary>An instrument's version never changes: scores stand on its hash.</summary>
public sealed class InstrumentTests
{
    static async Task<JsonObject> CheckInAs(RunningHost host, string version)
    {
        var definition = (await (await host.Client.GetAsync("api/v1/instruments/session-check-in/1.0")).Body()).AsObject();
        definition["version"] = version;
        return definition;
    }

    static Task<HttpResponseMessage> Put(RunningHost host, string version, JsonObject definition) =>
        host.Client.PutAsync($"api/v1/instruments/session-check-in/{version}", Text(definition.ToJsonString(), "application/json"));

    [Fact]
    public async Task Those_built_in_are_there_from_the_start()
    {
        await using var host = await RunningHost.Start();
        var listed = (await (await host.Client.GetAsync("api/v1/instruments")).Body()).AsArray().Select(i => $"{i!["id"]} {i["version"]} {i["hash"]}");
        Assert.Equal(Domain.Instruments.InstrumentCatalogue.BuiltIn.All.Select(d => $"{d.Id} {d.Version} {d.Hash}"), listed);
    }

    [Fact]
    public async Task A_second_definition_of_the_same_version_is_a_conflict_and_changes_nothing()
    {
        await using var host = await RunningHost.Start();
        var before = host.Dump();
        Assert.Equal(HttpStatusCode.OK, (await Put(host, "1.0", await CheckInAs(host, "1.0"))).StatusCode);
        var other = await CheckInAs(host, "1.0");
        other["title"] = "Another title";
        var answer = await Put(host, "1.0", other);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal([" version version_conflict"], await answer.Faults());
        Assert.Equal(before, host.Dump());
    }

    [Fact]
    public async Task A_new_version_can_be_used_by_a_study_at_once()
    {
        await using var host = await RunningHost.Start();
        Assert.Equal(HttpStatusCode.Created, (await Put(host, "1.1", await CheckInAs(host, "1.1"))).StatusCode);
        var study = Definition();
        study["instruments"]![1]!["version"] = "1.1";
        Assert.Equal(HttpStatusCode.Created, (await host.PutStudy(study)).StatusCode);
    }
}
