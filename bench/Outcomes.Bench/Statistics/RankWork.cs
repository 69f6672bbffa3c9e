using Outcomes.Statistics.Ranks;

namespace Outcomes.Bench.Statistics;

/// <summary>The signed-rank test of 100,000 changes, Gamma(2, 3) − 4 in shape and scale, without and with its interval.</summary>
static class RankWork
{
    public static IEnumerable<Work> All()
    {
        var draws = new Draws(2);
        var change = new double[100_000];
        for (var i = 0; i < change.Length; i++) change[i] = draws.Gamma(2, 1 / 3.0) - 4;
        yield return new("paired Wilcoxon, n = 100,000", (0.36, "wilcox.test"), [change], () => SignedRankTest.Of(change).P);
        yield return new("with Hodges-Lehmann estimate and interval", (14.7, "wilcox.test(conf.int = TRUE)"), [change], () =>
        {
            var test = SignedRankTest.Of(change);
            return (test.P, test.WalshMedian, test.WalshInterval());
        });
        yield return new("with R's roots for estimate and interval", (14.7, "wilcox.test(conf.int = TRUE)"), [change], () =>
        {
            var test = SignedRankTest.Of(change);
            return (test.P, test.AsR(tolerance: 1e-4));
        });
    }
}
