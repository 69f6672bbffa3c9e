using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Outcomes.Api.Tests;

/// <summary>A study of two schools for tests, and rows that it takes. All of it is made up.</summary>
static class SmallStudy
{
    public const string Id = "small";

    static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static JsonObject Definition(string version = "1.0") => JsonNode.Parse($$"""
        {
          "id": "small", "version": "{{version}}", "title": { "en": "A small study", "es": "Un estudio" }, "synthetic": true,
          "data_source": "Made up for tests.", "population": "students", "languages": ["en", "es"],
          "allocation": { "unit": "school", "randomized": true },
          "arms": [
            { "id": "live", "title": "Live", "delivery": "live", "role": "intervention" },
            { "id": "waiting", "title": "Waiting", "delivery": "none", "role": "comparison" }
          ],
          "timepoints": [
            { "id": "baseline", "title": "Baseline", "kind": "course", "week": 0 },
            { "id": "endpoint", "title": "Endpoint", "kind": "course", "week": 10 },
            { "id": "before", "title": "Before", "kind": "before_session" },
            { "id": "after", "title": "After", "kind": "after_session" }
          ],
          "districts": [
            { "id": "d1", "title": "District", "schools": [{ "id": "s1", "title": "One" }, { "id": "s2", "title": "Two" }] }
          ],
          "instruments": [
            { "instrument": "pss-10", "version": "1.0", "timepoints": ["baseline", "endpoint"] },
            { "instrument": "session-check-in", "version": "1.0", "timepoints": ["before", "after"] }
          ],
          "plan": {
            "version": "1", "confidence": 0.95,
            "outcomes": [
              { "id": "stress", "role": "primary", "estimand": "course_change", "domain": "stress", "instrument": "pss-10", "scale": "total", "from": "baseline", "to": "endpoint" }
            ],
            "contrasts": [{ "arm": "live", "comparator": "waiting" }]
          }
        }
        """)!.AsObject();

    public static Guid NewId() => Guid.CreateVersion7(Start);

    public static JsonObject Participant(string pseudonym, string school = "s1", string arm = "live") => new()
    {
        ["id"] = NewId(), ["pseudonym"] = pseudonym, ["school"] = school, ["arm"] = arm, ["language"] = "en", ["enrolled_on"] = "2026-03-01",
    };

    public static JsonObject Session(Guid id, string[] attendees, string school = "s1", int week = 1) => new()
    {
        ["id"] = id, ["school"] = school, ["arm"] = "live", ["week"] = week, ["delivery"] = "live", ["status"] = "held", ["start_utc"] = "2026-03-02T09:00:00Z",
        ["duration_minutes"] = 45, ["educator_present"] = true, ["attendees"] = new JsonArray([.. attendees.Select(a => JsonValue.Create(a))]),
        ["transmission"] = new JsonObject { ["rtt_ms"] = 41.5, ["jitter_ms"] = 3.25, ["loss_pct"] = 0.4, ["concealed_pct"] = 1.5 },
    };

    /// <summary>PSS-10 with every answer the same.</summary>
    public static JsonObject Stress(string participant, string timepoint = "baseline", int answer = 2) => new()
    {
        ["id"] = NewId(), ["participant"] = participant, ["instrument"] = "pss-10", ["version"] = "1.0", ["timepoint"] = timepoint,
        ["completed_utc"] = "2026-03-02T09:30:00Z", ["language"] = "en", ["mode"] = "screen",
        ["answers"] = new JsonObject(Items("pss-10").Select(item => KeyValuePair.Create(item, (JsonNode?)answer))),
    };

    public static JsonObject CheckIn(string participant, Guid session, string timepoint, double answer = 4.5) => new()
    {
        ["id"] = NewId(), ["participant"] = participant, ["instrument"] = "session-check-in", ["version"] = "1.0", ["timepoint"] = timepoint, ["session"] = session,
        ["completed_utc"] = "2026-03-02T09:50:00.250Z", ["language"] = "es", ["mode"] = "paper",
        ["answers"] = new JsonObject(Items("session-check-in").Select(item => KeyValuePair.Create(item, (JsonNode?)answer))),
    };

    public static IEnumerable<string> Items(string instrument) =>
        Domain.Instruments.InstrumentCatalogue.BuiltIn.Find(instrument, "1.0")!.Items.Select(i => i.Id);

    /// <summary>A host that has the study, two participants and one session.</summary>
    /// <param name="map">More than the program does, such as a network that breaks off.</param>
    public static async Task<(RunningHost Host, Guid Session)> Started(Action<Microsoft.AspNetCore.Builder.WebApplication>? map = null)
    {
        var host = await RunningHost.Start(map: map);
        (await host.PutStudy(Definition())).EnsureSuccessStatusCode();
        (await host.Send("participants", Json(Participant("S1-001"), Participant("S2-001", "s2", "waiting")))).EnsureSuccessStatusCode();
        var session = NewId();
        (await host.Send("sessions", Json(Session(session, ["S1-001"])))).EnsureSuccessStatusCode();
        return (host, session);
    }

    public static Task<HttpResponseMessage> PutStudy(this RunningHost host, JsonNode study) =>
        host.Client.PutAsync($"api/v1/studies/{Id}", Text(study.ToJsonString(), "application/json"));

    public static Task<HttpResponseMessage> Send(this RunningHost host, string noun, HttpContent body) =>
        host.Client.PostAsync($"api/v1/studies/{Id}/{noun}", body);

    public static HttpContent Json(params JsonNode[] rows) => Text(new JsonArray([.. rows.Select(r => r.DeepClone())]).ToJsonString(), "application/json");

    public static HttpContent NdJson(params JsonNode[] rows) => Text(string.Join('\n', rows.Select(r => r.ToJsonString())), "application/x-ndjson");

    public static HttpContent Text(string text, string mediaType) =>
        new ByteArrayContent(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType) } };

    public static async Task<JsonNode> Body(this HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    /// <summary>The faults of a refusal as "row field code".</summary>
    public static async Task<List<string>> Faults(this HttpResponseMessage answer) =>
        [.. (await answer.Body())["faults"]!.AsArray().Select(f => $"{f!["row"]} {f["field"]} {f["code"]}")];
}

/// <summary>One host with the study for all tests of a class that leave it as it was.</summary>
public sealed class StartedStudy : Xunit.IAsyncLifetime
{
    public RunningHost Host { get; private set; } = null!;

    public Guid Session { get; private set; }

    public async ValueTask InitializeAsync() => (Host, Session) = await SmallStudy.Started();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
