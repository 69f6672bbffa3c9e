using Outcomes.Statistics.Distributions;
using static System.Math;

namespace Outcomes.Statistics.Change;

/// <summary>A standardised mean difference.</summary>
/// <param name="D">The difference over the standardiser; none where that is zero.</param>
/// <param name="DInterval">Its interval; null where none is defined.</param>
/// <param name="J">Hedges' correction for the degrees of freedom.</param>
/// <param name="G">J times D: unbiased.</param>
/// <param name="GInterval">J times the interval of D.</param>
public readonly record struct EffectSize(Number D, Interval? DInterval, Number J, Number G, Interval? GInterval)
{
    internal static EffectSize Of(double difference, double standardiser, double df, Interval? interval)
    {
        if (!(standardiser > 0)) return None("the standardiser is zero");
        var (d, j) = (difference / standardiser, Hedges(df));
        return new(d, interval, j, j.Map(value => value * d), j.Exists ? interval?.Times(j.Value) : null);
    }

    internal static EffectSize None(string reason)
    {
        var none = Number.None(reason);
        return new(none, null, none, none, null);
    }

    /// <summary>
    /// Hedges' exact correction Γ(m/2) / (√(m/2) Γ((m − 1)/2)), not the approximation 1 − 3/(4m − 1) (Hedges 1981,
    /// doi:10.3102/10769986006002107, equation 6e); none at one degree of freedom.
    /// </summary>
    public static Number Hedges(double df) => df > 1
        ? Exp(GammaFunction.LogHalfStep((df - 1) / 2) - 0.5 * Log(df / 2))
        : Number.None("Hedges' correction needs two degrees of freedom");
}
