using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using Outcomes.Api.Datasets;
using Outcomes.Data.Audit;

namespace Outcomes.Api.Audit;

/// <summary>The audit chain as a file: as a table, and link by link as it is hashed, so that whoever holds the whole of it can check it without us.</summary>
static class AuditFiles
{
    public static readonly IReadOnlyDictionary<string, (string MediaType, Func<Stream, IEnumerable<AuditEntry>, Task> Write)> Formats =
        new Dictionary<string, (string, Func<Stream, IEnumerable<AuditEntry>, Task>)>(StringComparer.Ordinal)
        {
            ["csv"] = ("text/csv; charset=utf-8", Csv), ["jsonl"] = ("application/x-ndjson", JsonLines),
        };

    static readonly string[] Columns = ["number", "occurred_utc", "actor", "action", "study", "subject", "details", "previous_hash", "hash"];

    /// <remarks>Written piece by piece through memory: the answer's stream takes no synchronous writes.</remarks>
    static async Task Csv(Stream target, IEnumerable<AuditEntry> entries)
    {
        await Rows(target, csv => csv.WriteHeader(Columns));
        foreach (var piece in entries.Chunk(AuditTrail.ExportPiece))
            await Rows(target, csv =>
            {
                foreach (var e in piece)
                {
                    foreach (var field in new[] { e.Number.ToString(CultureInfo.InvariantCulture), e.OccurredUtc, e.Actor, e.Action, e.Study ?? "", e.Subject, e.Details, e.PreviousHash, e.Hash }) csv.WriteField(field);
                    csv.EndRecord();
                }
            });
    }

    static async Task Rows(Stream target, Action<CsvWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var csv = CsvWriter.Create(buffer, DatasetCsv.Options, leaveOpen: true)) write(csv);
        buffer.Position = 0;
        await buffer.CopyToAsync(target);
    }

    /// <summary>Each line: <c>number</c>, <c>event</c> (the text that is hashed after <c>previous_hash</c>), <c>previous_hash</c>, <c>hash</c>.</summary>
    static async Task JsonLines(Stream target, IEnumerable<AuditEntry> entries)
    {
        foreach (var piece in entries.Chunk(AuditTrail.ExportPiece))
        {
            using var buffer = new MemoryStream();
            foreach (var entry in piece)
            {
                using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) Write(json, entry);
                buffer.WriteByte((byte)'\n');
            }
            buffer.Position = 0;
            await buffer.CopyToAsync(target);
        }
    }

    static void Write(Utf8JsonWriter json, AuditEntry entry)
    {
        json.WriteStartObject();
        json.WriteNumber("number", entry.Number);
        json.WriteString("event", entry.Event);
        json.WriteString("previous_hash", entry.PreviousHash);
        json.WriteString("hash", entry.Hash);
        json.WriteEndObject();
    }
}
