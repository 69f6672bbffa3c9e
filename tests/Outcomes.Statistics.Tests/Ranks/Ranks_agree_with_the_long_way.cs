using Outcomes.Statistics.Ranks;
using Xunit;

namespace Outcomes.Statistics.Tests.Ranks;

/// <summary>What is computed by selection and merging, against laying everything out.</summary>
public class Ranks_agree_with_the_long_way
{
    [Fact]
    public void The_Hodges_Lehmann_estimate_is_the_median_of_all_Walsh_averages() => Samples.Hold(Samples.Pairs, pair =>
    {
        var differences = Samples.Less(pair.Post, pair.Pre);
        var test = SignedRankTest.Of(differences);
        Assert.Equal(Median(Walsh(differences)), test.WalshMedianWithZeros);
        if (test.N > 0) Assert.Equal(Median(Walsh([.. differences.Where(d => d != 0)])), test.WalshMedian.Value);
    });

    [Fact]
    public void The_interval_of_two_thousand_values_is_that_of_all_two_million_averages()
    {
        var random = new Random(4);
        var values = new double[2_000];
        for (var i = 0; i < values.Length; i++) values[i] = Math.Round(random.NextDouble() * 40, 3) - 15;
        var walsh = Walsh(values);
        Array.Sort(walsh);
        var (k, interval) = SignedRankTest.Of(values).WalshInterval();
        Assert.Equal((walsh[k - 1], walsh[^(int)k]), (interval!.Value.Lower, interval.Value.Upper));
    }

    [Fact]
    public void V_is_the_sum_of_midranks_of_the_positive_differences() => Samples.Hold(Samples.Pairs, pair =>
    {
        var differences = Samples.Less(pair.Post, pair.Pre).Where(d => d != 0).ToArray();
        if (differences.Length == 0) return;
        var (ranks, _) = Midranks.Of(Array.ConvertAll(differences, Math.Abs));
        Assert.Equal(ranks.Where((_, i) => differences[i] > 0).Sum(), SignedRankTest.Of(differences).V);
    });

    [Fact]
    public void W_counts_the_pairs_in_which_the_first_group_is_ahead() => Samples.Hold(Samples.Groups, groups =>
    {
        var ahead = groups.First.Sum(x => groups.Second.Sum(y => x > y ? 1 : x == y ? 0.5 : 0));
        var test = RankSumTest.Of(groups.First, groups.Second);
        Assert.Equal(ahead, test.W);
        Assert.Equal(Median([.. groups.First.SelectMany(x => groups.Second, (x, y) => x - y)]), test.MedianDifference);
    });

    [Fact]
    public void The_p_value_does_not_know_which_side_is_called_positive() => Samples.Hold(Samples.Pairs, pair =>
    {
        double[] there = Samples.Less(pair.Post, pair.Pre), back = Samples.Less(pair.Pre, pair.Post);
        Assert.Equal(SignedRankTest.Of(there).P.Value, SignedRankTest.Of(back).P.Value, 1e-12);
    });

    static double[] Walsh(double[] x) =>
        Enumerable.Range(0, x.Length).SelectMany(i => Enumerable.Range(i, x.Length - i), (i, j) => (x[i] + x[j]) / 2).ToArray();

    static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[values.Length / 2 - 1] + values[values.Length / 2]) / 2;
    }
}
