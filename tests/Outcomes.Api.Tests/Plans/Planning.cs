using System.Text.Json.Nodes;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Plans;

/// <summary>What a client does with a study's plan.</summary>
static class Planning
{
    public static async Task<JsonNode> Plan(this RunningHost host) => await (await host.Client.GetAsync("api/v1/studies/small/plan")).Body();

    public static async Task<JsonArray> PlanVersions(this RunningHost host) => (await (await host.Client.GetAsync("api/v1/studies/small/plan/versions")).Body()).AsArray();

    /// <summary>Reads the plan and locks what was read.</summary>
    public static async Task<HttpResponseMessage> LockPlan(this RunningHost host, string? reason = null)
    {
        var plan = await host.Plan();
        return await host.LockPlan((string)plan["version"]!, (string)plan["hash"]!, reason);
    }

    public static Task<HttpResponseMessage> LockPlan(this RunningHost host, string version, string hash, string? reason = null)
    {
        var request = new JsonObject { ["version"] = version, ["hash"] = hash };
        if (reason is not null) request["reason"] = reason;
        return host.Client.PostAsync("api/v1/studies/small/plan/lock", Text(request.ToJsonString(), "application/json"));
    }

    /// <summary>The study with another plan: version and confidence.</summary>
    public static JsonObject WithPlan(string study, string version, double confidence = 0.95)
    {
        var definition = Definition(study);
        definition["plan"]!["version"] = version;
        definition["plan"]!["confidence"] = confidence;
        return definition;
    }
}
