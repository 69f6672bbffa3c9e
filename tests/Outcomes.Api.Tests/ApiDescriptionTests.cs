using System.Net;
using System.Text.Json.Nodes;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests;

/// <summary>The API's description is true: what it shows as an example is taken.</summary>
public sealed class ApiDescriptionTests
{
    [Fact]
    public async Task Every_example_of_every_format_is_accepted_as_it_stands_and_all_formats_say_the_same()
    {
        var (host, _) = await Started();
        await using var __ = host;
        var document = await Document(host);
        foreach (var noun in new[] { "participants", "sessions", "assessments" })
        {
            var content = document["paths"]![$"/api/v1/studies/{{study}}/{noun}"]!["post"]!["requestBody"]!["content"]!.AsObject();
            Assert.Equal(["application/json", "application/x-ndjson", "text/csv"], content.Select(c => c.Key));
            var statuses = new List<HttpStatusCode>();
            foreach (var (type, media) in content)
            {
                var example = media!["example"]!;
                statuses.Add((await host.Send(noun, Text(example is JsonArray ? example.ToJsonString() : (string)example!, type))).StatusCode);
            }
            Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.OK], statuses);
        }
    }

    [Fact]
    public async Task Every_operation_says_which_key_it_needs()
    {
        await using var host = await RunningHost.Start();
        var document = await Document(host);
        Assert.Equal("bearer", (string)document["components"]!["securitySchemes"]!["key"]!["scheme"]!);
        var operations = document["paths"]!.AsObject().Where(p => p.Key.StartsWith("/api/", StringComparison.Ordinal)).SelectMany(p => p.Value!.AsObject()).ToList();
        Assert.NotEmpty(operations);
        Assert.All(operations, o => Assert.NotNull(o.Value!["security"]?[0]?["key"]));
    }

    [Fact]
    public async Task Every_operation_has_a_summary_says_what_it_answers_and_which_refusals_there_are()
    {
        await using var host = await RunningHost.Start();
        var operations = (await Document(host))["paths"]!.AsObject().Where(p => p.Key.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(p => p.Value!.AsObject().Select(o => (Name: $"{o.Key} {p.Key}", Value: o.Value!))).ToList();
        Assert.Empty(operations.Where(o => string.IsNullOrEmpty((string?)o.Value["summary"])).Select(o => o.Name));
        Assert.Empty(operations.Where(o => !o.Value["responses"]!.AsObject().Any(r => r.Key[0] == '2' && r.Value!["content"]?.AsObject().Count > 0)).Select(o => o.Name));
        Assert.Empty(operations.Where(o => new[] { "401", "403" }.Any(s => o.Value["responses"]![s]?["content"]?["application/problem+json"] is null)).Select(o => o.Name));
        Assert.Empty(operations.Where(o => o.Name.StartsWith('p') && !TakeNothing.Contains(o.Name) && o.Value["requestBody"]?["content"] is null).Select(o => o.Name));
    }

    /// <summary>Requests that say all by their address.</summary>
    static readonly string[] TakeNothing = ["post /api/v1/studies/{study}/reports/schools", "post /api/v1/studies/{study}/webhooks/{id}/test"];

    static async Task<JsonNode> Document(RunningHost host)
    {
        using var anyone = new HttpClient { BaseAddress = host.Address };
        return JsonNode.Parse(await anyone.GetStringAsync("api/v1/openapi.json"))!;
    }
}
