using System.Globalization;
using System.Text.Json;
using Outcomes.Domain;
using Outcomes.Domain.Batches;

namespace Outcomes.Api.Batches;

/// <summary>From a body to its rows, one at a time. Nothing is thrown for what was sent: every fault stands on its row.</summary>
static class BatchRows
{
    public static readonly JsonReaderOptions Options = new() { MaxDepth = BatchLimits.Depth };

    public static IEnumerable<SentRow<T>> Read<T>(Stream body, BatchFormat format, BatchShape<T> shape) where T : class
    {
        var any = false;
        foreach (var row in format == BatchFormat.Csv ? CsvRows.Read(body, shape) : JsonRows(body, format, shape))
        {
            any = true;
            if (row.Number > BatchLimits.Rows)
            {
                yield return Faulty<T>(null, new Fault("", "too_many_rows", $"A batch may have {BatchLimits.Rows} rows at most; send several."));
                yield break;
            }
            yield return row;
        }
        if (!any) yield return Faulty<T>(null, new Fault("", "empty", "The batch has no rows."));
    }

    public static SentRow<T> Faulty<T>(long? number, Fault fault) where T : class => new(number ?? 0, null, [fault]);

    static IEnumerable<SentRow<T>> JsonRows<T>(Stream body, BatchFormat format, BatchShape<T> shape) where T : class
    {
        using var reader = format == BatchFormat.Json ? (JsonSource)new JsonArraySource(body) : new JsonLineSource(body);
        while (reader.Next() is { } next)
        {
            using (next.Document)
                yield return next.Document is { } document ? Row(document.RootElement, next.Number, shape) : Faulty<T>(next.Number, next.Fault!);
        }
    }

    static SentRow<T> Row<T>(JsonElement json, long number, BatchShape<T> shape) where T : class
    {
        var faults = new List<Fault>();
        var value = JsonFields.Read(json, "", number, faults, shape.Read);
        return faults.Count == 0 ? new(number, value, []) : new(number, null, faults);
    }

    /// <remarks>The exception's own words may quote what was sent; the place does not.</remarks>
    public static Fault NotJson(JsonException stopped, long line, long? row) => new("", "not_json", string.Create(CultureInfo.InvariantCulture,
        $"This is not complete, valid JSON: reading stopped at line {line + (stopped.LineNumber ?? 0)}, column {(stopped.BytePositionInLine ?? 0) + 1}."), row);
}

/// <summary>The next JSON row of a body, or why it cannot be read.</summary>
readonly record struct NextJson(long Number, JsonDocument? Document, Fault? Fault);

/// <summary>A body of JSON rows.</summary>
abstract class JsonSource : IDisposable
{
    /// <summary>Null at the end. The document is the caller's to dispose.</summary>
    public abstract NextJson? Next();

    public abstract void Dispose();
}
