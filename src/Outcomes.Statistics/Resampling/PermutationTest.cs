namespace Outcomes.Statistics.Resampling;

/// <summary>A test by re-randomization.</summary>
/// <param name="Statistic">What was compared: a difference of means, or a mean.</param>
/// <param name="AsExtreme">How many random arrangements were at least as far from zero as the data's.</param>
/// <param name="Permutations">How many random arrangements were drawn.</param>
public sealed record PermutationResult(double Statistic, int AsExtreme, int Permutations)
{
    /// <summary>The two-sided p value (AsExtreme + 1)/(Permutations + 1): the data's own arrangement counts, so it is never
    /// zero and the test keeps its level.</summary>
    /// <remarks>Phipson, B. and Smyth, G. K. (2010), Permutation P-values should never be zero, Statistical Applications in
    /// Genetics and Molecular Biology 9(1), 39, section 4, https://doi.org/10.2202/1544-6115.1585.</remarks>
    public double P => (AsExtreme + 1.0) / (Permutations + 1.0);
}

/// <summary>Tests that need no distribution, only that labels or signs could as well have fallen otherwise.</summary>
/// <remarks>
/// Arrangement r comes from its own random stream, so one seed gives one p value on any count of threads. Arrangements
/// that tie with the data on paper are counted although their sums may differ in the last bit. Where whole clusters were
/// randomized, give one value a cluster: permuting single people would ignore the design.
/// </remarks>
public static class PermutationTest
{
    /// <summary>Two independent groups: the difference of means under random relabelling.</summary>
    /// <param name="first">At least one finite value.</param>
    /// <param name="second">At least one finite value.</param>
    /// <param name="permutations">How many; 100,000 settle a p of .05 to .0014 (two standard errors).</param>
    /// <param name="seed">Written down with the result.</param>
    /// <param name="threads">How many threads may work; the result does not depend on it.</param>
    /// <returns>Mean of <paramref name="first"/> less mean of <paramref name="second"/>, and how often it was reached.</returns>
    /// <remarks>Fisher, R. A. (1935), The Design of Experiments, section 21; Pitman, E. J. G. (1937), Supplement to the JRSS 4,
    /// 119-130, https://doi.org/10.2307/2984124. R: <c>coin::oneway_test(y ~ g, distribution = approximate(nresample))</c>,
    /// whose p leaves the + 1 out.</remarks>
    /// <exception cref="InputException">An empty group, a value that is not finite, or no permutations.</exception>
    public static PermutationResult TwoGroups(
        double[] first, double[] second, int permutations, ulong seed, int threads = 1)
    {
        Check(first, nameof(first), permutations, threads);
        Check(second, nameof(second), permutations, threads);
        // The sum of the smaller group decides, and only its members need to be drawn.
        var drawn = Math.Min(first.Length, second.Length);
        var pooled = Centred([.. first, .. second]);
        var own = pooled.AsSpan(0, first.Length).ToArray().Sum(); // the other group's is minus this
        var limit = Math.Abs(own) - Slack(pooled);
        var count = 0;
        Replicates.Run(permutations, threads, (from, to) =>
        {
            var extreme = 0;
            var buffer = new double[pooled.Length];
            for (var r = from; r < to; r++)
            {
                pooled.CopyTo(buffer, 0);
                var random = new Xoshiro256(seed, (ulong)r);
                if (Math.Abs(SumOfDraw(ref random, buffer, drawn)) >= limit) extreme++;
            }
            Interlocked.Add(ref count, extreme);
        });
        return new PermutationResult(first.Average() - second.Average(), count, permutations);
    }

    /// <summary>Paired differences: the mean under random signs, by simulation.</summary>
    /// <remarks>Use <see cref="SignFlip.ExactP"/> where it can be had: it is exact and usually faster.
    /// R: <c>coin::symmetry_test</c> with <c>approximate()</c>.</remarks>
    /// <param name="differences">At least one finite value.</param>
    /// <param name="permutations">How many patterns of signs.</param>
    /// <param name="seed">Written down with the result.</param>
    /// <param name="threads">How many threads may work; the result does not depend on it.</param>
    public static PermutationResult Signs(double[] differences, int permutations, ulong seed, int threads = 1)
    {
        Check(differences, nameof(differences), permutations, threads);
        var sum = differences.Sum();
        var limit = Math.Abs(sum) - Slack(differences);
        var count = 0;
        Replicates.Run(permutations, threads, (from, to) =>
        {
            var extreme = 0;
            for (var r = from; r < to; r++)
            {
                var random = new Xoshiro256(seed, (ulong)r);
                if (Math.Abs(SumOfSigns(ref random, differences)) >= limit) extreme++;
            }
            Interlocked.Add(ref count, extreme);
        });
        return new PermutationResult(sum / differences.Length, count, permutations);
    }

    /// <summary>The first <paramref name="drawn"/> steps of Fisher-Yates: an even draw without replacement, and its sum.</summary>
    static double SumOfDraw(ref Xoshiro256 random, Span<double> values, int drawn)
    {
        double sum = 0;
        for (var i = 0; i < drawn; i++)
        {
            var j = i + random.NextIndex(values.Length - i);
            var chosen = values[j];
            values[j] = values[i];
            sum += chosen;
        }
        return sum;
    }

    /// <summary>Each random bit is one value's sign; 64 values cost one random number.</summary>
    static double SumOfSigns(ref Xoshiro256 random, ReadOnlySpan<double> values)
    {
        double sum = 0;
        for (var start = 0; start < values.Length; start += 64)
        {
            var bits = random.NextBits();
            foreach (var x in values.Slice(start, Math.Min(64, values.Length - start)))
            {
                sum += BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(x) ^ (long)(bits & 1UL << 63));
                bits <<= 1;
            }
        }
        return sum;
    }

    static double[] Centred(double[] values)
    {
        var mean = values.Average();
        return Array.ConvertAll(values, x => x - mean);
    }

    /// <summary>More than rounding can make of equal sums, far less than data of any real precision can differ by.</summary>
    static double Slack(double[] values) => 1e-12 * values.Sum(Math.Abs);

    static void Check(double[] values, string name, int permutations, int threads)
    {
        Require.AtLeast(1, values.Length, name);
        Require.Finite(values, name);
        Require.AtLeast(1, permutations, nameof(permutations), "permutation");
        Require.AtLeast(1, threads, nameof(threads), "thread");
    }
}
