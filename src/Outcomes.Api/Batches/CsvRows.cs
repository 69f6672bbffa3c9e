using System.Globalization;
using CsvHelper;
using Outcomes.Domain;
using Outcomes.Domain.Batches;

namespace Outcomes.Api.Batches;

/// <summary>A body with a header and one record a line (RFC 4180), separated by commas.</summary>
static class CsvRows
{
    static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        MalformedData = CsvMalformedDataHandling.Throw,
        AllowLineBreaksInQuotes = false,
        MaxRecordSize = BatchLimits.RowBytes,
        TrackLineNumbers = true,
        IncludeValuesInExceptions = false,
    };

    public static IEnumerable<SentRow<T>> Read<T>(Stream body, BatchShape<T> shape) where T : class
    {
        using var csv = CsvReader.Create(body, Options, leaveOpen: true);
        var faults = new List<Fault>();
        var columns = Header(csv, shape, faults);
        if (columns is null)
        {
            yield return new SentRow<T>(0, null, faults);
            yield break;
        }
        for (var number = 1L; Next(csv, number, faults); number++) yield return Row(csv, columns, shape, number);
        if (faults.Count > 0) yield return new SentRow<T>(0, null, faults);
    }

    static CsvColumns? Header<T>(CsvReader csv, BatchShape<T> shape, List<Fault> faults) where T : class
    {
        try { return CsvColumns.Read([.. csv.Headers], shape.Columns, shape.Items, faults); }
        catch (CsvFormatException stopped)
        {
            faults.Add(NotCsv(stopped, null));
            return null;
        }
    }

    static bool Next(CsvReader csv, long number, List<Fault> faults)
    {
        try { return csv.Read(); }
        catch (CsvFormatException stopped)
        {
            faults.Add(NotCsv(stopped, number));
            return false;
        }
    }

    static SentRow<T> Row<T>(CsvReader csv, CsvColumns columns, BatchShape<T> shape, long number) where T : class
    {
        if (csv.FieldCount != csv.Headers.Count)
            return BatchRows.Faulty<T>(number, new Fault("", "wrong_width", "The row has another number of cells than the header.", number));
        var faults = new List<Fault>();
        var value = shape.Read(new CsvFields(csv, columns, "", number, faults));
        return faults.Count == 0 ? new(number, value, []) : new(number, null, faults);
    }

    static Fault NotCsv(CsvFormatException stopped, long? row) => new("", "not_csv", string.Create(CultureInfo.InvariantCulture,
        $"This is not valid CSV: a quote that is not closed, text after one, or a record that is too long, at line {stopped.LineNumber}."), row);
}
