using System.Text.Json.Nodes;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Entry;

/// <summary>An observation form that an educator fills in, made up for tests; and a study that takes it.</summary>
static class Observing
{
    public const string Instrument = "observed-calm";

    public static JsonObject Form(string respondent = "educator") => JsonNode.Parse($$"""
        {
          "id": "observed-calm", "version": "1.0", "title": "Calm as observed", "short_title": "Observed calm", "validated": false, "respondent": "{{respondent}}",
          "licence": { "holder": "Nobody", "paper": "free", "electronic": "free", "source": "manual", "confirmed": true },
          "items": [
            { "id": "1", "kind": "choice", "min": 0, "max": 3, "values": [0, 1, 2, 3] }, { "id": "2", "kind": "choice", "min": 0, "max": 3, "values": [0, 1, 2, 3] }
          ],
          "scales": [
            { "id": "sum", "title": "Sum", "items": ["1", "2"], "rule": "sum", "min": 0, "max": 6, "direction": "higher_is_better",
              "missing": { "allowed": 0, "prorate": false, "source": "manual", "confirmed": true }, "source": "manual", "confirmed": true }
          ],
          "sources": [{ "id": "manual", "citation": "A manual." }]
        }
        """)!.AsObject();

    public static Task<HttpResponseMessage> Register(RunningHost host) => host.Client.PutAsync($"api/v1/instruments/{Instrument}/1.0", Text(Form().ToJsonString(), "application/json"));

    /// <summary>The study takes it at the baseline as well.</summary>
    public static JsonObject In(JsonObject study)
    {
        study["instruments"]!.AsArray().Add(new JsonObject { ["instrument"] = Instrument, ["version"] = "1.0", ["timepoints"] = new JsonArray("baseline") });
        return study;
    }
}
