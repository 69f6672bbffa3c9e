namespace Outcomes.Reports.Figures;

/// <summary>Where one school lies among what chance alone would give.</summary>
public enum FunnelPlace { Within, Outside95, Outside998 }

/// <summary>
/// Control limits of a funnel plot: the mean ± z · SD / √n, where the mean of n people would lie by chance if all schools were alike
/// (Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202, doi:10.1002/sim.1970, with a target that is estimated).
/// </summary>
/// <param name="Mean">Of all schools, in the scale's unit.</param>
/// <param name="Sd">Of people within a school.</param>
public sealed record FunnelLimits(double Mean, double Sd)
{
    /// <summary>Quantiles of the normal distribution: R's qnorm(0.975) and qnorm(0.999).</summary>
    public const double Z95 = 1.959963984540054, Z998 = 3.090232306167814;

    public double Half(double n, double z) => z * Sd / Math.Sqrt(n);

    /// <summary>The number of people at which the limit is this far from the mean.</summary>
    public double PeopleAt(double half, double z) => Math.Pow(z * Sd / half, 2);

    public FunnelPlace PlaceOf(double n, double value) => Math.Abs(value - Mean) switch
    {
        var away when away > Half(n, Z998) => FunnelPlace.Outside998,
        var away when away > Half(n, Z95) => FunnelPlace.Outside95,
        _ => FunnelPlace.Within,
    };
}
