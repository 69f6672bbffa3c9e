using System.Text.Json.Nodes;
using Outcomes.Api;
using Outcomes.Jobs;
using Xunit;

namespace Outcomes.Api.Tests.Analyses;

/// <summary>Hosts that analyse, and waiting for what they make.</summary>
static class Analysing
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Jobs run, look for work often, and find no browser.</summary>
    public static HostSettings Settings(HostSettings settings) => settings with
    {
        RunJobs = true, Browser = "/no/such/browser", JobTimes = Often,
    };

    public static readonly JobTimes Often = new(TimeSpan.FromSeconds(0.2), TimeSpan.Zero, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(0.5));

    public static async Task SendExample(this RunningHost host, string study)
    {
        async Task Send(HttpMethod method, string address, string file, string mediaType)
        {
            using var request = new HttpRequestMessage(method, address) { Content = SmallStudy.Text(await File.ReadAllTextAsync(Repository.PathOf("examples", study, file)), mediaType) };
            using var answer = await host.Client.SendAsync(request);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
        await Send(HttpMethod.Put, $"api/v1/studies/{study}", "study.json", "application/json");
        await Send(HttpMethod.Post, $"api/v1/studies/{study}/participants", "participants.csv", "text/csv");
        await Send(HttpMethod.Post, $"api/v1/studies/{study}/assessments", "assessments.csv", "text/csv");
    }

    public static async Task<JsonArray> Analyses(this RunningHost host, string study) =>
        JsonNode.Parse(await host.Client.GetStringAsync($"api/v1/studies/{study}/analyses"))!.AsArray();

    /// <summary>The finished analysis of all that was sent.</summary>
    public static async Task<JsonNode> Finished(this RunningHost host, string study) =>
        await Until(async () => (await host.Analyses(study)).FirstOrDefault(a => (string)a!["status"]! == "finished" && !(bool)a["stale"]!));

    public static async Task<JsonNode> Result(this RunningHost host, string study, string audience)
    {
        await host.Finished(study);
        var answer = await Until(async () => await host.Client.GetAsync($"api/v1/studies/{study}/results/{audience}") is { IsSuccessStatusCode: true } made ? made : null);
        return await answer.Body();
    }

    public static async Task<T> Until<T>(Func<Task<T?>> get) where T : class
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await get() is { } found) return found;
            await Task.Delay(20, patience.Token);
        }
    }
}
