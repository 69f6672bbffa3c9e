using System.Text.Json.Nodes;
using Outcomes.Domain.Instruments;

namespace Outcomes.Api.Tests.Instruments;

/// <summary>A wording file for tests, with words of ours in the place of an owner's.</summary>
static class WordingFile
{
    public static JsonObject Of(string instrument, string language = "en", params string[] media)
    {
        var d = InstrumentCatalogue.BuiltIn.Find(instrument, "1.0")!;
        var boxes = d.Items.Where(i => i.Kind == ItemKind.Choice).ToList();
        return new JsonObject
        {
            ["instrument"] = instrument, ["version"] = "1.0", ["language"] = language, ["media"] = new JsonArray([.. (media.Length > 0 ? media : ["screen", "paper"]).Select(m => JsonValue.Create(m))]),
            ["licence"] = "Words made up for tests.", ["attribution"] = "Made up, 2026.", ["instruction"] = "Tick one box a line.",
            ["items"] = new JsonObject(d.Items.Select(i => KeyValuePair.Create(i.Id, (JsonNode?)$"Made-up question {i.Id}"))),
            ["options"] = boxes.Count == 0 ? null : new JsonArray(new JsonObject
            {
                ["items"] = new JsonArray([.. boxes.Select(i => JsonValue.Create(i.Id))]),
                ["labels"] = new JsonObject(boxes[0].Values.Select(v => KeyValuePair.Create(v.ToString(System.Globalization.CultureInfo.InvariantCulture), (JsonNode?)$"box {v}"))),
            }),
        };
    }
}
