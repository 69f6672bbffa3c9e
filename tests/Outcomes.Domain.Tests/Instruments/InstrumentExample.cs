using System.Text;
using System.Text.Json.Nodes;
using Outcomes.Domain.Instruments;

namespace Outcomes.Domain.Tests.Instruments;

/// <summary>A definition made for tests: every member, every kind of item, every scoring rule.</summary>
static class InstrumentExample
{
    const string Text = """
    {
      "$schema": "../schema.json",
      "id": "example", "version": "1.0", "title": "An example", "short_title": "Example", "validated": false,
      "licence": { "holder": "Nobody", "paper": "free", "electronic": "permission", "source": "manual", "confirmed": true, "note": "None." },
      "items": [
        { "id": "1", "kind": "choice", "min": 0, "max": 3, "values": [0, 1, 2, 3], "label": "calm" },
        { "id": "2", "kind": "choice", "min": 0, "max": 3, "values": [0, 1, 2, 3] },
        { "id": "3", "kind": "choice", "min": 0, "max": 3, "values": [0, 1, 2, 3] },
        { "id": "4", "kind": "choice", "min": 0, "max": 3, "values": [0, 1, 2, 3] },
        { "id": "hours", "kind": "number", "min": 0, "max": 24, "step": 0.5 },
        { "id": "line", "kind": "visual_analogue", "min": 0, "max": 10, "step": 0.1 }
      ],
      "scales": [
        { "id": "sum", "title": "Sum", "items": ["1", "2", "3", "4"], "reverse": ["2"], "rule": "sum", "min": 0, "max": 12,
          "direction": "lower_is_better", "missing": { "allowed": 2, "prorate": true, "source": "manual", "confirmed": true },
          "reliability": [{ "coefficient": "alpha", "value": 0.8, "population": "Students", "source": "manual", "confirmed": false }],
          "norms": [{ "population": "Students", "mean": 5, "sd": 2, "n": 100, "source": "manual", "confirmed": false }],
          "source": "manual", "confirmed": true },
        { "id": "mean", "title": "Mean", "items": ["1", "2", "3", "4"], "rule": "mean", "min": 0, "max": 3,
          "direction": "higher_is_better", "missing": { "allowed": 1, "prorate": true, "source": "manual", "confirmed": true },
          "source": "manual", "confirmed": true },
        { "id": "rescaled", "title": "Rescaled", "items": ["1", "2"], "rule": "rescaled_sum", "factor": -10, "offset": 60, "min": 0, "max": 60,
          "direction": "neither", "missing": { "allowed": 0, "prorate": false, "source": "manual", "confirmed": true },
          "source": "manual", "confirmed": true },
        { "id": "table", "title": "Table", "items": ["1", "3"], "rule": "table",
          "table": { "0": 10, "1": 14.5, "2": 18, "3": 21, "4": 25.5, "5": 31, "6": 40 }, "min": 10, "max": 40,
          "direction": "higher_is_better", "missing": { "allowed": 1, "prorate": true, "source": "manual", "confirmed": true },
          "source": "manual", "confirmed": true },
        { "id": "line", "title": "Line", "items": ["line"], "rule": "sum", "min": 0, "max": 10,
          "direction": "higher_is_better", "missing": { "allowed": 0, "prorate": false, "source": "manual", "confirmed": true },
          "source": "manual", "confirmed": true },
        { "id": "recoded", "title": "Recoded", "items": ["2", "4"], "recode": { "0": 0, "1": 0, "2": 1, "3": 2 }, "zero_if": { "item": "3", "value": 0 },
          "rule": "sum", "min": 0, "max": 4, "direction": "lower_is_better",
          "missing": { "allowed": 1, "prorate": true, "round": true, "source": "manual", "confirmed": true }, "source": "manual", "confirmed": true },
        { "id": "both", "title": "Both", "scales": ["line", "recoded"], "rule": "composite", "min": 0, "max": 14,
          "direction": "neither", "missing": { "allowed": 0, "prorate": false, "source": "manual", "confirmed": true }, "source": "manual", "confirmed": true }
      ],
      "respondent": "participant", "domains": ["stress", "quality_of_life"], "ages": { "from": 8, "to": 18, "source": "manual", "confirmed": false },
      "bands": [{ "id": "manual", "title": "The manual's", "scales": { "recoded": [{ "label": "low", "from": 0, "to": 1 }, { "label": "high", "from": 2, "to": 4 }] },
        "source": "manual", "confirmed": true }],
      "sources": [{ "id": "manual", "citation": "A manual.", "doi": "10.1000/182", "url": "https://example.org/manual" }],
      "worked_examples": [
        { "answers": { "1": 3, "2": 0, "3": "not_reached", "4": "prefer_not_to_answer", "line": 2.5 },
          "scores": { "sum": 12, "mean": null, "rescaled": 30, "table": 40, "line": 2.5, "recoded": 0, "both": 2.5 }, "source": "manual" }
      ],
      "wording": { "en": { "1": "One?", "2": "Two?", "3": "Three?", "4": "Four?", "hours": "Hours?", "line": "Line?" } },
      "anchors": { "en": { "line": { "low": "Low", "high": "High" } } },
      "note": "For tests."
    }
    """;

    public static InstrumentDefinition Definition { get; } = Read(Node()).Value!;

    public static JsonNode Node() => JsonNode.Parse(Text)!;

    public static Checked<InstrumentDefinition> Read(JsonNode node) => Read(node.ToJsonString());

    public static Checked<InstrumentDefinition> Read(string text) => InstrumentReader.Read(Encoding.UTF8.GetBytes(text));
}
