using System.Diagnostics;
using System.Globalization;
using Outcomes.Domain.Releases;

namespace Outcomes.Bench.Releases;

/// <summary>Protects results of many schools, and a study's thirteenth release together with the twelve before it.</summary>
static class DisclosureBench
{
    const int Threshold = 10, Earlier = 12, MoreEachTime = 160;

    public static void Run(IReadOnlyList<int> schools)
    {
        foreach (var hard in new[] { false, true })
            foreach (var n in schools)
                Report(string.Create(CultureInfo.InvariantCulture, $"{n} schools{(hard ? ", hard" : "")}"), new RandomSchools(n, seed: 1, hard), []);
        var study = new RandomSchools(24, seed: 1);
        var entries = new List<ReleasedCounts>();
        for (var i = 0; i <= Earlier; i++, study.GoOn(MoreEachTime))
            entries.Add(new($"snapshot {i}", DateTimeOffset.UnixEpoch, Report(string.Create(CultureInfo.InvariantCulture, $"24 schools after {i} releases"), study, entries)));
    }

    /// <returns>What the ledger keeps of it.</returns>
    static IReadOnlyList<ReleasedCount> Report(string what, RandomSchools study, IReadOnlyList<ReleasedCounts> earlier)
    {
        var result = study.Result();
        using var self = Process.GetCurrentProcess();
        var (cpu, start) = (self.TotalProcessorTime, Stopwatch.GetTimestamp());
        var counts = Release.Outside(result, new([.. earlier])).Counts;
        var wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        self.Refresh();
        var told = counts.Where(c => c.State != "Implied").ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-32} {(self.TotalProcessorTime - cpu).TotalSeconds,6:0.00} s of CPU {wall,6:0.00} s; {told.Count,5} counts, {told.Count(c => c.Value >= Threshold),5} of {Threshold} or more, {told.Count(c => c.State == "Shown"),5} shown"));
        return counts;
    }
}
