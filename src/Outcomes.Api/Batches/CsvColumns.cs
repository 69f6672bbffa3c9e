using CsvHelper;
using Outcomes.Domain;

namespace Outcomes.Api.Batches;

/// <summary>Where each column of a CSV file is. The header must hold every column of the noun, in any order, and no other.</summary>
sealed class CsvColumns
{
    const string ItemPrefix = "item_";

    readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);

    CsvColumns(IReadOnlyList<string> header)
    {
        for (var i = 0; i < header.Count; i++) _byName.TryAdd(header[i], i);
        Items = [.. _byName.Where(c => IsItem(c.Key)).Select(c => (c.Key[ItemPrefix.Length..], c.Value))];
    }

    /// <summary>Item id and column of each answer.</summary>
    public IReadOnlyList<(string Item, int Column)> Items { get; }

    /// <summary>Null when the header is wrong; the faults name a wrong column by its place, since a file without header has data there.</summary>
    public static CsvColumns? Read(IReadOnlyList<string> header, IReadOnlyList<string> expected, bool items, List<Fault> faults)
    {
        var columns = new CsvColumns(header);
        foreach (var name in expected.Where(e => columns.Of(e) is null))
            faults.Add(new Fault(name, "missing_column", "The header lacks this column."));
        for (var i = 0; i < header.Count; i++)
            if (!expected.Contains(header[i]) && !(items && IsItem(header[i])))
                faults.Add(new Fault($"column {i + 1}", "unknown_column", $"The header may have these columns: {string.Join(", ", expected)}{(items ? ", item_ID" : "")}."));
            else if (columns.Of(header[i]) != i)
                faults.Add(new Fault($"column {i + 1}", "duplicate_column", "The header has this column twice."));
        return faults.Count == 0 ? columns : null;
    }

    public int? Of(string name) => _byName.TryGetValue(name, out var i) ? i : null;

    public bool AnyFilled(CsvReader csv, string prefix) =>
        _byName.Any(c => c.Key.StartsWith(prefix, StringComparison.Ordinal) && c.Value < csv.FieldCount && !csv.IsEmpty(c.Value));

    static bool IsItem(string name) => name.StartsWith(ItemPrefix, StringComparison.Ordinal) && Ids.IsId(name[ItemPrefix.Length..]);
}
