using System.Runtime.CompilerServices;

namespace Outcomes.Statistics.Resampling;

/// <summary>
/// The random numbers behind every bootstrap, permutation, imputation and allocation list: xoshiro256++ with its
/// state filled by SplitMix64 from a seed and a stream number.
/// </summary>
/// <remarks>
/// <para>A stream per replicate makes results independent of how replicates are shared among threads. The numbers are
/// part of what a seed promises: changing them breaks every list and interval that was published with its seed.</para>
/// <para>Reference: Blackman, D. and Vigna, S. (2021), Scrambled linear pseudorandom number generators, ACM Transactions
/// on Mathematical Software 47(4), 36, https://doi.org/10.1145/3460772. Seeding: Steele, G. L., Lea, D. and Flood, C. H.
/// (2014), Fast splittable pseudorandom number generators, OOPSLA 2014, https://doi.org/10.1145/2660193.2660195.
/// Period 2^256 - 1. Not for secrets: outputs reveal the state.</para>
/// <para><see cref="System.Random"/> was not used: its seeded algorithm is not documented to stay the same.</para>
/// </remarks>
public struct Xoshiro256
{
    const ulong Golden = 0x9E3779B97F4A7C15;

    ulong a, b, c, d;

    /// <summary>Starts the numbers of one stream of one seed. Any seed and any stream are good, zero too.</summary>
    /// <param name="seed">Chosen by the analyst, written down with the result.</param>
    /// <param name="stream">Usually the number of the replicate, imputation or stratum.</param>
    public Xoshiro256(ulong seed, ulong stream = 0)
    {
        var x = Mix(Mix(seed + Golden) + stream);
        a = Mix(x += Golden);
        b = Mix(x += Golden);
        c = Mix(x += Golden);
        d = Mix(x + Golden);
    }

    /// <summary>Continues from a known state, for comparison with published test vectors.</summary>
    public static Xoshiro256 FromState(ReadOnlySpan<ulong> state) =>
        new() { a = state[0], b = state[1], c = state[2], d = state[3] };

    /// <summary>SplitMix64's output function: a bijection of 64 bits in which each input bit moves half of the output.</summary>
    internal static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    /// <summary>The next 64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextBits()
    {
        var result = ulong.RotateLeft(a + d, 23) + a;
        var t = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= t;
        d = ulong.RotateLeft(d, 45);
        return result;
    }

    /// <summary>A whole number from 0 to <paramref name="count"/> - 1, each equally likely (no modulo bias).</summary>
    /// <remarks>Lemire, D. (2019), Fast random integer generation in an interval, https://doi.org/10.1145/3230636.</remarks>
    public int NextIndex(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var n = (ulong)count;
        var product = (NextBits() >> 32) * n;
        if ((uint)product < n)
        {
            for (var threshold = (0u - (uint)n) % (uint)n; (uint)product < threshold;)
            {
                product = (NextBits() >> 32) * n;
            }
        }
        return (int)(product >> 32);
    }

    /// <summary>Two independent indices from one output: from 0 to <paramref name="first"/> - 1, and to <paramref name="second"/> - 1.</summary>
    /// <remarks>Both are drawn again if either falls where it would be biased. Inlined, so that a loop keeps the state in registers; that
    /// and the pair made the bootstrap of a mean twice as fast.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal (int First, int Second) NextPair(uint first, uint second)
    {
        while (true)
        {
            var bits = NextBits();
            var one = (ulong)(uint)bits * first;
            var two = (bits >> 32) * second;
            // The remainders are computed only where they can matter: about once in 2^32/(first + second).
            if (((uint)one >= first && (uint)two >= second)
                || ((uint)one >= (0u - first) % first && (uint)two >= (0u - second) % second))
                return ((int)(one >> 32), (int)(two >> 32));
        }
    }

    /// <summary>A number strictly between 0 and 1: the middle of one of 2^52 equal cells, safe for a quantile function.</summary>
    public double NextUnit() => ((NextBits() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Puts the items in an order chosen evenly from all orders (Fisher-Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextIndex(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
