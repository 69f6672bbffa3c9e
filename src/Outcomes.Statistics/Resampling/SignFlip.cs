namespace Outcomes.Statistics.Resampling;

/// <summary>The exact test of a mean of paired differences over all 2^n patterns of signs.</summary>
/// <remarks>
/// <para>Under the hypothesis that differences are symmetric about zero each pattern is equally likely; p is the share of
/// patterns whose sum is at least as far from zero as the data's, ties included. Zeros take part and change nothing.</para>
/// <para>Reference: Fisher, R. A. (1935), The Design of Experiments, section 21. The distribution of a sum by convolution:
/// Pagano, M. and Tritchler, D. (1983), JASA 78, 435-440. R:
/// <c>exactRankTests::perm.test(d, exact = TRUE)</c> for integers.</para>
/// </remarks>
public static class SignFlip
{
    const int MostSteps = 400_000_000; // additions: about half a second
    const int MostHalves = 40; // two lists of 2^20 sums

    /// <summary>The exact two-sided p value, or none where it cannot be had (see remarks).</summary>
    /// <param name="differences">At least one finite value.</param>
    /// <returns>p between 2^(1-n) and 1. It is 1 when all differences are zero.</returns>
    /// <remarks>
    /// <para>Recorded data have few decimals, and mean scores are k-ths of a point, so they are counted in that unit: sums are then whole
    /// numbers and ties are ties (as doubles 0.1 + 0.2 and 0.3 differ). The distribution is built one difference at a time.</para>
    /// <para>Data without such a unit, or of too wide a range for it, are enumerated by halves up to n = 40. Beyond it
    /// there is no answer; <see cref="PermutationTest.Signs"/> then simulates.</para>
    /// </remarks>
    /// <exception cref="InputException">No value, or one that is not finite.</exception>
    public static Number ExactP(double[] differences)
    {
        Require.AtLeast(1, differences.Length, nameof(differences));
        Require.Finite(differences);
        // A zero has no sign to flip: it doubles the patterns on both sides of the share.
        var nonzero = Array.FindAll(differences, d => d != 0);
        if (nonzero.Length == 0) return 1;
        if (InCommonUnit(nonzero) is { } whole) return ByConvolution(whole);
        return nonzero.Length <= MostHalves
            ? ByHalves(nonzero)
            : Number.None($"{nonzero.Length} differences with too many decimals to enumerate; simulate instead");
    }

    /// <summary>The values counted in the largest unit of which all are multiples; null if there is none, or it is too small.</summary>
    static long[]? InCommonUnit(double[] values)
    {
        // Every 1/k up to a thousandth (means of k items, up to three decimals), then further decimals.
        foreach (var scale in Enumerable.Range(1, 1000).Select(k => (double)k).Concat([1e4, 1e5, 1e6, 1e7, 1e8, 1e9]))
        {
            if (!Array.TrueForAll(values, x => IsWhole(x * scale))) continue;
            var whole = Array.ConvertAll(values, x => (long)Math.Round(x * scale));
            var divisor = whole.Aggregate(0L, GreatestCommonDivisor);
            for (var i = 0; i < whole.Length; i++) whole[i] /= divisor;
            var range = whole.Sum(x => (double)Math.Abs(x));
            return range * whole.Length <= MostSteps ? whole : null;
        }
        return null;
    }

    // Below 1e9 a difference of decimals is off by some 1e-7 at most; a value of more decimals is rarely this near by chance.
    static bool IsWhole(double x) => Math.Abs(x) < 1e9 && Math.Abs(x - Math.Round(x)) <= 1e-6;

    static long GreatestCommonDivisor(long a, long b)
    {
        (a, b) = (Math.Abs(a), Math.Abs(b));
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }

    /// <summary>share[s] is the share of sign patterns with s in positive differences; the sum is then 2 s - total.</summary>
    static double ByConvolution(long[] whole)
    {
        var total = whole.Sum(Math.Abs);
        var share = new double[total + 1];
        share[0] = 1;
        long reach = 0;
        foreach (var d in whole)
        {
            var step = Math.Abs(d);
            reach += step;
            for (var s = reach; s >= step; s--) share[s] = 0.5 * (share[s] + share[s - step]);
            for (var s = step - 1; s >= 0; s--) share[s] *= 0.5;
        }
        var observed = Math.Abs(whole.Sum());
        var p = 0.0;
        for (var s = 0L; s <= total; s++)
        {
            if (Math.Abs(2 * s - total) >= observed) p += share[s];
        }
        return Math.Min(p, 1);
    }

    /// <summary>Horowitz and Sahni's halves: all sums of each half, sorted, and one walk over both.</summary>
    static double ByHalves(double[] values)
    {
        var left = AllSums(values.AsSpan(0, values.Length / 2));
        var right = AllSums(values.AsSpan(values.Length / 2));
        var limit = Math.Abs(values.Sum()) - 1e-12 * values.Sum(Math.Abs);
        if (limit <= 0) return 1;
        // The distribution is symmetric, so the upper tail is doubled.
        double pairs = 0;
        var reached = right.Length;
        foreach (var sum in left)
        {
            while (reached > 0 && sum + right[reached - 1] >= limit) reached--;
            pairs += right.Length - reached;
        }
        return Math.Min(1, 2 * pairs / ((double)left.Length * right.Length));
    }

    static double[] AllSums(ReadOnlySpan<double> values)
    {
        var sums = new double[1 << values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = (1 << i) - 1; j >= 0; j--)
            {
                (sums[j], sums[j + (1 << i)]) = (sums[j] - values[i], sums[j] + values[i]);
            }
        }
        Array.Sort(sums);
        return sums;
    }
}
