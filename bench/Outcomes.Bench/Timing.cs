using System.Diagnostics;

namespace Outcomes.Bench;

/// <summary>Medians of repeated runs.</summary>
static class Timing
{
    /// <summary>Seconds of the median run out of five, after runs that warm the code up, and bytes allocated by one run.</summary>
    public static (double Seconds, long Bytes) Median(Action run, int repeats = 5)
    {
        for (var i = 0; i < 3; i++) run();
        var seconds = new double[repeats];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            run();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / repeats;
        Array.Sort(seconds);
        return (seconds[repeats / 2], bytes);
    }
}
