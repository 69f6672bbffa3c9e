using Outcomes.Statistics.Resampling;

namespace Outcomes.Bench.Statistics;

/// <summary>Bootstrap of a mean and permutations of two groups, on one thread and on two. Replicates allocate nothing: what is allocated is
/// the list of results.</summary>
static class ResampleWork
{
    const ulong Seed = 1;

    public static IEnumerable<Work> All()
    {
        var draws = new Draws(4);
        var values = Enumerable.Range(0, 1_000).Select(_ => draws.Gamma(2, 3) - 4).ToArray();
        double[] treated = values[..100], controls = values[100..200];
        foreach (var threads in new[] { 1, 2 })
        {
            var on = threads == 1 ? "" : $", {threads} threads";
            yield return new($"10,000 bootstraps of a mean, n = 1,000, BCa{on}", (0.60, "boot::boot.ci, jackknife"), [values],
                () => Bootstrap.OfMean(values, 10_000, Seed, threads).Bca());
            yield return new($"the same, any statistic{on}", (0.60, "boot::boot.ci, jackknife"), [values],
                () => Bootstrap.Of(values, Mean, 10_000, Seed, threads).Bca());
            yield return new($"100,000 permutations of two groups, n = 200{on}", (0.18, "coin::oneway_test"), [treated, controls],
                () => PermutationTest.TwoGroups(treated, controls, 100_000, Seed, threads));
            yield return new($"100,000 patterns of signs, n = 200{on}", (0.18, "coin::oneway_test"), [treated, controls],
                () => PermutationTest.Signs(values[..200], 100_000, Seed, threads));
        }
    }

    static double Mean(ReadOnlySpan<double> sample)
    {
        double sum = 0;
        foreach (var x in sample) sum += x;
        return sum / sample.Length;
    }
}
