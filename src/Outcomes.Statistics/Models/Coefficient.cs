using Outcomes.Statistics.Distributions;

namespace Outcomes.Statistics.Models;

/// <summary>An estimate with its t test and interval.</summary>
/// <param name="Name">What is estimated.</param>
/// <param name="Estimate">The estimate; none where it cannot be told from others.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Df">Its degrees of freedom.</param>
/// <param name="T">Estimate over standard error.</param>
/// <param name="P">Two-sided p.</param>
/// <param name="Interval">The interval; null where there is no estimate.</param>
public sealed record Coefficient(
    string Name, Number Estimate, Number StandardError, Number Df, Number T, Number P, Interval? Interval)
{
    /// <summary>Ten times the distance from 1 to the next double.</summary>
    const double RoundingOfTen = 2.220446049250313e-15;

    /// <summary>From an estimate, its standard error and degrees of freedom (infinite for a z test).</summary>
    /// <param name="magnitude">
    /// The size of the numbers behind the estimate: a standard error within their rounding, 10 ε times it, counts as zero, as in R's
    /// <c>t.test</c> ("data are essentially constant").
    /// </param>
    public static Coefficient Of(string name, double estimate, double standardError, double df, double level = 0.95, double magnitude = 0)
    {
        if (!(standardError > RoundingOfTen * magnitude))
            return None(name, "its standard error is zero") with { Estimate = estimate, StandardError = standardError, Df = df };
        var t = estimate / standardError;
        var interval = Statistics.Interval.Around(estimate, StudentT.Critical(level, df) * standardError, level);
        return new(name, estimate, standardError, Number.Of(df, "infinite"), t, StudentT.TwoSided(t, df), interval);
    }

    /// <summary>A coefficient that cannot be estimated, and why.</summary>
    public static Coefficient None(string name, string reason)
    {
        var none = Number.None(reason);
        return new(name, none, none, none, none, none, null);
    }
}

/// <summary>An F test.</summary>
/// <param name="F">The statistic.</param>
/// <param name="Df1">Degrees of freedom of the hypothesis.</param>
/// <param name="Df2">Degrees of freedom of the error.</param>
/// <param name="P">Upper tail.</param>
public readonly record struct FTest(double F, double Df1, double Df2, double P)
{
    /// <summary>From the statistic and its degrees of freedom.</summary>
    public static FTest Of(double f, double df1, double df2) => new(f, df1, df2, FisherF.UpperTail(f, df1, df2));
}
