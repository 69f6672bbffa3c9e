using Outcomes.Domain.Analyses;
using Outcomes.Reports.Figures;
using Outcomes.Reports.Reports;
using Xunit;
using static Outcomes.Reports.Tests.Samples;

namespace Outcomes.Reports.Tests.Reports;

public class SchoolPlacesTests
{
    static readonly OutcomeResult Stress = SyntheticSample.Result().Outcomes[0];

    [Fact]
    public void A_school_is_held_against_the_mean_of_its_own_arm_with_the_spread_within_schools()
    {
        var outcome = Outcome(("live", 20, -5.0, 4), ("live", 30, -3.0, 5), ("live", 11, -4.2, 6), ("waiting-list", 25, 1.0, 4), ("waiting-list", 16, -7.0, 3));
        var places = SchoolPlaces.Of(outcome)!;
        // By hand: √((19·16 + 29·25 + 10·36 + 24·16 + 15·9) / (19 + 29 + 10 + 24 + 15)) = √(1908 / 97).
        Assert.Equal(Math.Sqrt(1908.0 / 97), places.Limits.Sd, 12);
        Assert.Equal(0, places.Limits.Mean);
        Assert.True(places.AgainstArms);
        // The arms' own means in the sample: −3.9 and −0.6.
        Assert.Equal([-1.1, 0.9, -0.3, 1.6, -6.4], places.Shown.Select(s => Math.Round(s.Value, 10)));
        // 1.96 × 4.4351 / √16 = 2.173 and 3.09 × 4.4351 / √16 = 3.426: the last is outside both.
        Assert.Equal([FunnelPlace.Within, FunnelPlace.Within, FunnelPlace.Within, FunnelPlace.Within, FunnelPlace.Outside998], places.Shown.Select(s => s.Place));
    }

    [Fact]
    public void Where_schools_were_not_given_to_arms_the_middle_is_the_mean_change_of_all()
    {
        var places = SchoolPlaces.Of(Outcome((null, 20, -2.0, 4), (null, 30, -2.4, 5), (null, 20, -1.0, 4), (null, 20, -3.0, 4), (null, 20, -2.1, 4)))!;
        Assert.False(places.AgainstArms);
        Assert.Equal(Stress.Groups[0].Change.Value.Value, places.Limits.Mean);
        Assert.Equal(-2.4, places.Shown[1].Value);
    }

    [Fact]
    public void Hidden_schools_are_counted_by_their_reason_and_have_no_place()
    {
        var outcome = Outcome((null, 20, -2.0, 4), (null, 30, -2.4, 5), (null, 20, -1.0, 4), (null, 20, -3.0, 4), (null, 20, -2.1, 4));
        SiteChange Hidden(Absence why) => outcome.Sites[0] with { N = Quantity.None(why), Change = Estimate.None(why), Sd = Quantity.None(why) };
        var places = SchoolPlaces.Of(outcome with { Sites = [.. outcome.Sites, Hidden(Absence.SmallGroup), Hidden(Absence.SmallGroup), Hidden(Absence.Complementary)] })!;
        Assert.Equal(5, places.Shown.Count);
        Assert.Equal([(Absence.SmallGroup, 2), (Absence.Complementary, 1)], places.Hidden);
        Assert.Equal(8, places.All);
    }

    [Fact]
    public void Four_schools_are_too_few_to_show_how_schools_vary() =>
        Assert.Null(SchoolPlaces.Of(Outcome((null, 20, -2.0, 4), (null, 30, -2.4, 5), (null, 20, -1.0, 4), (null, 20, -3.0, 4))));

    static OutcomeResult Outcome(params (string? Arm, double N, double Change, double Sd)[] schools) => Stress with
    {
        Sites = [.. schools.Select((s, i) => new SiteChange($"school-{i}", $"School {i}", "district", s.Arm, Q(s.N), E(s.Change, s.Change - 1, s.Change + 1), Q(s.Sd)))],
    };
}
