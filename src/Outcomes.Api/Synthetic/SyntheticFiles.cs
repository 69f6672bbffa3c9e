using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Outcomes.Domain.Synthetic;

namespace Outcomes.Api.Synthetic;

/// <summary>
/// A synthetic study as files that the system takes in like any other: <c>study.json</c>, <c>participants.ndjson</c>,
/// <c>consents.ndjson</c>, <c>sessions.ndjson</c>, <c>assessments.ndjson</c>; and <c>truth.json</c>, to be opened after the analysis.
/// </summary>
public static class SyntheticFiles
{
    static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the files one row at a time, replacing earlier ones of the same names.</summary>
    /// <param name="written">Told the number of rows now and then, for a progress bar; null: nobody asks.</param>
    /// <returns>Rows of participants, consents, sessions and assessments together.</returns>
    public static async Task<long> Write(SyntheticStudy study, string directory, IProgress<long>? written = null, CancellationToken cancel = default)
    {
        Directory.CreateDirectory(directory);
        await WriteDocument(directory, "study.json", study.Definition, cancel);
        await WriteDocument(directory, "truth.json", study.Truth, cancel);
        var rows = await WriteRows(directory, "participants.ndjson", study.Participants, SyntheticRows.Write, 0, written, cancel);
        rows = await WriteRows(directory, "consents.ndjson", study.Consents, SyntheticRows.Write, rows, written, cancel);
        rows = await WriteRows(directory, "sessions.ndjson", study.Sessions, SyntheticRows.Write, rows, written, cancel);
        return await WriteRows(directory, "assessments.ndjson", study.Assessments, SyntheticRows.Write, rows, written, cancel);
    }

    static async Task WriteDocument(string directory, string name, JsonObject document, CancellationToken cancel)
    {
        await using var file = File.Create(Path.Combine(directory, name));
        await using (var writer = new Utf8JsonWriter(file, Readable)) document.WriteTo(writer);
        await file.WriteAsync("\n"u8.ToArray(), cancel);
    }

    static async Task<long> WriteRows<T>(string directory, string name, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write, long before,
        IProgress<long>? written, CancellationToken cancel)
    {
        var count = before;
        await using var file = new FileStream(
            Path.Combine(directory, name), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16, useAsync: true);
        await using var writer = new Utf8JsonWriter(file, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        foreach (var row in rows)
        {
            write(writer, row);
            await writer.FlushAsync(cancel);
            writer.Reset();
            file.WriteByte((byte)'\n');
            if (++count % 1000 == 0) written?.Report(count);
        }
        written?.Report(count);
        return count;
    }
}
