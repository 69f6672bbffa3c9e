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
    /// Genetics and Molecular Biology 9(1), 39, https://doi.org/10.2202/1544-6115.1585.</remarks>
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
        var pooled = Centred([.. first, .. second]);
        var limit = Math.Abs(pooled.AsSpan(0, first.Length).ToArray().Sum()) - Slack(pooled);
        // Centred values sum to zero: the smaller group's sum, whose members are fewer to draw, is minus the other's.
        var size = Math.Min(first.Length, second.Length);
        var extreme = Count(permutations, threads, () => new double[pooled.Length], (r, buffer) =>
            Math.Abs(SumOfDraw(pooled, buffer, size, new Xoshiro256(seed, (ulong)r))) >= limit);
        return new PermutationResult(first.Average() - second.Average(), extreme, permutations);
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
        var signed = new SignedSum(differences);
        var extreme = Count(permutations, threads, () => 0, (r, _) =>
        {
            var random = new Xoshiro256(seed, (ulong)r);
            return Math.Abs(signed.Next(ref random)) >= limit;
        });
        return new PermutationResult(sum / differences.Length, extreme, permutations);
    }

    /// <summary>The sum of an even draw without replacement: the first steps of Fisher-Yates, two from each random number.</summary>
    static double SumOfDraw(double[] pooled, double[] values, int size, Xoshiro256 random)
    {
        pooled.CopyTo(values, 0);
        double sum = 0;
        for (var i = 0; i < size; i += 2)
        {
            var left = (uint)(values.Length - i);
            var (first, second) = random.NextPair(left, left - 1);
            sum += Take(values, i, i + first);
            if (i + 1 < size) sum += Take(values, i + 1, i + 1 + second);
        }
        return sum;
    }

    static double Take(double[] values, int next, int chosen)
    {
        var value = values[chosen];
        values[chosen] = values[next];
        return value;
    }

    /// <summary>How many replicates say yes; each range of them has one buffer, so that none allocates.</summary>
    static int Count<T>(int permutations, int threads, Func<T> buffer, Func<int, T, bool> isExtreme)
    {
        var total = 0;
        Replicates.Run(permutations, threads, (from, to) =>
        {
            var extreme = 0;
            var own = buffer();
            for (var r = from; r < to; r++)
                if (isExtreme(r, own)) extreme++;
            Interlocked.Add(ref total, extreme);
        });
        return total;
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
