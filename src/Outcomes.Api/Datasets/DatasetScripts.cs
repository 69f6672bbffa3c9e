using System.Globalization;
using System.Text;
using Outcomes.Data.Consents;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Datasets;

/// <summary>What helps to open a dataset: <c>README.md</c>, <c>open.R</c> (written for its columns) and <c>open.py</c> (the same for all).</summary>
static class DatasetScripts
{
    /// <summary>A file that is the same in every dataset.</summary>
    public static byte[] Fixed(string name)
    {
        using var stream = typeof(DatasetScripts).Assembly.GetManifestResourceStream($"dataset/{name}")
            ?? throw new FileNotFoundException("It is not built into the program.", name);
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    public static string Readme(StudyDefinition study, IReadOnlyList<WrittenTable> tables, DataUse use)
    {
        var files = new StringBuilder();
        foreach (var (table, rows, _, _) in tables) files.Append(CultureInfo.InvariantCulture, $"| `{table.Path}` | {rows} | {table.Description} |\n");
        return Encoding.UTF8.GetString(Fixed("README.md"))
            .Replace("{{title}}", DatasetPackage.Title(study)).Replace("{{source}}", string.Join("\n\n", new[] { study.DataSource, DatasetPurpose.Sentence(study, use) }.OfType<string>()))
            .Replace("{{files}}", files.ToString().TrimEnd()).Replace("{{spss}}", Spss(tables.First(t => t.Table.Name == "scores").Table));
    }

    /// <summary>Base R only: types, factors in the study's order, reasons of missing values in a column of their own.</summary>
    public static string R(IReadOnlyList<DatasetTable> tables)
    {
        var script = new StringBuilder("""
            # Opens this dataset with the right types, in base R. In its folder: source("open.R"), or Rscript open.R.
            # A missing value is NA; a column whose missing values have several reasons gets a second one, NAME_missing, with the reason.
            read <- function(name) read.csv(file.path("data", paste0(name, ".csv")), colClasses = "character", na.strings = NULL, encoding = "UTF-8")
            instant <- function(x) as.POSIXct(x, format = "%Y-%m-%dT%H:%M:%OS", tz = "UTC")
            absent <- function(x, codes) replace(x, x %in% codes, NA)

            """).Replace("\r\n", "\n");
        foreach (var table in tables)
        {
            script.Append(CultureInfo.InvariantCulture, $"\n{table.Name} <- read(\"{table.Name}\")\n");
            foreach (var field in table.Fields) Column(script, table.Name, field);
        }
        return script.Append(CultureInfo.InvariantCulture, $"\nfor (name in c({Texts(tables.Select(t => t.Name))})) ")
            .Append("cat(name, \": \", nrow(get(name)), \" rows\\n\", sep = \"\")\n").ToString();
    }

    static void Column(StringBuilder script, string table, DatasetField field)
    {
        var name = $"{table}${field.Name}";
        var codes = field.Missing.Select(m => m.Value).ToList();
        if (codes.Count > 1)
            script.Append(CultureInfo.InvariantCulture,
                $"{name}_missing <- factor({name}, levels = c({Texts(codes)}), labels = c({Texts(field.Missing.Select(m => m.Label))}))\n");
        if (codes.Count > 0) script.Append(CultureInfo.InvariantCulture, $"{name} <- absent({name}, c({Texts(codes)}))\n");
        var typed = field switch
        {
            { Categories.Count: > 0 } => $"factor({name}, levels = c({Texts(field.Categories.Select(c => c.Value))}))",
            { Type: "integer" } => $"as.integer({name})",
            { Type: "number" } => $"as.numeric({name})",
            { Type: "boolean" } => $"as.logical({name})",
            { Type: "date" } => $"as.Date({name})",
            { Type: "datetime" } => $"instant({name})",
            _ => null,
        };
        if (typed is not null) script.Append(CultureInfo.InvariantCulture, $"{name} <- {typed}\n");
    }

    static string Spss(DatasetTable table) => string.Join("\n", table.Fields.Select(f => f.Type switch
    {
        "integer" => $"    {f.Name} F8.0",
        "number" => $"    {f.Name} F12.4",
        _ => $"    {f.Name} A{(f.Format == "uuid" ? 36 : f.Name == "definition_hash" ? 64 : 40)}",
    }));

    static string Texts(IEnumerable<string> values) => string.Join(", ", values.Select(v => $"\"{v.Replace("\\", "\\\\").Replace("\"", "\\\"")}\""));
}
