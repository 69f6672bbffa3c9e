using System.Text.Json;

namespace Outcomes.Domain.Sessions;

/// <summary>
/// A dump of WebRTC statistics, reduced to what a study needs. A dump also holds network addresses, device names and the parties' session
/// descriptions: nothing but the summary leaves this class, and the dump itself is stored nowhere.
/// </summary>
/// <remarks>
/// Two forms are read: what a browser's own page on its connections saves (<c>PeerConnections</c>, each value a list over time), and a list of
/// <c>RTCPeerConnection.getStats()</c> reports, each a list or an object of statistics. Names are those of W3C's "Identifiers for WebRTC's
/// Statistics API".
/// </remarks>
public static class WebRtcDump
{
    /// <summary>An hour at one report a second takes about a tenth of this.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    /// <returns>The summary, or the one fault that made it impossible.</returns>
    public static (TransmissionSummary? Summary, Fault? Fault) Reduce(ReadOnlyMemory<byte> json)
    {
        List<WebRtcSeries> series;
        try
        {
            using var document = JsonDocument.Parse(json);
            series = Read(document.RootElement);
        }
        catch (JsonException) { return (null, new("dump", "not_json", "This file is not JSON. Save the dump from the browser's page on WebRTC, or a list of getStats() reports, and send it as it is.")); }
        var summary = TransmissionSummary.Of(series);
        return summary is null
            ? (null, new("dump", "no_audio", "No received audio stands in this file, so nothing can be said of the transmission. Save the dump before the call is closed."))
            : (summary, null);
    }

    static List<WebRtcSeries> Read(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("PeerConnections", out var connections) && connections.ValueKind == JsonValueKind.Object ? OfBrowser(connections)
            : OfReports(root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : [root]);

    /// <summary>Each member is named after the statistics' id and the value's name, and holds its values over time as JSON within a text.</summary>
    static List<WebRtcSeries> OfBrowser(JsonElement connections)
    {
        var series = new Dictionary<string, WebRtcSeries>(StringComparer.Ordinal);
        foreach (var connection in connections.EnumerateObject())
        {
            if (connection.Value.ValueKind != JsonValueKind.Object || !connection.Value.TryGetProperty("stats", out var stats) || stats.ValueKind != JsonValueKind.Object) continue;
            foreach (var member in stats.EnumerateObject())
            {
                var cut = member.Name.LastIndexOf('-');
                if (cut < 1 || member.Value.ValueKind != JsonValueKind.Object || !member.Value.TryGetProperty("values", out var values)) continue;
                var type = member.Value.TryGetProperty("statsType", out var said) ? JsonText.TextOf(said) : null;
                foreach (var value in ValuesOf(values)) Of(series, $"{connection.Name} {member.Name[..cut]}", type ?? "").Add(member.Name[(cut + 1)..], value);
            }
        }
        return [.. series.Values];
    }

    static IEnumerable<JsonElement> ValuesOf(JsonElement values)
    {
        if (values.ValueKind == JsonValueKind.Array) return [.. values.EnumerateArray()];
        if (JsonText.TextOf(values) is not { } text) return [];
        using var inner = JsonDocument.Parse(text);
        return inner.RootElement.ValueKind == JsonValueKind.Array ? [.. inner.RootElement.Clone().EnumerateArray()] : [];
    }

    static List<WebRtcSeries> OfReports(IReadOnlyList<JsonElement> reports)
    {
        var series = new Dictionary<string, WebRtcSeries>(StringComparer.Ordinal);
        foreach (var statistics in reports.SelectMany(StatisticsOf))
        {
            if (!statistics.TryGetProperty("id", out var id) || JsonText.TextOf(id) is not { } name || !statistics.TryGetProperty("type", out var type)) continue;
            foreach (var member in statistics.EnumerateObject()) Of(series, name, JsonText.TextOf(type) ?? "").Add(member.Name, member.Value);
        }
        return [.. series.Values];
    }

    /// <summary>A report is a list of statistics, an object of them by id, or an object that holds either under a name of its writer's choice.</summary>
    static IEnumerable<JsonElement> StatisticsOf(JsonElement report) => report.ValueKind switch
    {
        JsonValueKind.Array => report.EnumerateArray().SelectMany(StatisticsOf),
        JsonValueKind.Object when report.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String => [report],
        JsonValueKind.Object => report.EnumerateObject().Where(m => m.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array).SelectMany(m => StatisticsOf(m.Value)),
        _ => [],
    };

    static WebRtcSeries Of(Dictionary<string, WebRtcSeries> series, string id, string type) => series.TryGetValue(id, out var known) ? known : series[id] = new(type);
}
