using static System.Math;

namespace Outcomes.Statistics.Multiplicity;

/// <summary>
/// p values adjusted for their number. A NaN was not tested: it does not count towards the number of tests and comes back as a
/// <see cref="Number"/> without value. Equal p values get equal adjusted ones.
/// </summary>
public static class Adjusted
{
    const string NotTested = "not tested";

    /// <summary>Bonferroni: p times their number. R: <c>p.adjust(p, "bonferroni")</c>.</summary>
    public static Number[] Bonferroni(ReadOnlySpan<double> p) => Step(p, (_, m) => m, fromLargest: null);

    /// <summary>Holm's step-down, which never rejects less than Bonferroni (Holm 1979). R: <c>p.adjust(p, "holm")</c>.</summary>
    public static Number[] Holm(ReadOnlySpan<double> p) => Step(p, (rank, m) => m - rank + 1, fromLargest: false);

    /// <summary>Hochberg's step-up, for independent or positively dependent tests (Hochberg 1988, doi:10.1093/biomet/75.4.800).
    /// R: <c>p.adjust(p, "hochberg")</c>.</summary>
    public static Number[] Hochberg(ReadOnlySpan<double> p) => Step(p, (rank, m) => m - rank + 1, fromLargest: true);

    /// <summary>False discovery rate (Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x). R: <c>p.adjust(p, "BH")</c>.</summary>
    public static Number[] BenjaminiHochberg(ReadOnlySpan<double> p) => Step(p, (rank, m) => (double)m / rank, fromLargest: true);

    /// <summary>False discovery rate under any dependence (Benjamini and Yekutieli 2001, doi:10.1214/aos/1013699998). R: <c>p.adjust(p, "BY")</c>.</summary>
    public static Number[] BenjaminiYekutieli(ReadOnlySpan<double> p) =>
        Step(p, (rank, m) => Harmonic(m) * m / rank, fromLargest: true);

    static double Harmonic(int m)
    {
        double sum = 0;
        for (var i = 1; i <= m; i++) sum += 1.0 / i;
        return sum;
    }

    /// <summary>Multiplies each p by the factor of its rank, and makes the results monotone from the end said.</summary>
    static Number[] Step(ReadOnlySpan<double> p, Func<int, int, double> factor, bool? fromLargest)
    {
        foreach (var one in p)
            if (!double.IsNaN(one)) Require.Probability(one);
        var values = p.ToArray();
        var order = Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i])).OrderBy(i => values[i]).ToArray();
        var adjusted = new Number[values.Length];
        Array.Fill(adjusted, Number.None(NotTested));
        var running = fromLargest == true ? 1.0 : 0.0;
        for (var k = 0; k < order.Length; k++)
        {
            var rank = fromLargest == true ? order.Length - k : k + 1;
            var i = order[rank - 1];
            var product = factor(rank, order.Length) * values[i];
            running = fromLargest switch { true => Min(running, product), false => Max(running, product), null => product };
            adjusted[i] = Min(1, running);
        }
        return adjusted;
    }
}
