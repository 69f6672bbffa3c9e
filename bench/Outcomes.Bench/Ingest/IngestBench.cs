using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Outcomes.Bench.Ingest;

/// <summary>
/// Rows a second through HTTP beside the same rows inserted straight into SQLite. Client, server and database share this machine,
/// so the client's own work counts against us.
/// </summary>
static class IngestBench
{
    const int BatchRows = 40_000, SingleRows = 6_000, Repeats = 3;

    public static async Task Run()
    {
        await Batches("NDJSON", "application/x-ndjson", rows => string.Join('\n', rows));
        await Batches("JSON", "application/json", rows => $"[{string.Join(',', rows)}]");
        foreach (var clients in new[] { 1, 8, 64 }) await Singles(clients);
    }

    static async Task Batches(string name, string type, Func<IEnumerable<string>, string> join)
    {
        var body = Encoding.UTF8.GetBytes(join(Enumerable.Range(0, BatchRows).Select(i => Encoding.UTF8.GetString(BenchHost.Assessment(i)))));
        var (http, raw, cpu) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i <= Repeats; i++)
        {
            await using var host = await BenchHost.Launch(BatchRows / 2);
            var (start, busy) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            (await host.Post("assessments", body, type)).EnsureSuccessStatusCode();
            var rate = BatchRows / Stopwatch.GetElapsedTime(start).TotalSeconds;
            var work = (Environment.CpuUsage.TotalTime - busy).TotalMicroseconds / BatchRows;
            var (yardstick, bare) = RawInsert.RowsASecond(host.DatabasePath);
            if (i == 0) continue; // the first run compiles
            http.Add(rate);
            raw.Add(yardstick);
            cpu.Add(work / bare);
        }
        Print($"batch of {BatchRows} as {name}", "rows/s", Median(http), "prepared statements, one transaction", Median(raw));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {"processor time, client included:",-38} {Median(cpu):0.0} times that of the bare insert"));
    }

    static async Task Singles(int clients)
    {
        var count = clients == 1 ? SingleRows / 4 : SingleRows;
        await using var host = await BenchHost.Launch(SingleRows / 2 + 100);
        var bodies = Enumerable.Range(0, count + 200).Select(BenchHost.Assessment).ToArray();
        for (var i = 0; i < 200; i++) (await host.Post("assessments", bodies[i], "application/json")).EnsureSuccessStatusCode();
        var next = 199;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < bodies.Length;)
                (await host.Post("assessments", bodies[i], "application/json")).EnsureSuccessStatusCode();
        }));
        var rate = count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        Print($"single rows, {clients} client{(clients == 1 ? "" : "s")}", "requests/s", rate, "SQLite's bare commits", RawInsert.CommitsASecond(host.DatabasePath, 2000));
    }

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    static void Print(string what, string unit, double ours, string yardstick, double theirs) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what,-28} {ours,8:N0} {unit,-11} {yardstick,-38} {theirs,8:N0}/s   ratio {ours / theirs:0.00}"));
}
