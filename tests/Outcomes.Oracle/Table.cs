using System.Globalization;
using System.Text;

namespace Outcomes.Oracle;

/// <summary>A case's data as it stands in the file: text cells, empty for missing. Numbers are read with every bit kept.</summary>
public sealed class Table
{
    readonly List<string[]> _rows;
    readonly Dictionary<string, int> _index;

    Table(string[] names, List<string[]> rows)
    {
        (Names, _rows) = (names, rows);
        _index = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i);
    }

    public string[] Names { get; }

    public int Rows => _rows.Count;

    public static Table Read(string path)
    {
        var records = Parse(File.ReadAllText(path)).ToList();
        if (records.Count == 0) throw new FormatException($"{Path.GetFileName(path)} is empty");
        if (records[0].GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new FormatException($"{Path.GetFileName(path)} has two columns {twice.Key}");
        var width = records[0].Length;
        foreach (var record in records)
            if (record.Length != width) throw new FormatException($"{Path.GetFileName(path)}: a row of {record.Length} cells beside {width} columns");
        return new(records[0], records.Skip(1).ToList());
    }

    public bool Has(string name) => _index.ContainsKey(name);

    public string[] Text(string name) => _rows.Select(row => row[Index(name)]).ToArray();

    /// <summary>A column of numbers, NaN where the cell is empty.</summary>
    public double[] Numbers(string name) => Text(name).Select(cell => Number(cell) ?? throw NotANumber(name, cell)).ToArray();

    /// <summary>Whether every cell of a column is a number or empty, and not all are empty.</summary>
    public bool IsNumeric(string name)
    {
        var numbers = Text(name).Select(Number).ToArray();
        return numbers.All(number => number is not null) && numbers.Any(number => !double.IsNaN(number!.Value));
    }

    /// <summary>The most digits after the decimal point that a column's cells show.</summary>
    public int Decimals(string name) => Text(name).Max(cell => cell.Contains('.') ? cell.Length - cell.IndexOf('.') - 1 : 0);

    /// <summary>The rows for which a condition holds, as a table.</summary>
    public Table Where(Func<int, bool> keep) => new(Names, _rows.Where((_, i) => keep(i)).ToList());

    /// <summary>The rows where none of these columns is empty. An R writer may have left NA or NaN in a cell.</summary>
    public Table Complete(params IEnumerable<string> names)
    {
        var columns = names.Select(Index).ToArray();
        return Where(i => columns.All(j => !IsMissing(_rows[i][j])));
    }

    /// <summary>The table with one more column of numbers.</summary>
    public Table With(string name, double[] values) => new([.. Names, name],
        [.. _rows.Select((row, i) => (string[])[.. row, values[i].ToString("R", CultureInfo.InvariantCulture)])]);

    int Index(string name) => _index.TryGetValue(name, out var i) ? i : throw new KeyNotFoundException($"the data have no column {name}");

    static bool IsMissing(string cell) => cell is "" or "NA" or "NaN";

    static double? Number(string cell) => IsMissing(cell) ? double.NaN
        : double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    static FormatException NotANumber(string name, string cell) => new($"column {name} holds '{cell}', which is not a number");

    /// <summary>RFC 4180: commas, quotes doubled inside quotes, any line end.</summary>
    static IEnumerable<string[]> Parse(string text)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        bool quoted = false, any = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"') cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') { cell.Append('"'); i++; }
                else quoted = false;
            }
            else if (c == '"') quoted = any = true;
            else if (c == ',') { cells.Add(cell.ToString()); cell.Clear(); any = true; }
            else if (c == '\n') { if (any || cell.Length > 0) yield return Flush(cells, cell); any = false; }
            else if (c != '\r') { cell.Append(c); any = true; }
        }
        if (any || cell.Length > 0) yield return Flush(cells, cell);
    }

    static string[] Flush(List<string> cells, StringBuilder cell)
    {
        string[] record = [.. cells, cell.ToString()];
        cells.Clear();
        cell.Clear();
        return record;
    }
}
