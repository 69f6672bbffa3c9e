using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Outcomes.Api.Tests.Datasets;

/// <summary>
/// Holds a folder to its <c>datapackage.json</c>, cell by cell, with nothing of the product: what Data Package v2 and Table Schema ask,
/// and that what is described is there. Every problem is named.
/// </summary>
static class PackageValidator
{
    public static List<string> Problems(string folder)
    {
        var problems = new List<string>();
        var package = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "datapackage.json")))!.AsObject();
        var tables = new Dictionary<string, List<Dictionary<string, string?>>>();
        foreach (var resource in package["resources"]!.AsArray()) tables[(string)resource!["name"]!] = Table(folder, resource.AsObject(), problems);
        foreach (var resource in package["resources"]!.AsArray()) Keys(resource!, tables, problems);
        return problems;
    }

    static List<Dictionary<string, string?>> Table(string folder, JsonObject resource, List<string> problems)
    {
        var name = (string)resource["name"]!;
        var bytes = File.ReadAllBytes(Path.Combine(folder, (string)resource["path"]!));
        if (bytes.Length != (long)resource["bytes"]!) problems.Add($"{name}: bytes");
        if ($"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}" != (string)resource["hash"]!) problems.Add($"{name}: hash");
        var records = Csv(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));
        var fields = resource["schema"]!["fields"]!.AsArray().Select(f => f!.AsObject()).ToList();
        if (!records[0].SequenceEqual(fields.Select(f => (string)f["name"]!))) problems.Add($"{name}: header");
        if (records.Count - 1 != (long)resource["rows"]!) problems.Add($"{name}: rows");
        var rows = new List<Dictionary<string, string?>>();
        foreach (var record in records.Skip(1))
        {
            if (record.Length != fields.Count) problems.Add($"{name}: width");
            rows.Add(fields.Zip(record).ToDictionary(x => (string)x.First["name"]!, x => Cell(name, x.First, x.Second, problems)));
        }
        return rows;
    }

    /// <returns>Null for a missing value.</returns>
    static string? Cell(string table, JsonObject field, string text, List<string> problems)
    {
        var constraints = field["constraints"]!;
        void Fail(string what) => problems.Add($"{table}.{field["name"]}: {what}: '{text}'");
        if (field["missingValues"]!.AsArray().Any(m => (string)m!["value"]! == text))
        {
            if ((bool)constraints["required"]!) Fail("missing, though required");
            return null;
        }
        if (!OfType((string)field["type"]!, (string?)field["format"], text)) Fail($"not a {field["type"]}");
        if (field["categories"] is { } categories && categories.AsArray().All(c => (string)c!["value"]! != text)) Fail("no category");
        if ((string?)constraints["pattern"] is { } pattern && !Regex.IsMatch(text, $@"\A(?:{pattern})\z")) Fail("pattern");
        if (constraints["minimum"] is { } minimum && Number(text) < (double)minimum) Fail("below the minimum");
        if (constraints["maximum"] is { } maximum && Number(text) > (double)maximum) Fail("above the maximum");
        return text;
    }

    static bool OfType(string type, string? format, string text) => type switch
    {
        "string" => format != "uuid" || Regex.IsMatch(text, @"\A[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\z"),
        "integer" => Regex.IsMatch(text, @"\A-?(0|[1-9][0-9]*)\z"),
        "number" => Regex.IsMatch(text, @"\A-?[0-9]+(\.[0-9]+)?(E-?[0-9]+)?\z"),
        "boolean" => text is "true" or "false",
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "datetime" => Regex.IsMatch(text, @"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z\z"),
        _ => false,
    };

    static void Keys(JsonNode resource, Dictionary<string, List<Dictionary<string, string?>>> tables, List<string> problems)
    {
        var (name, schema) = ((string)resource["name"]!, resource["schema"]!);
        var rows = tables[name];
        string Key(Dictionary<string, string?> row, JsonNode fields) => string.Join('|', fields.AsArray().Select(f => row[(string)f!]));
        if (rows.Select(r => Key(r, schema["primaryKey"]!)).Distinct().Count() != rows.Count) problems.Add($"{name}: primary key not unique");
        foreach (var field in schema["fields"]!.AsArray().Where(f => (bool?)f!["constraints"]!["unique"] == true).Select(f => (string)f!["name"]!))
            if (rows.Select(r => r[field]).Distinct().Count() != rows.Count) problems.Add($"{name}.{field}: not unique");
        foreach (var foreign in schema["foreignKeys"]?.AsArray() ?? [])
        {
            var reference = foreign!["reference"]!;
            var known = tables[(string)reference["resource"]!].Select(r => Key(r, reference["fields"]!)).ToHashSet();
            if (rows.Any(r => Key(r, foreign["fields"]!) is { Length: > 0 } key && !known.Contains(key))) problems.Add($"{name}: foreign key to {reference["resource"]}");
        }
    }

    static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>RFC 4180, strictly: records end with CRLF, quotes are doubled inside quotes.</summary>
    public static List<string[]> Csv(string text)
    {
        var (records, record, cell, quoted) = (new List<string[]>(), new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
            else if (c == '"') quoted = !quoted;
            else if (quoted || c is not (',' or '\r')) cell.Append(c);
            else
            {
                record.Add(cell.ToString());
                cell.Clear();
                if (c == ',') continue;
                if (text[++i] != '\n') throw new FormatException("A record does not end with CRLF.");
                records.Add([.. record]);
                record.Clear();
            }
        }
        if (cell.Length + record.Count > 0) throw new FormatException("The last record does not end.");
        return records;
    }
}
