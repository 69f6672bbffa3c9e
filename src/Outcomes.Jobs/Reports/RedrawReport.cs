using System.Text;
using Outcomes.Data.Reports;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Releases;
using Outcomes.Domain.Reports;
using Outcomes.Reports;
using Outcomes.Reports.Pdf;
using Outcomes.Reports.Text;
using static Outcomes.Jobs.Reports.CheckVerdict;

namespace Outcomes.Jobs.Reports;

/// <summary>Are these the bytes that were made here? If none such are stored, the report is drawn again: the same inputs give the same bytes.</summary>
public sealed class RedrawReport(PdfPrinter printer)
{
    /// <param name="stored">The stored report with these very bytes.</param>
    /// <param name="released">What is to be drawn; null where it could not be computed.</param>
    public async Task<ReportCheck> Check(byte[] file, ReportFormat format, ReportStamp stamp, ReportHead? stored, ReleasedResult? released, CancellationToken cancel)
    {
        if (stored is not null) return Line(Matches, "stored", ("date", stored.MadeUtc[..10]));
        if (released is null) return Line(CannotBeChecked, "not_drawn");
        if (format != ReportFormat.Json && !Language.WithReportTexts.Contains(stamp.Language)) return Line(Differs, "changed");
        try
        {
            var drawn = await Draw(format, stamp.Language, released, cancel);
            return drawn.AsSpan().SequenceEqual(file) ? Line(Matches, "redrawn") : Line(Differs, "changed");
        }
        catch (PdfFailure) { return Line(CannotBeChecked, "no_browser"); }
    }

    async Task<byte[]> Draw(ReportFormat format, string? language, ReleasedResult released, CancellationToken cancel)
    {
        if (format == ReportFormat.Json) return AnalysisJson.Bytes(released);
        var page = await ReportPages.Html(released, new ReportOptions(language!));
        return format == ReportFormat.Html ? Encoding.UTF8.GetBytes(page.Html) : await printer.Print(page, cancel);
    }

    static ReportCheck Line(CheckVerdict verdict, string reason, params (string Name, string Value)[] values) => new(CheckedPart.File, verdict, reason, values);
}
