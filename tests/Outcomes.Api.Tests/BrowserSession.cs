using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

namespace Outcomes.Api.Tests;

/// <summary>
/// A person at a real browser, with a profile of their own. What went wrong in it on the way (a script's fault, something that the content
/// policy refused) fails the test at the end, since a person would have met it too.
/// </summary>
public sealed class BrowserSession : IAsyncDisposable
{
    static readonly SemaphoreSlim Starting = new(1, 1);
    static IPlaywright? _playwright;
    static IBrowser? _browser;

    static readonly string[] Switches = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];

    readonly IBrowserContext _context;
    readonly ConcurrentQueue<string> _faults = [];

    BrowserSession(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    /// <summary>What the test expects to go wrong, such as a refused request that it makes on purpose.</summary>
    public Func<string, bool> Expected { get; set; } = _ => false;

    /// <summary>Everything that the page has asked for since it began, with what it sent: to look for what must not leave the browser.</summary>
    public ConcurrentQueue<string> Sent { get; } = [];

    public static async Task<BrowserSession> Open(Uri address, BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = address.ToString();
        var context = await (await Browser()).NewContextAsync(options);
        return Watching(context, await context.NewPageAsync());
    }

    /// <summary>A browser with a profile on disk: what it stored is there again when it was closed and is opened anew.</summary>
    public static async Task<BrowserSession> OpenProfile(Uri address, string directory)
    {
        await Browser();   // what starts Playwright
        var context = await _playwright!.Chromium.LaunchPersistentContextAsync(directory, new() { BaseURL = address.ToString(), ExecutablePath = Executable(), Headless = true, Args = Switches });
        return Watching(context, context.Pages[0]);
    }

    static BrowserSession Watching(IBrowserContext context, IPage page)
    {
        var session = new BrowserSession(context, page);
        session.Page.PageError += (_, fault) => session._faults.Enqueue(fault);
        session.Page.Console += (_, message) => { if (message.Type == "error") session._faults.Enqueue(message.Text); };
        session.Page.Request += (_, request) => session.Sent.Enqueue($"{request.Method} {request.Url}\n{request.PostData}");
        return session;
    }

    /// <summary>Types as a person does, without the mouse: into whatever has the focus.</summary>
    public async Task Keys(params string[] keys)
    {
        foreach (var key in keys) await Page.Keyboard.PressAsync(key);
    }

    /// <summary>For a person to look at: a picture of the whole page in the folder named by <c>OUTCOMES_PICTURES</c>; nothing without it.</summary>
    public async Task Picture(string name)
    {
        if (Environment.GetEnvironmentVariable("OUTCOMES_PICTURES") is { Length: > 0 } folder)
            await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }

    /// <remarks>One browser for all tests: starting it takes longer than most of them.</remarks>
    static async Task<IBrowser> Browser()
    {
        await Starting.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable(), Headless = true, Args = Switches });
        }
        finally { Starting.Release(); }
    }

    static string Executable() =>
        Environment.GetEnvironmentVariable("OUTCOMES_BROWSER") is { Length: > 0 } chosen ? chosen
            : new[] { "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge" }
                .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("These tests need Chromium or Chrome: install Debian's package 'chromium'.");

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        var unexpected = _faults.Where(fault => !Expected(fault)).ToList();
        Assert.True(unexpected.Count == 0, string.Join('\n', unexpected));
        var said = Sent.Select(sent => Uri.UnescapeDataString(sent.Replace('+', ' '))).ToList();
        Assert.All(Canaries.Canary.OfStudents, word => Assert.DoesNotContain(said, sent => sent.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }
}
