using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Outcomes.Data.Analyses;
using Outcomes.Data.Reports;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Releases;
using Outcomes.Reports;
using Outcomes.Reports.Pdf;

namespace Outcomes.Jobs.Reports;

/// <summary>
/// Makes the reports of a study's newest analysis, one for each audience as page, PDF and JSON. One that cannot be made leaves the
/// others there, says why, and is tried again, less and less often: a browser that is installed later is found. One that the
/// disclosure rule refuses is not tried again until there is another analysis.
/// </summary>
public sealed class MakeReports(AnalysisStore analyses, ReportStore reports, PdfPrinter printer) : IStudyWork
{
    const string Html = "html", Pdf = "pdf", Json = "json";

    static readonly Audience[] Audiences = [Audience.Researcher, Audience.Board];

    /// <summary>Rows of a complete set.</summary>
    public static readonly int PerAnalysis = 3 * Audiences.Length;

    public async Task Run(string study, CancellationToken cancel)
    {
        if (analyses.Newest(Actor.OnThisMachine("job"), study) is not { } analysis) return;
        var made = reports.Of(analysis.Id);
        if (made.Count(r => r.Final) == PerAnalysis) return;
        var result = AnalysisJson.Read(Encoding.UTF8.GetBytes(analyses.Result(analysis.Id)!));
        foreach (var audience in Audiences)
        {
            var name = EnumNames<Audience>.Of(audience);
            var before = made.Where(r => r.Audience == name).ToList();
            if (before.Count(r => r.Final) == 3) continue;
            var now = await Make(audience, result, new Row(analysis.Id, name, 1 + before.Select(r => r.Attempt).DefaultIfEmpty(0).Max()), cancel);
            await reports.Store(now, new AuditEvent("job", "reports_made", analysis.Id, study, new Dictionary<string, string>
            {
                ["audience"] = name, ["made"] = string.Join(' ', now.Where(r => r.Sha256 is not null).Select(r => r.Format)),
                ["attempt"] = now[0].Attempt.ToString(CultureInfo.InvariantCulture),
            }));
        }
    }

    async Task<IReadOnlyList<StoredReport>> Make(Audience audience, AnalysisResult result, Row row, CancellationToken cancel)
    {
        ReleasedResult released;
        try { released = Release.For(audience, result); }
        catch (DisclosureRefused refused) { return [.. new[] { Html, Pdf, Json }.Select(format => row.Absent(format, refused.Message) with { Refused = 1 })]; }
        var json = row.Of(Json, AnalysisJson.Bytes(released));
        ReportHtml page;
        try { page = await ReportPages.Html(released); }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            var why = $"The page could not be drawn ({fault.GetType().Name}).";
            return [row.Absent(Html, why), row.Absent(Pdf, why), json];
        }
        return [row.Of(Html, Encoding.UTF8.GetBytes(page.Html)), await Print(page, row, cancel), json];
    }

    async Task<StoredReport> Print(ReportHtml page, Row row, CancellationToken cancel)
    {
        try { return row.Of(Pdf, await printer.Print(page, cancel)); }
        catch (PdfFailure failure) { return row.Absent(Pdf, failure.Message); }
        catch (Exception fault) when (fault is not OperationCanceledException) { return row.Absent(Pdf, $"The PDF could not be printed ({fault.GetType().Name})."); }
    }

    sealed record Row(string Analysis, string Audience, long Attempt)
    {
        public StoredReport Of(string format, byte[] content) => new(Analysis, Audience, format, content, Convert.ToHexStringLower(SHA256.HashData(content)), null, 0, Attempt, "");

        public StoredReport Absent(string format, string why) => new(Analysis, Audience, format, null, null, why, 0, Attempt, "");
    }
}
