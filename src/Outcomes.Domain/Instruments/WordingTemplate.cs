using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Outcomes.Domain.Instruments;

/// <summary>A wording file to fill in: everything that an instrument has words for, and none of the words.</summary>
public static class WordingTemplate
{
    static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>JSON in UTF-8. Texts are empty, so that the file is refused until they were written.</returns>
    public static byte[] Of(InstrumentDefinition instrument, string language)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            foreach (var (name, value) in new[] { ("instrument", instrument.Id), ("version", instrument.Version), ("language", language) }) json.WriteString(name, value);
            json.WriteStartArray("media");
            json.WriteStringValue("paper");
            json.WriteEndArray();
            foreach (var name in new[] { "licence", "attribution", "instruction" }) json.WriteString(name, "");
            Empty(json, "items", instrument.Items.Select(i => i.Id));
            Options(json, instrument);
            Ends(json, instrument);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    static void Empty(Utf8JsonWriter json, string name, IEnumerable<string> keys)
    {
        json.WriteStartObject(name);
        foreach (var key in keys) json.WriteString(key, "");
        json.WriteEndObject();
    }

    /// <summary>One group of labels for the items that have the same boxes.</summary>
    static void Options(Utf8JsonWriter json, InstrumentDefinition instrument)
    {
        var groups = instrument.Items.Where(i => i.Kind == ItemKind.Choice).GroupBy(i => string.Join(' ', i.Values.Select(Number))).ToList();
        if (groups.Count == 0) return;
        json.WriteStartArray("options");
        foreach (var group in groups)
        {
            json.WriteStartObject();
            json.WriteStartArray("items");
            foreach (var item in group) json.WriteStringValue(item.Id);
            json.WriteEndArray();
            Empty(json, "labels", group.First().Values.Select(Number));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void Ends(Utf8JsonWriter json, InstrumentDefinition instrument)
    {
        var lines = instrument.Items.Where(i => i.Kind != ItemKind.Choice).ToList();
        if (lines.Count == 0) return;
        json.WriteStartObject("anchors");
        foreach (var item in lines) Empty(json, item.Id, ["low", "high"]);
        json.WriteEndObject();
    }

    static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
