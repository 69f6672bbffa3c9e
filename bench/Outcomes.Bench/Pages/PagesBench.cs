using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Outcomes.Bench.Ingest;

namespace Outcomes.Bench.Pages;

/// <summary>What a browser without a cache has to fetch for a page, and how long the server takes to draw it, on a study of a thousand participants.</summary>
static partial class PagesBench
{
    const int Warm = 20, Timed = 100, Participants = 1_000;

    static readonly string[] Addresses =
    [
        "/", "/studies/bench", "/studies/bench/enter", "/studies/bench/enter/B00-00000/pss-10/baseline", "/studies/bench/participants", "/studies/bench/sessions", "/studies/bench/sessions/new",
        "/instruments", "/instruments/pss-10/1.0", "/instruments/pss-10/1.0/paper",
    ];

    public static async Task Run()
    {
        await using var host = await BenchHost.Launch(Participants, askNobody: true);
        Console.WriteLine("| page | HTML, kB | style, kB | scripts, kB | all, kB | median, ms | 95 %, ms |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var address in Addresses)
        {
            var html = await host.Client.GetStringAsync(address);
            var (style, scripts) = (await Weight(host, html, "href=\"(/assets/[^\"]+)\""), await Modules(host, html));
            var times = await Times(host, address);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| `{address}` | {Kilo(html.Length)} | {Kilo(style)} | {Kilo(scripts)} | {Kilo(html.Length + style + scripts)} | {times[Timed / 2]:0.0} | {times[Timed * 95 / 100]:0.0} |"));
        }
    }

    static string Kilo(int bytes) => (bytes / 1000.0).ToString("0.0", CultureInfo.InvariantCulture);

    static async Task<int> Weight(BenchHost host, string html, string pattern)
    {
        var sum = 0;
        foreach (var address in Regex.Matches(html, pattern).Select(m => m.Groups[1].Value).Distinct()) sum += (await host.Client.GetByteArrayAsync(address)).Length;
        return sum;
    }

    /// <summary>The page's modules, and what they import.</summary>
    static async Task<int> Modules(BenchHost host, string html)
    {
        var (waiting, seen, sum) = (new Queue<string>(Script().Matches(html).Select(m => m.Groups[1].Value)), new HashSet<string>(), 0);
        while (waiting.TryDequeue(out var address))
        {
            if (!seen.Add(address)) continue;
            var text = await host.Client.GetStringAsync(address);
            sum += text.Length;
            foreach (var import in Import().Matches(text).Select(m => m.Groups[1].Value)) waiting.Enqueue(address[..(address.LastIndexOf('/') + 1)] + import);
        }
        return sum;
    }

    static async Task<List<double>> Times(BenchHost host, string address)
    {
        var times = new List<double>();
        for (var i = 0; i < Warm + Timed; i++)
        {
            var watch = Stopwatch.StartNew();
            (await host.Client.GetAsync(address)).EnsureSuccessStatusCode();
            if (i >= Warm) times.Add(watch.Elapsed.TotalMilliseconds);
        }
        times.Sort();
        return times;
    }

    [GeneratedRegex("<script type=\"module\" src=\"([^\"]+)\"")] private static partial Regex Script();
    [GeneratedRegex("from '\\./([^']+)'")] private static partial Regex Import();
}
