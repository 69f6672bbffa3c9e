using System.Security.Cryptography;
using System.Text;
using Outcomes.Data.Reports;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Releases;
using Outcomes.Reports;
using Outcomes.Reports.Pdf;

namespace Outcomes.Jobs.Reports;

/// <summary>
/// One report as page and PDF in each language, and as JSON. What cannot be made leaves the others there, and says why; what is there
/// already is not made again.
/// </summary>
/// <param name="There">What was made or tried before.</param>
public sealed record ReportSet(ReportKey Key, IReadOnlyList<string> Languages, IReadOnlyList<ReportHead> There)
{
    public long Attempt { get; } = There.Select(r => r.Attempt).DefaultIfEmpty(0).Max();

    public string? LastTriedUtc { get; } = There.Select(r => r.MadeUtc).Max();

    IEnumerable<(string Language, string Format)> All =>
        [(StoredReport.NoLanguage, StoredReport.Json), .. Languages.SelectMany(l => new[] { (l, StoredReport.Html), (l, StoredReport.Pdf) })];

    IEnumerable<(string Language, string Format)> Missing => All.Where(a => !There.Any(r => r.Final && r.Language == a.Language && r.Format == a.Format));

    public bool Complete => !Missing.Any();

    /// <summary>Every missing part, refused for good: the same result gives the same answer.</summary>
    public IReadOnlyList<StoredReport> Refused(string why) => [.. Missing.Select(m => Absent(m.Language, m.Format, why, refused: true))];

    public async Task<IReadOnlyList<StoredReport>> Make(ReleasedResult released, PdfPrinter printer, CancellationToken cancel)
    {
        var made = new List<StoredReport>();
        foreach (var part in Missing.GroupBy(m => m.Language))
        {
            var formats = part.Select(p => p.Format).ToList();
            made.AddRange(part.Key == StoredReport.NoLanguage ? [Of(part.Key, StoredReport.Json, AnalysisJson.Bytes(released), released.Code)]
                : await Draw(released, part.Key, formats, printer, cancel));
        }
        return made;
    }

    async Task<IReadOnlyList<StoredReport>> Draw(ReleasedResult released, string language, List<string> formats, PdfPrinter printer, CancellationToken cancel)
    {
        ReportHtml page;
        try { page = await ReportPages.Html(released, new ReportOptions(language)); }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return [.. formats.Select(f => Absent(language, f, $"The page could not be drawn ({fault.GetType().Name})."))];
        }
        var made = new List<StoredReport>();
        if (formats.Contains(StoredReport.Html)) made.Add(Of(language, StoredReport.Html, Encoding.UTF8.GetBytes(page.Html), released.Code));
        if (formats.Contains(StoredReport.Pdf)) made.Add(await Print(page, printer, language, cancel));
        return made;
    }

    async Task<StoredReport> Print(ReportHtml page, PdfPrinter printer, string language, CancellationToken cancel)
    {
        try { return Of(language, StoredReport.Pdf, await printer.Print(page, cancel), page.Stamp.Code); }
        catch (PdfFailure failure) { return Absent(language, StoredReport.Pdf, failure.Message); }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return Absent(language, StoredReport.Pdf, $"The PDF could not be printed ({fault.GetType().Name}).");
        }
    }

    StoredReport Of(string language, string format, byte[] content, string code) =>
        new(Key.AnalysisId, Key.Audience, Key.School, language, format, content, Convert.ToHexStringLower(SHA256.HashData(content)), null, 0, Attempt + 1, code, "");

    StoredReport Absent(string language, string format, string why, bool refused = false) =>
        new(Key.AnalysisId, Key.Audience, Key.School, language, format, null, null, why, refused ? 1 : 0, Attempt + 1, null, "");
}
