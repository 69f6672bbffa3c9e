using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Outcomes.Reports.Pdf;

/// <summary>
/// Prints reports with an installed Chrome, Chromium or Edge: tagged, outlined, fonts embedded. One browser is started at the first print
/// and used for all; a crashed one is replaced at the next. Prints wait for each other. Register once and dispose at the end.
/// </summary>
/// <param name="browser">Path of the executable; null: <c>OUTCOMES_BROWSER</c>, else the first one found on the PATH.</param>
/// <param name="timeout">Of one print, the start of the browser included; null: one minute.</param>
public sealed class PdfPrinter(string? browser = null, TimeSpan? timeout = null) : IAsyncDisposable
{
    readonly SemaphoreSlim _turn = new(1);
    readonly TimeSpan _timeout = timeout ?? TimeSpan.FromMinutes(1);
    Browser? _browser;
    DevTools? _tools;

    /// <summary>The report as PDF. The same report printed twice by the same browser gives the same bytes.</summary>
    /// <exception cref="PdfFailure">Says what failed; nothing is kept of a failed print, and the next one starts afresh.</exception>
    public async Task<byte[]> Print(ReportHtml report, CancellationToken cancel = default)
    {
        await _turn.WaitAsync(cancel);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_timeout);
        try
        {
            return PdfMetadata.Append(await PrintPage(report.Html, limit.Token), report);
        }
        catch (Exception failure)
        {
            await Stop();
            throw failure switch
            {
                PdfFailure or OperationCanceledException when cancel.IsCancellationRequested => failure,
                PdfFailure => failure,
                OperationCanceledException => new PdfFailure(PdfFailureKind.TimedOut, $"The browser did not print within {_timeout.TotalSeconds:0.#} seconds.", failure),
                WebSocketException or IOException => new PdfFailure(PdfFailureKind.BrowserCrashed, "The browser ended while it printed.", failure),
                _ => failure,
            };
        }
        finally
        {
            _turn.Release();
        }
    }

    async Task<byte[]> PrintPage(string html, CancellationToken cancel)
    {
        var tools = await Running(cancel);
        var target = (string)(await tools.Call("Target.createTarget", new() { ["url"] = "about:blank" }, null, cancel))["targetId"]!;
        try
        {
            var session = (string)(await tools.Call("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }, null, cancel))["sessionId"]!;
            Task<JsonNode> Page(string method, JsonObject parameters) => tools.Call(method, parameters, session, cancel);
            await Page("Emulation.setScriptExecutionDisabled", new() { ["value"] = true });
            await Page("Emulation.setEmulatedMedia", new() { ["media"] = "print" });
            var frame = (await Page("Page.getFrameTree", []))["frameTree"]!["frame"]!["id"]!.GetValue<string>();
            await Page("Page.setDocumentContent", new() { ["frameId"] = frame, ["html"] = html });
            var printed = await Page("Page.printToPDF", new()
            {
                ["preferCSSPageSize"] = true, ["printBackground"] = true, ["generateTaggedPDF"] = true, ["generateDocumentOutline"] = true,
            });
            return Convert.FromBase64String((string)printed["data"]!);
        }
        finally
        {
            if (_browser is { HasExited: false }) await tools.Call("Target.closeTarget", new() { ["targetId"] = target }, null, cancel);
        }
    }

    async Task<DevTools> Running(CancellationToken cancel)
    {
        if (_browser is { HasExited: false } && _tools is not null) return _tools;
        await Stop();
        var executable = browser ?? Browser.Find() ?? throw new PdfFailure(PdfFailureKind.BrowserMissing,
            "No browser to print with. Install Chromium (Debian: apt-get install chromium), Chrome or Edge, or name one in OUTCOMES_BROWSER.");
        _browser = await Browser.Start(executable, cancel);
        _tools = new DevTools();
        await _tools.Connect(_browser.Address, cancel);
        return _tools;
    }

    async Task Stop()
    {
        _tools?.Dispose();
        _tools = null;
        if (_browser is { } running) await running.DisposeAsync();
        _browser = null;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _turn.Dispose();
    }
}
