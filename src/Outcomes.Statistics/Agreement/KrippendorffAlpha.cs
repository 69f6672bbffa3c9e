using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Statistics.Agreement;

/// <summary>What the values are, and so how far apart two of them are.</summary>
public enum MeasurementLevel
{
    /// <summary>Names: equal or not.</summary>
    Nominal,

    /// <summary>Ranks: apart by how many values lie between, (sum of n_g from c to k, less (n_c + n_k)/2)^2.</summary>
    Ordinal,

    /// <summary>Differences: (c - k)^2.</summary>
    Interval,

    /// <summary>Ratios: ((c - k)/(c + k))^2, for values that are not negative.</summary>
    Ratio,
}

/// <summary>Krippendorff's alpha: agreement beyond chance for any number of coders, any level of measurement and missing codes.</summary>
/// <remarks>
/// <para>alpha = 1 - (n - 1) sum o_ck d_ck / sum n_c n_k d_ck over pairs of values c, k, where o is the coincidence matrix: each unit
/// of m_u values, two at least, adds 1/(m_u - 1) for each ordered pair; n_c are its margins, n its total, d the squared distance.</para>
/// <para>Units coded by fewer than two coders say nothing about agreement and are left out. One value throughout leaves alpha
/// undefined: no variation, no evidence of agreement. For an interval, bootstrap units with <c>Bootstrap.OfRows</c>.</para>
/// <para>Reference: Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability,
/// https://repository.upenn.edu/asc_papers/43; Krippendorff, K. (2019), Content Analysis, 4th ed., chapter 12,
/// https://doi.org/10.4135/9781071878781. R: <c>irr::kripp.alpha</c> where codes are missing or coders are two; for complete data of
/// three or more coders irr 0.84.1 forgets the divisor m_u - 1 and differs from the definition.</para>
/// </remarks>
public static class KrippendorffAlpha
{
    /// <summary>Alpha of a table of codes.</summary>
    /// <param name="codes">Units in rows, coders in columns, NaN where a coder did not code a unit. Names become any numbers.</param>
    /// <param name="measurement">What the values are.</param>
    /// <returns>1 for full agreement, 0 for chance, below for less; none if all pairable values are equal, or there are none.</returns>
    /// <exception cref="InputException">An infinite value, or a negative one on a ratio scale.</exception>
    public static Number Of(Matrix codes, MeasurementLevel measurement)
    {
        var coincidences = Coincidences.Of(codes);
        if (measurement == MeasurementLevel.Ratio && coincidences.Values.Any(value => value < 0))
            throw new InputException(nameof(codes), "holds a negative value, which a ratio scale does not have");
        return coincidences.Alpha(measurement);
    }
}

/// <summary>How often two values met in a unit: all that alpha needs.</summary>
public sealed class Coincidences
{
    readonly double[] margins;
    readonly double[] below; // below[c]: how many codes have a value before the c-th

    /// <summary>Takes a matrix as it is, for one that was published or made elsewhere.</summary>
    /// <param name="values">The values in ascending order.</param>
    /// <param name="counts">Symmetric, as wide as there are values.</param>
    public Coincidences(double[] values, Matrix counts)
    {
        Require.NotInfinite(values);
        if (counts.Rows != values.Length || counts.Columns != values.Length)
            throw new InputException(nameof(counts), $"is not {values.Length} by {values.Length}, as there are values");
        (Values, Counts) = (values, counts);
        margins = counts.Times(Enumerable.Repeat(1.0, values.Length).ToArray());
        below = new double[values.Length + 1];
        for (var c = 0; c < values.Length; c++) below[c + 1] = below[c] + margins[c];
    }

    /// <summary>The different values, in ascending order.</summary>
    public IReadOnlyList<double> Values { get; }

    /// <summary>The coincidence matrix, in the order of <see cref="Values"/>.</summary>
    public Matrix Counts { get; }

    /// <summary>Counts the coincidences of a table of codes (see <see cref="KrippendorffAlpha.Of"/>).</summary>
    public static Coincidences Of(Matrix codes)
    {
        var units = Pairable(codes);
        foreach (var unit in units) Require.NotInfinite(unit, nameof(codes));
        var values = units.SelectMany(unit => unit).Distinct().Order().ToArray();
        var counts = new Matrix(values.Length, values.Length);
        foreach (var unit in units)
        {
            var places = Array.ConvertAll(unit, value => Array.BinarySearch(values, value));
            var each = 1.0 / (unit.Length - 1);
            for (var a = 0; a < unit.Length; a++)
                for (var b = 0; b < unit.Length; b++)
                    if (a != b) counts[places[a], places[b]] += each;
        }
        return new Coincidences(values, counts);
    }

    /// <summary>Alpha at a level of measurement; none without two different values.</summary>
    public Number Alpha(MeasurementLevel measurement)
    {
        double observed = 0, expected = 0;
        for (var c = 0; c < Values.Count; c++)
        {
            for (var k = c + 1; k < Values.Count; k++)
            {
                var distance = Distance(measurement, c, k);
                observed += Counts[c, k] * distance * distance;
                expected += margins[c] * margins[k] * distance * distance;
            }
        }
        return Number.Of(1 - (below[^1] - 1) * observed / expected, "no two different values were coded");
    }

    double Distance(MeasurementLevel measurement, int c, int k) => measurement switch
    {
        MeasurementLevel.Nominal => 1,
        MeasurementLevel.Ordinal => below[k + 1] - below[c] - (margins[c] + margins[k]) / 2,
        MeasurementLevel.Interval => Values[k] - Values[c],
        MeasurementLevel.Ratio => (Values[k] - Values[c]) / (Values[k] + Values[c]),
        _ => throw new InputException(nameof(measurement), $"{measurement} is not a level of measurement"),
    };

    static List<double[]> Pairable(Matrix codes)
    {
        var units = new List<double[]>();
        for (var u = 0; u < codes.Rows; u++)
        {
            var unit = Array.FindAll(codes.Row(u).ToArray(), value => !double.IsNaN(value));
            if (unit.Length >= 2) units.Add(unit);
        }
        return units;
    }
}
