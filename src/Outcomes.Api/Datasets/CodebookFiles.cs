using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using CsvHelper;
using Outcomes.Domain.Studies;

namespace Outcomes.Api.Datasets;

/// <summary>The codebook for programs (<c>codebook.csv</c>) and for people (<c>codebook.html</c>, which needs nothing but a browser).</summary>
static class CodebookFiles
{
    public static void WriteCsv(Stream target, IReadOnlyList<CodebookEntry> entries)
    {
        using var csv = CsvWriter.Create(target, DatasetCsv.Options, leaveOpen: true);
        csv.WriteHeader([.. CodebookEntry.Columns]);
        foreach (var entry in entries) csv.WriteRecord(entry.Cells);
    }

    public static string Html(StudyDefinition study, IReadOnlyList<DatasetTable> tables, IReadOnlyList<CodebookEntry> entries)
    {
        var title = Encode($"Codebook: {DatasetPackage.Title(study)}");
        var html = new StringBuilder($"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>{title}</title><link rel="stylesheet" href="codebook.css"></head>
            <body>
            <main>
            <h1>{title}</h1>
            <p>{Encode(study.DataSource)}</p>

            """);
        foreach (var table in tables)
            Table(html, $"{table.Name}: {table.Description}", $"Columns of {table.Path}",
                ["variable", "what", "type", "unit", "range", "values", "missing"],
                entries.Where(e => e.Table == table.Name && e.Part.Length == 0)
                    .Select(e => new[] { e.Variable, e.What, e.Type, e.Unit, e.Range, e.Values, e.Missing }));
        foreach (var instrument in entries.Where(e => e.Instrument.Length > 0).GroupBy(e => (e.Instrument, e.Version, e.DefinitionHash)))
            Instrument(html, $"{instrument.Key.Instrument} {instrument.Key.Version}", instrument.Key.DefinitionHash, [.. instrument]);
        return html.Append("</main>\n</body>\n</html>\n").Replace("\r\n", "\n").ToString();
    }

    static void Instrument(StringBuilder html, string name, string hash, IReadOnlyList<CodebookEntry> parts)
    {
        Table(html, $"Instrument {name}", "Scales: the column value of scores.csv",
            ["scale", "what", "range", "scoring rule", "missing items", "source", "confirmed in a primary source"],
            parts.Where(p => p.Table == "scores")
                .Select(p => new[] { p.Part, p.What, p.Range, p.ScoringRule, p.MissingRule, p.Source, p.Confirmed }));
        Table(html, null, "Items: the column value of items.csv", ["item", "what", "range", "values"],
            parts.Where(p => p.Table == "items").Select(p => new[] { p.Part, p.What, p.Range, p.Values }));
        html.Append(CultureInfo.InvariantCulture, $"<p>SHA-256 of the definition: <code>{hash}</code></p>\n");
    }

    static void Table(StringBuilder html, string? heading, string caption, string[] columns, IEnumerable<string[]> rows)
    {
        if (heading is not null) html.Append(CultureInfo.InvariantCulture, $"<h2>{Encode(heading)}</h2>\n");
        html.Append(CultureInfo.InvariantCulture, $"<table>\n<caption>{Encode(caption)}</caption>\n<thead><tr>");
        foreach (var column in columns) html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{Encode(column)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in rows)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Encode(row[0])}</th>");
            foreach (var cell in row[1..]) html.Append(CultureInfo.InvariantCulture, $"<td>{Encode(cell)}</td>");
            html.Append("</tr>\n");
        }
        html.Append("</tbody>\n</table>\n");
    }

    static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
