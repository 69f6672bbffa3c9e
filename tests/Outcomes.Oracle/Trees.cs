using Outcomes.Statistics;
using Outcomes.Statistics.Change;
using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.Models;

namespace Outcomes.Oracle;

/// <summary>Results of the library under the names that references give them.</summary>
public static class Trees
{
    public static Tree Of(Moments moments) => new(("mean", moments.Mean), ("sd", moments.StandardDeviation));

    public static Tree Of(FTest test) => new(("F", test.F), ("df1", test.Df1), ("df2", test.Df2), ("p", test.P));

    public static Tree Of(Coefficient c) => new(
        ("estimate", c.Estimate), ("se", c.StandardError), ("df", c.Df), ("t", c.T), ("p", c.P), ("ci95", Limits(c.Interval)));

    public static Tree Of(EffectSize effect) => new(
        ("d", effect.D), ("d_ci95", Limits(effect.DInterval)), ("J", effect.J), ("g", effect.G), ("g_ci95", Limits(effect.GInterval)));

    public static Tree Of(IEnumerable<Coefficient> coefficients) => new(coefficients.Select(one => (one.Name, (object?)Of(one))));

    /// <summary>Two limits, or two numbers that do not exist.</summary>
    public static object Limits(Interval? interval) => interval is { } limits ? limits : new object?[] { null, null };
}
