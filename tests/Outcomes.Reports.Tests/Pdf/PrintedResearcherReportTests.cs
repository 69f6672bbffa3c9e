using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Outcomes.Domain.Releases;
using Outcomes.Reports.Pdf;
using Xunit;

namespace Outcomes.Reports.Tests.Pdf;

/// <summary>The longest report, printed by the real browser on both papers.</summary>
public sealed partial class PrintedResearcherReportTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("outcomes-researcher-").FullName;

    [Theory]
    [InlineData(Paper.A4)]
    [InlineData(Paper.Letter)]
    public async Task No_figure_is_cut_headings_keep_their_order_and_nothing_runs_out_of_the_page(Paper paper)
    {
        var report = await ReportPages.Html(Release.For(Audience.Researcher, SyntheticSample.Full()), new("en", paper));
        var path = Path.Combine(_folder, "report.pdf");
        await using (var printer = new PdfPrinter()) await File.WriteAllBytesAsync(path, await printer.Print(report), TestContext.Current.CancellationToken);
        var pages = PrintedReports.PagesOf(path).Select(p => Spaces().Replace(p, " ")).ToArray();

        var drawings = Drawing().Matches(report.Html).Select(d => Words().Matches(d.Value).Select(t => Spaces().Replace(WebUtility.HtmlDecode(t.Groups[1].Value).Trim(), " ")).ToList()).ToList();
        Assert.True(drawings.Count > 15);
        Assert.All(drawings, words => Assert.Contains(pages, page => words.TrueForAll(word => page.Contains(word, StringComparison.Ordinal))));

        var levels = Level().Matches(PrintedReports.Run("pdfinfo", "-struct", path)).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Regex.Count(report.Html, "<h[1-6]"), levels.Count);
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));

        var width = paper == Paper.A4 ? 595.28 : 612;
        var boxes = Box().Matches(PrintedReports.Run("pdftotext", "-bbox", path, "-")).Select(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        // Margins are 17 mm, 48.19 points.
        Assert.All(boxes, right => Assert.True(right <= width - 47, $"{right}"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [GeneratedRegex(@"<svg role=""img"".*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Drawing();

    [GeneratedRegex("<text[^>]*>([^<]+)</text>")]
    private static partial Regex Words();

    [GeneratedRegex(@"(?m)^ +H([1-6])\b")]
    private static partial Regex Level();

    [GeneratedRegex(@"<word xMin=""[\d.]+"" yMin=""[\d.]+"" xMax=""([\d.]+)""")]
    private static partial Regex Box();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
