namespace Outcomes.Statistics.Resampling;

/// <summary>What leaving out one row at a time tells about a statistic.</summary>
public static class Jackknife
{
    /// <summary>The acceleration a = sum d^3 / (6 (sum d^2)^1.5) from influences d = (mean of leave-one-out values) - (the value
    /// without row i), in any unit. None when leaving out a row never changes the statistic.</summary>
    /// <remarks>Efron, B. (1987), Better bootstrap confidence intervals, JASA 82, 171-185,
    /// https://doi.org/10.2307/2289144. R: <c>d &lt;- mean(jack) - jack; sum(d^3)/(6*sum(d^2)^1.5)</c>.</remarks>
    public static Number Acceleration(ReadOnlySpan<double> influence)
    {
        double squares = 0, cubes = 0, largest = 0;
        foreach (var d in influence) largest = Math.Max(largest, Math.Abs(d));
        foreach (var d in influence)
        {
            var s = d / largest; // a is free of scale; scaling first keeps cubes of tiny or huge units representable
            squares += s * s;
            cubes += s * s * s;
        }
        return Number.Of(cubes / (6 * Math.Pow(squares, 1.5)), "no row changes the statistic");
    }

    /// <summary>Per value: the mean of the leave-one-out statistics less the statistic without that value.</summary>
    public static double[] Influence(double[] values, SampleStatistic statistic) => Influence<double>(values, rest => statistic(rest));

    /// <summary>The same for rows.</summary>
    public static double[] Influence(int[] rows, RowStatistic statistic) => Influence<int>(rows, rest => statistic(rest));

    static double[] Influence<T>(T[] all, Func<T[], double> statistic)
    {
        var without = new double[all.Length];
        var rest = all[1..];
        for (var i = 0; i < all.Length; i++)
        {
            without[i] = statistic(rest);
            if (i < rest.Length) rest[i] = all[i];
        }
        var mean = without.Average();
        return Array.ConvertAll(without, value => mean - value);
    }
}
