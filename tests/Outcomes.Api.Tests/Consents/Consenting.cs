using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Data.Analyses;

namespace Outcomes.Api.Tests.Consents;

/// <summary>The small study with a section on consent, and answers to it.</summary>
static class Consenting
{
    public const string Text = "2026-01";

    public static JsonObject Definition(string version = "1.0")
    {
        var study = SmallStudy.Definition(version);
        study["consent"] = JsonNode.Parse("""
            {
              "texts": [{ "id": "2026-01", "date": "2026-01-10", "languages": ["en", "es"] }, { "id": "2026-02", "date": "2026-02-20", "languages": ["en"] }],
              "purposes": [
                { "id": "research", "guardian": true, "student": true, "of_age": true },
                { "id": "reporting", "guardian": true, "student": false, "of_age": true },
                { "id": "reuse", "guardian": true, "student": true }
              ],
              "retention": { "ends_on": "2026-07-31", "after_end_months": 12, "after_withdrawal_days": 30 }
            }
            """);
        return study;
    }

    public static JsonObject Said(string participant, string purpose, string by, string answer = "given", string day = "2026-02-25") => new()
    {
        ["id"] = SmallStudy.NewId(), ["participant"] = participant, ["purpose"] = purpose, ["given_by"] = by, ["answer"] = answer,
        ["text"] = Text, ["language"] = "en", ["decided_on"] = day,
    };

    /// <summary>All that is asked for research and reporting.</summary>
    public static JsonNode[] Agreed(string participant) =>
        [Said(participant, "research", "guardian"), Said(participant, "research", "student"), Said(participant, "reporting", "guardian")];

    public static async Task Record(this RunningHost host, params JsonNode[] consents) => await Accepted(host.Send("consents", SmallStudy.Json(consents)));

    public static async Task Accepted(Task<HttpResponseMessage> answer) =>
        Xunit.Assert.True((await answer).IsSuccessStatusCode, await (await answer).Content.ReadAsStringAsync());

    /// <summary>Four participants with an assessment at baseline and endpoint each, nobody's consent.</summary>
    public static async Task<RunningHost> Started(Func<HostSettings, HostSettings>? configure = null)
    {
        var host = await RunningHost.Start(configure);
        await Accepted(host.PutStudy(Definition()));
        string[] all = ["S1-001", "S1-002", "S2-001", "S2-002"];
        await Accepted(host.Send("participants", SmallStudy.Json([.. all.Select(p => SmallStudy.Participant(p, p[1] == '1' ? "s1" : "s2", p[1] == '1' ? "live" : "waiting"))])));
        await Accepted(host.Send("sessions", SmallStudy.Json(SmallStudy.Session(SmallStudy.NewId(), ["S1-001", "S1-002"]))));
        await Accepted(host.Send("assessments", SmallStudy.Json([.. all.SelectMany(p => new[] { SmallStudy.Stress(p), SmallStudy.Stress(p, "endpoint", 1) })])));
        return host;
    }

    public static async Task<List<string>> Exported(this RunningHost host, string grain = "participants", string column = "participant", string purpose = "research")
    {
        using var answer = await host.Client.GetAsync($"api/v1/studies/{SmallStudy.Id}/dataset/{grain}.csv?purpose={purpose}");
        Xunit.Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var rows = Datasets.PackageValidator.Csv(await answer.Content.ReadAsStringAsync());
        var at = Array.IndexOf(rows[0], column);
        return [.. rows.Skip(1).Select(r => r[at]).Distinct().Order(StringComparer.Ordinal)];
    }

    public static List<string> InSnapshot(this RunningHost host) =>
        [.. host.Services.GetRequiredService<SnapshotStore>().Take(SmallStudy.Id)!.Snapshot.Participants.Select(p => p.Pseudonym).Order(StringComparer.Ordinal)];
}
