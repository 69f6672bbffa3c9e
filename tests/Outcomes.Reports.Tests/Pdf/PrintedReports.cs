using System.Diagnostics;
using Outcomes.Domain.Releases;
using Outcomes.Reports.Pdf;
using Xunit;

namespace Outcomes.Reports.Tests.Pdf;

/// <summary>Both studies for all audiences on both papers, printed once, and read back with poppler's tools.</summary>
public sealed class PrintedReports : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("outcomes-reports-").FullName;

    public static readonly (Audience Audience, bool Synthetic, Paper Paper)[] All =
        [.. from audience in Enum.GetValues<Audience>() from synthetic in new[] { false, true } where synthetic || audience != Audience.School
            from paper in Enum.GetValues<Paper>() select (audience, synthetic, paper)];

    public async ValueTask InitializeAsync()
    {
        await using var printer = new PdfPrinter();
        foreach (var (audience, synthetic, paper) in All)
        {
            var released = Samples.Released(audience, synthetic);
            await File.WriteAllBytesAsync(Path(audience, synthetic, paper), await printer.Print(await ReportPages.Html(released, new("en", paper))));
        }
    }

    public string Path(Audience audience, bool synthetic, Paper paper = Paper.A4) => System.IO.Path.Combine(_folder, $"{audience}-{synthetic}-{paper}.pdf");

    /// <summary>What a program of poppler-utils says of a file.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal("", errors.Result);
        return output;
    }

    /// <summary>Each page's text, margins included.</summary>
    public static string[] PagesOf(string path) => Run("pdftotext", "-layout", path, "-").TrimEnd('\f').Split('\f');

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return default;
    }
}
