using Outcomes.Domain.Releases;
using Outcomes.Reports.Pdf;
using Outcomes.Reports.Text;
using Xunit;

namespace Outcomes.Reports.Tests.Pdf;

/// <summary>The synthetic study's two reports in every language, printed once.</summary>
public sealed class TranslatedReports : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("outcomes-translated-").FullName;

    public static readonly (string Tag, Audience Audience)[] All =
        [.. from tag in Language.WithReportTexts from audience in new[] { Audience.Board, Audience.Researcher } select (tag, audience)];

    public async ValueTask InitializeAsync()
    {
        await using var printer = new PdfPrinter();
        foreach (var (tag, audience) in All)
            await File.WriteAllBytesAsync(Path(tag, audience), await printer.Print(await ReportPages.Html(Samples.Released(audience, synthetic: true), new(tag))));
    }

    public string Path(string tag, Audience audience) => System.IO.Path.Combine(_folder, $"{audience}-{tag}.pdf");

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }
}
