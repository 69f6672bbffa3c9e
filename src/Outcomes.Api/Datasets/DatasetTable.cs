using CsvHelper;
using Outcomes.Data.Datasets;

namespace Outcomes.Api.Datasets;

/// <summary>A column as the package's schema and the codebook describe it (Data Package v2, Table Schema).</summary>
/// <param name="Type">string, integer, number, boolean, date or datetime.</param>
public sealed record DatasetField(string Name, string Type, string Description)
{
    public string? Unit { get; init; }
    public bool Required { get; init; } = true;
    public bool Unique { get; init; }
    public double? Minimum { get; init; }
    public double? Maximum { get; init; }
    public string? Pattern { get; init; }
    public string? Format { get; init; }

    /// <summary>The values that can stand here, with what they mean; empty where any can.</summary>
    public IReadOnlyList<Labelled> Categories { get; init; } = [];

    /// <summary>What an empty or otherwise missing cell means; required columns have none.</summary>
    public IReadOnlyList<Labelled> Missing { get; init; } = [];
}

public sealed record Labelled(string Value, string Label);

public sealed record DatasetReference(string Field, string Table, string Target);

/// <summary>One grain: one CSV file, one row of the schema a column.</summary>
public abstract class DatasetTable(string name, string description, IReadOnlyList<string> primaryKey, IReadOnlyList<DatasetReference> references)
{
    public string Name => name;

    public string Path => $"data/{name}.csv";

    public string Description => description;

    public IReadOnlyList<string> PrimaryKey => primaryKey;

    public IReadOnlyList<DatasetReference> References => references;

    public abstract IReadOnlyList<DatasetField> Fields { get; }

    /// <summary>Header and rows as RFC 4180 CSV in UTF-8, one row in memory at a time. Text that a spreadsheet would run as a formula
    /// gets an apostrophe in front.</summary>
    /// <returns>Rows without the header.</returns>
    public abstract long Write(Stream target, StudyRows rows, IProgress<long>? written);
}

/// <summary>A column's description and how it is written stand together, so that the two cannot drift apart.</summary>
sealed record Column<T>(DatasetField Field, Action<CsvWriter, T> Write);

sealed class DatasetTable<T>(
    string name, string description, IReadOnlyList<string> primaryKey, IReadOnlyList<DatasetReference> references,
    Func<StudyRows, IEnumerable<T>> read, IReadOnlyList<Column<T>> columns) : DatasetTable(name, description, primaryKey, references)
{
    public override IReadOnlyList<DatasetField> Fields { get; } = [.. columns.Select(c => c.Field)];

    public override long Write(Stream target, StudyRows rows, IProgress<long>? written)
    {
        using var csv = CsvWriter.Create(target, DatasetCsv.Options, leaveOpen: true);
        csv.WriteHeader([.. Fields.Select(f => f.Name)]);
        var count = 0L;
        foreach (var row in read(rows))
        {
            foreach (var column in columns) column.Write(csv, row);
            csv.EndRecord();
            if (++count % 10_000 == 0) written?.Report(10_000);
        }
        written?.Report(count % 10_000);
        return count;
    }
}

static class DatasetCsv
{
    public static readonly CsvWriterOptions Options = new() { Injection = CsvInjection.Escape, TrueValue = "true", FalseValue = "false" };
}
