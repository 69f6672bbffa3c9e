using Outcomes.Statistics.Models;
using Outcomes.Statistics.Synthesis;
using Xunit;

namespace Outcomes.Statistics.Tests.Synthesis;

public class Effects_of_sites
{
    static readonly double[] Outcome = [3, 5, 4, 9, 7, 8, 2, 2, 2, 2, 1, 6];
    static readonly bool[] Treated = [false, false, false, true, true, true, false, false, true, true, false, true];
    static readonly string[] Site = ["a", "a", "a", "a", "a", "a", "b", "b", "b", "b", "c", "c"];

    [Fact]
    public void A_site_has_Hedges_g_by_hand()
    {
        var a = SiteEffects.HedgesG(Outcome, Treated, Clusters.FromLabels(Site))[0];
        // Means 8 and 4, both variances 1, four degrees of freedom: J = Γ(2)/(√2 Γ(3/2)) = √(2/π).
        double g = 4 * Math.Sqrt(2 / Math.PI);
        Assert.Equal((3, 3), (a.Treated, a.Compared));
        Assert.Equal(g, a.HedgesG.Value, 1e-13);
        Assert.Equal(2.0 / 3 + g * g / 12, a.Variance.Value, 1e-13);
    }

    [Fact]
    public void A_site_without_spread_or_with_one_row_an_arm_has_no_g_and_says_why()
    {
        var effects = SiteEffects.HedgesG(Outcome, Treated, Clusters.FromLabels(Site));
        Assert.Contains("nobody differs", effects[1].HedgesG.Reason);
        Assert.Contains("fewer than two", effects[2].Variance.Reason);
    }

    [Fact]
    public void Exchanging_the_arms_turns_the_sign_alone_and_the_unit_does_not_matter()
    {
        var effects = SiteEffects.HedgesG(Outcome, Treated, Clusters.FromLabels(Site));
        var turned = SiteEffects.HedgesG([.. Outcome.Select(y => 100 + 7 * y)], [.. Treated.Select(t => !t)], Clusters.FromLabels(Site));
        Assert.Equal(-effects[0].HedgesG.Value, turned[0].HedgesG.Value, 1e-12);
        Assert.Equal(effects[0].Variance.Value, turned[0].Variance.Value, 1e-12);
    }
}
