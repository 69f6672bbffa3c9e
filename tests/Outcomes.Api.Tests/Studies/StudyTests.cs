using System.Net;
using System.Text.Json.Nodes;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Studies;

/// <summary>A study comes as a file, keeps its versions, and never changes one.</summary>
public sealed class StudyTests
{
    [Fact]
    public async Task A_study_is_stored_once_a_version_and_the_same_file_again_changes_nothing()
    {
        await using var host = await RunningHost.Start();
        Assert.Equal(HttpStatusCode.Created, (await host.PutStudy(Definition())).StatusCode);
        var before = host.Dump();
        var reordered = new JsonObject(Definition().Reverse().Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
        Assert.Equal(HttpStatusCode.OK, (await host.PutStudy(reordered)).StatusCode);
        Assert.Equal(before, host.Dump());
    }

    [Fact]
    public async Task The_same_version_with_other_content_is_a_conflict()
    {
        var (host, _) = await Started();
        await using var __ = host;
        var before = host.Dump();
        var changed = Definition();
        changed["data_source"] = "Elsewhere.";
        var answer = await host.PutStudy(changed);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal([" version version_conflict"], await answer.Faults());
        Assert.Equal(before, host.Dump());
    }

    [Fact]
    public async Task A_new_version_takes_over_and_what_changed_can_be_shown()
    {
        var (host, _) = await Started();
        await using var __ = host;
        var second = Definition("1.1");
        second["arms"]![0]!["title"] = "Live online";
        Assert.Equal(HttpStatusCode.Created, (await host.PutStudy(second)).StatusCode);
        var study = await (await host.Client.GetAsync("api/v1/studies/small")).Body();
        Assert.Equal("1.1", (string)study["version"]!);
        var versions = (await (await host.Client.GetAsync("api/v1/studies/small/versions")).Body()).AsArray();
        Assert.Equal(["1.0 False", "1.1 True"], versions.Select(v => $"{v!["version"]} {(bool)v["is_current"]!}"));
        var changes = (await (await host.Client.GetAsync("api/v1/studies/small/changes?from=1.0&to=1.1")).Body())["changes"]!.AsArray();
        Assert.Contains(changes, c => (string)c!["path"]! == "arms / live / title" && (string)c["after"]! == "Live online");
    }

    [Fact]
    public async Task A_new_version_may_not_leave_out_what_stored_data_name()
    {
        var (host, _) = await Started();
        await using var __ = host;
        var before = host.Dump();
        var second = Definition("1.1");
        second["districts"]![0]!["schools"]!.AsArray().RemoveAt(1);
        var answer = await host.PutStudy(second);
        Assert.Equal([" districts in_use"], await answer.Faults());
        Assert.Equal(before, host.Dump());
    }

    [Fact]
    public async Task A_study_that_names_a_missing_instrument_is_refused()
    {
        await using var host = await RunningHost.Start();
        var before = host.Dump();
        var study = Definition();
        study["instruments"]![0]!["instrument"] = "pss-11";
        var answer = await host.PutStudy(study);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(await answer.Faults(), f => f.Contains("instruments[0]", StringComparison.Ordinal));
        Assert.Equal(before, host.Dump());
    }

    [Fact]
    public async Task A_file_under_another_address_is_refused()
    {
        await using var host = await RunningHost.Start();
        var answer = await host.Client.PutAsync("api/v1/studies/other", Text(Definition().ToJsonString(), "application/json"));
        Assert.Equal([" id differs"], await answer.Faults());
    }

    [Fact]
    public async Task Truncated_JSON_is_told_with_its_place()
    {
        await using var host = await RunningHost.Start();
        var answer = await host.Client.PutAsync("api/v1/studies/small", Text(Definition().ToJsonString()[..200], "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("line 1, column", (string)(await answer.Body())["faults"]![0]!["reason"]!, StringComparison.Ordinal);
    }
}
