using System.Text.Json.Nodes;

namespace Outcomes.Api.Tests;

/// <summary>Writes rows as CSV by itself, so that the reader is held to the format and not to our writer.</summary>
static class CsvText
{
    static readonly string[] Participants = ["id", "pseudonym", "school", "arm", "language", "enrolled_on"];
    static readonly string[] Sessions =
    [
        "id", "school", "arm", "week", "delivery", "status", "start_utc", "duration_minutes", "educator_present", "attendees",
        "transmission_rtt_ms", "transmission_jitter_ms", "transmission_loss_pct", "transmission_concealed_pct",
    ];
    static readonly string[] Assessments = ["id", "participant", "instrument", "version", "timepoint", "session", "completed_utc", "language", "mode"];

    public static HttpContent Of(params JsonNode[] rows)
    {
        var header = Header(rows).ToList();
        var lines = rows.Select(r => string.Join(',', header.Select(column => Cell(r, column))));
        return SmallStudy.Text(string.Join('\n', lines.Prepend(string.Join(',', header))), "text/csv");
    }

    static IEnumerable<string> Header(JsonNode[] rows) =>
        rows[0]["pseudonym"] is not null ? Participants
        : rows[0]["week"] is not null ? Sessions
        : Assessments.Concat(rows.SelectMany(r => r["answers"]!.AsObject().Select(a => $"item_{a.Key}")).Distinct());

    static string Cell(JsonNode row, string column) => column switch
    {
        _ when column.StartsWith("item_", StringComparison.Ordinal) => Text(row["answers"]![column["item_".Length..]]),
        _ when column.StartsWith("transmission_", StringComparison.Ordinal) => Text(row["transmission"]?[column["transmission_".Length..]]),
        "attendees" => $"\"{string.Join(';', row["attendees"]?.AsArray().Select(Text) ?? [])}\"",
        _ => Text(row[column]),
    };

    static string Text(JsonNode? value) => value?.ToString() ?? "";
}
