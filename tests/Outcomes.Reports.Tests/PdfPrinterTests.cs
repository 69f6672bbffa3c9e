using Outcomes.Domain.Releases;
using Outcomes.Reports.Pdf;
using Xunit;

namespace Outcomes.Reports.Tests;

public class PdfPrinterTests
{
    [Fact]
    public async Task The_same_report_printed_by_two_browsers_has_the_same_bytes()
    {
        var report = await ReportPages.Html(Release.For(Audience.Board, Samples.OneArm()));
        await using var first = new PdfPrinter();
        await using var second = new PdfPrinter();
        Assert.Equal(await first.Print(report), await second.Print(report));
    }
}
