using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Outcomes.Reports.Pdf;

/// <summary>One headless browser process with an empty profile of its own. Disposing ends this process and no other.</summary>
sealed partial class Browser : IAsyncDisposable
{
    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome"];

    static readonly string[] Arguments =
    [
        "--headless", "--remote-debugging-port=0", "--no-first-run", "--no-default-browser-check", "--disable-gpu", "--disable-sync",
        "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage", "--mute-audio",
        // No address can be reached, whatever a page asks for; DevTools itself listens on the loopback address.
        "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
        // Same glyph positions on every machine, so the same bytes.
        "--font-render-hinting=none", "--force-color-profile=srgb", "--lang=en-US",
    ];

    readonly Process _process;
    readonly string _profile;

    Browser(Process process, string profile, Uri address) => (_process, _profile, Address) = (process, profile, address);

    /// <summary>Where its DevTools listen.</summary>
    public Uri Address { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>The executable named by <c>OUTCOMES_BROWSER</c>, else the first known browser on the PATH; null without one.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("OUTCOMES_BROWSER") is { Length: > 0 } chosen) return chosen;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name + suffix))).FirstOrDefault(File.Exists);
    }

    /// <exception cref="PdfFailure">It is missing, cannot be run, or says no address within the time.</exception>
    public static async Task<Browser> Start(string executable, CancellationToken cancel)
    {
        var profile = Directory.CreateTempSubdirectory("outcomes-browser-").FullName;
        Process? process = null;
        try
        {
            process = Process.Start(StartInfo(executable, profile))!;
            var address = await ReadAddress(process, cancel);
            return new Browser(process, profile, address);
        }
        catch (Exception failure)
        {
            await End(process, profile);
            if (failure is PdfFailure or OperationCanceledException) throw;
            throw new PdfFailure(PdfFailureKind.BrowserMissing, $"The browser '{Path.GetFileName(executable)}' cannot be run: {Why(failure)}.", failure);
        }
    }

    static ProcessStartInfo StartInfo(string executable, string profile)
    {
        var start = new ProcessStartInfo(executable, Arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add($"--user-data-dir={profile}");
        // The sandbox cannot be set up by root; everyone else keeps it.
        if (!OperatingSystem.IsWindows() && Environment.UserName == "root") start.ArgumentList.Add("--no-sandbox");
        start.ArgumentList.Add("about:blank");
        return start;
    }

    /// <remarks>Both pipes are read to their end: unread, a full one would stop the browser.</remarks>
    static async Task<Uri> ReadAddress(Process process, CancellationToken cancel)
    {
        const string sign = "DevTools listening on ";
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var last = "none";
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, said) =>
        {
            if (said.Data is null)
                address.TrySetException(new PdfFailure(PdfFailureKind.BrowserCrashed, $"The browser ended before it could be used. Its last words: {Paths().Replace(last, "[path]")}"));
            else if (said.Data.StartsWith(sign, StringComparison.Ordinal)) address.TrySetResult(new(said.Data[sign.Length..].Trim()));
            else last = said.Data;
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return await address.Task.WaitAsync(cancel);
    }

    /// <remarks>The exception's own words name the working directory, and the reason is shown on pages: folders of this machine are nobody's business there.</remarks>
    static string Why(Exception failure) => failure is Win32Exception refused ? new Win32Exception(refused.NativeErrorCode).Message : failure.GetType().Name;

    [GeneratedRegex(@"\S*[/\\]\S*", RegexOptions.CultureInvariant)]
    private static partial Regex Paths();

    public async ValueTask DisposeAsync() => await End(_process, _profile);

    static async Task End(Process? process, string profile)
    {
        if (process is not null)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        await Remove(profile);
    }

    /// <remarks>Children may hold files for a moment after the end.</remarks>
    static async Task Remove(string profile)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            try { Directory.Delete(profile, recursive: true); return; }
            catch (DirectoryNotFoundException) { return; }
            catch (IOException) { await Task.Delay(100); }
        }
    }
}
