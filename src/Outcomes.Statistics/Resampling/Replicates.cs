namespace Outcomes.Statistics.Resampling;

/// <summary>Shares replicates among threads; a replicate sees only its number, so the sharing cannot change it.</summary>
internal static class Replicates
{
    // Large enough that handing out a piece costs nothing, small enough that two threads finish together.
    const int UsualPiece = 256;

    /// <summary>Calls <paramref name="work"/> for consecutive ranges [from, to) that cover all replicates once.</summary>
    public static void Run(int count, int threads, Action<int, int> work) => Run(count, threads, UsualPiece, work);

    /// <summary>The same in pieces of a given size: 1 where a replicate is slow.</summary>
    public static void Run(int count, int threads, int size, Action<int, int> work)
    {
        if (threads <= 1)
        {
            work(0, count);
            return;
        }
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Parallel.For(0, (count + size - 1) / size, options,
            piece => work(piece * size, Math.Min(count, (piece + 1) * size)));
    }
}
