using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Outcomes.Domain.Reports;

namespace Outcomes.Reports;

public enum ReportFormat { Html, Pdf, Json }

/// <summary>Finds in a file what a report says of itself. It believes nothing: that is compared with what is stored and computed.</summary>
public static partial class ReportStampReader
{
    internal const string MetaPrefix = "outcomes:", XmpPrefix = "outcomes";

    /// <returns>Null where the file is no report of ours: another PDF, page or JSON, or something else.</returns>
    public static (ReportStamp Stamp, ReportFormat Format)? Read(byte[] file)
    {
        var format = file.AsSpan().StartsWith("%PDF-"u8) ? ReportFormat.Pdf : file.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{"u8) ? ReportFormat.Json : ReportFormat.Html;
        var stamp = format switch { ReportFormat.Pdf => FromPdf(file), ReportFormat.Json => FromJson(file), _ => FromHtml(file) };
        return stamp is null ? null : (stamp, format);
    }

    static ReportStamp? FromHtml(byte[] file)
    {
        var members = Metas().Matches(Encoding.UTF8.GetString(file)).GroupBy(m => m.Groups["name"].Value)
            .ToDictionary(g => g.Key, g => WebUtility.HtmlDecode(g.First().Groups["value"].Value));
        return ReportStamp.Read(members.GetValueOrDefault);
    }

    /// <remarks>The metadata are appended without compression, so that they can be read without a PDF library; the last update counts.</remarks>
    static ReportStamp? FromPdf(byte[] file)
    {
        var text = Encoding.UTF8.GetString(file);
        var start = text.LastIndexOf("<x:xmpmeta", StringComparison.Ordinal);
        if (start < 0) return null;
        var members = Properties().Matches(text[start..]).GroupBy(m => m.Groups["name"].Value)
            .ToDictionary(g => g.Key, g => WebUtility.HtmlDecode(g.First().Groups["value"].Value));
        return ReportStamp.Read(members.GetValueOrDefault);
    }

    static ReportStamp? FromJson(byte[] file)
    {
        try
        {
            using var json = JsonDocument.Parse(file);
            return ReportStamp.Read(name => name switch
            {
                "study" => Text(json.RootElement, "result", "study", "id"),
                "audience" => Text(json.RootElement, "audience"),
                "school" => Text(json.RootElement, "school"),
                "code" => Text(json.RootElement, "code"),
                "snapshot" => Text(json.RootElement, "result", "provenance", "snapshot_hash"),
                "plan" => Text(json.RootElement, "result", "provenance", "plan_hash"),
                "definition" => Text(json.RootElement, "result", "provenance", "study_hash"),
                "engine" => Text(json.RootElement, "result", "provenance", "engine_version"),
                "result" => Text(json.RootElement, "result_hash"),
                _ => null,
            });
        }
        catch (JsonException) { return null; }
    }

    static string? Text(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }

    [GeneratedRegex("""<meta name="outcomes:(?<name>[a-z]+)" content="(?<value>[^"]*)" ?/?>""")]
    private static partial Regex Metas();

    [GeneratedRegex("<outcomes:(?<name>[a-z]+)>(?<value>[^<]*)</")]
    private static partial Regex Properties();
}
