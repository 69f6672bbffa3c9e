using Outcomes.Domain.Releases;
using Outcomes.Reports.Pdf;
using Xunit;

namespace Outcomes.Reports.Tests.Pdf;

/// <remarks>Stand-ins for a browser are shell scripts; the reports are tested on Linux.</remarks>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class PdfPrinterTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("outcomes-printer-").FullName;

    static Task<ReportHtml> Report() => ReportPages.Html(Release.For(Audience.Board, Samples.OneArm()));

    [Fact]
    public async Task The_same_report_printed_by_two_browsers_has_the_same_bytes()
    {
        await using var first = new PdfPrinter();
        await using var second = new PdfPrinter();
        Assert.Equal(await first.Print(await Report()), await second.Print(await Report()));
    }

    [Fact]
    public async Task Two_prints_at_once_wait_for_each_other()
    {
        await using var printer = new PdfPrinter();
        var report = await Report();
        var prints = await Task.WhenAll(printer.Print(report), printer.Print(report));
        Assert.Equal(prints[0], prints[1]);
    }

    [Fact]
    public async Task A_missing_browser_is_named()
    {
        await using var printer = new PdfPrinter(Path.Combine(_folder, "no-such-browser"));
        var failure = await Assert.ThrowsAsync<PdfFailure>(async () => await printer.Print(await Report()));
        Assert.Equal(PdfFailureKind.BrowserMissing, failure.Kind);
        Assert.Contains("no-such-browser", failure.Message);
        Assert.DoesNotContain("/", failure.Message);
    }

    [Fact]
    public async Task A_browser_that_dies_at_once_tells_its_last_words()
    {
        await using var printer = new PdfPrinter(Script("echo 'no room left in /home/someone/profile' >&2; exit 3"));
        var failure = await Assert.ThrowsAsync<PdfFailure>(async () => await printer.Print(await Report()));
        Assert.Equal(PdfFailureKind.BrowserCrashed, failure.Kind);
        Assert.Contains("no room left in [path]", failure.Message);
    }

    [Fact]
    public async Task A_browser_that_never_answers_is_given_up_and_ended()
    {
        var pid = Path.Combine(_folder, "pid");
        await using var printer = new PdfPrinter(Script($"echo $$ > '{pid}'; exec sleep 600"), TimeSpan.FromSeconds(2));
        var failure = await Assert.ThrowsAsync<PdfFailure>(async () => await printer.Print(await Report()));
        Assert.Equal(PdfFailureKind.TimedOut, failure.Kind);
        Assert.False(Directory.Exists($"/proc/{(await File.ReadAllTextAsync(pid)).Trim()}"));
    }

    [Fact]
    public async Task After_a_crash_the_next_print_starts_a_new_browser()
    {
        var pid = Path.Combine(_folder, "pid");
        await using var printer = new PdfPrinter(Script($"echo $$ > '{pid}'; exec {Installed()} \"$@\""));
        var before = await printer.Print(await Report());
        using (var browser = System.Diagnostics.Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(pid), System.Globalization.CultureInfo.InvariantCulture)))
        {
            browser.Kill(entireProcessTree: true);
            await browser.WaitForExitAsync();
        }
        Assert.Equal(before, await printer.Print(await Report()));
    }

    static string Installed() => new[] { "chromium", "google-chrome", "microsoft-edge" }
        .SelectMany(name => Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, name))).First(File.Exists);

    string Script(string body)
    {
        var path = Path.Combine(_folder, "browser");
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
