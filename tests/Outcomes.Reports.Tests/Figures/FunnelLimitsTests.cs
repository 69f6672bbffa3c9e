using Outcomes.Reports.Figures;
using Xunit;

namespace Outcomes.Reports.Tests.Figures;

public class FunnelLimitsTests
{
    /// <summary>By hand: 1.959964 × 6 / √25 = 2.3519568; 3.090232 × 6 / √25 = 3.7082788; at n = 36, 1.959964 and 3.090232.</summary>
    [Theory]
    [InlineData(25, 2.3519568, 3.7082788)]
    [InlineData(36, 1.9599640, 3.0902323)]
    [InlineData(9, 3.9199280, 6.1804646)]
    public void Limits_lie_z_standard_errors_from_the_mean(double n, double half95, double half998)
    {
        var limits = new FunnelLimits(-2.5, 6);
        Assert.Equal(half95, limits.Half(n, FunnelLimits.Z95), 6);
        Assert.Equal(half998, limits.Half(n, FunnelLimits.Z998), 6);
        Assert.Equal(n, limits.PeopleAt(half95, FunnelLimits.Z95), 4);
    }

    [Theory]
    [InlineData(25, -2.5, FunnelPlace.Within)]
    [InlineData(25, -4.85, FunnelPlace.Within)]
    [InlineData(25, -4.86, FunnelPlace.Outside95)]
    [InlineData(25, -0.14, FunnelPlace.Outside95)]
    [InlineData(25, -6.20, FunnelPlace.Outside95)]
    [InlineData(25, -6.21, FunnelPlace.Outside998)]
    [InlineData(25, 1.21, FunnelPlace.Outside998)]
    [InlineData(100, -3.68, FunnelPlace.Outside95)]
    public void A_school_is_placed_by_its_distance_and_its_size(double n, double value, FunnelPlace expected) =>
        Assert.Equal(expected, new FunnelLimits(-2.5, 6).PlaceOf(n, value));
}
