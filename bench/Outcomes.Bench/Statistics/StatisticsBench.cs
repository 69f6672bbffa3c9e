using System.Globalization;

namespace Outcomes.Bench.Statistics;

/// <summary>One piece of work.</summary>
/// <param name="Name">What is computed.</param>
/// <param name="ByR">R's seconds for it on one core of the machine of reference (R 4.2.2, reference BLAS), and how it was called.</param>
/// <param name="Data">All that it must read, to time the limit of reading it once.</param>
/// <param name="Run">The work; its result is kept from being optimised away.</param>
sealed record Work(string Name, (double Seconds, string Call) ByR, double[][] Data, Func<object?> Run);

/// <summary>Prints each piece of work beside R's time and the limit.</summary>
static class StatisticsBench
{
    static object? _kept;

    /// <summary>The works; each file gives its own.</summary>
    static readonly Func<IEnumerable<Work>>[] All =
        [ScaleWork.All, RankWork.All, SchoolWork.All, ResampleWork.All, MixedModelWork.All];

    public static void Run(string word)
    {
        Console.WriteLine($"{"work",-52} {"ms",9} {"R, ms",9} {"times R",8} {"read, ms",9} {"kB",8}  by R");
        foreach (var work in All.SelectMany(works => works()).Where(work => work.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
        {
            var (seconds, bytes) = Timing.Median(() => _kept = work.Run());
            var (limit, _) = Timing.Median(() => _kept = work.Data.Sum(ReadOnce));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{work.Name,-52} {seconds * 1e3,9:F2} {work.ByR.Seconds * 1e3,9:F0} {work.ByR.Seconds / seconds,8:F1} {limit * 1e3,9:F3} {bytes / 1024,8}  {work.ByR.Call}"));
        }
    }

    /// <summary>The least that any of this could cost: one sum over the data, vectorised.</summary>
    static double ReadOnce(double[] data)
    {
        var sum = System.Numerics.Vector<double>.Zero;
        var vectors = System.Runtime.InteropServices.MemoryMarshal.Cast<double, System.Numerics.Vector<double>>(data);
        foreach (var vector in vectors) sum += vector;
        return System.Numerics.Vector.Sum(sum);
    }
}
