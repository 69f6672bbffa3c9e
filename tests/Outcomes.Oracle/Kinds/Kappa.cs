using Outcomes.Statistics.Agreement;
using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Oracle.Kinds;

/// <summary>Agreement of two raters, or of more, on labels.</summary>
public static class Kappa
{
    public static void Answer(Case @case, Answers answers)
    {
        var raters = Shapes.Listed(@case, "raters");
        var levels = Levels(@case, raters);
        var codes = raters.Select(rater => Codes(@case.Data, rater, levels)).ToArray();
        var table = new Lazy<int[,]>(() => RatingTable.Cross(codes[0], codes[1], levels.Length));
        answers.Add("table", () => Rows(table.Value));
        answers.Add("kappa", () => new Tree(
            ("unweighted", Cohen(CohenKappa.Of(table.Value))),
            ("linear", Cohen(CohenKappa.Of(table.Value, KappaWeights.Linear))),
            ("quadratic", Cohen(CohenKappa.Of(table.Value, KappaWeights.Quadratic)))));
        answers.Add("psych", () => Psych(table.Value));
        answers.Add("percent_agreement", () => 100 * CohenKappa.Of(table.Value).Observed);
        var fleiss = new Lazy<FleissKappa>(() => FleissKappa.Of(Units(codes), levels.Length));
        answers.Add("fleiss", () => Fleiss(fleiss.Value));
        answers.Add("by_category", () => new Tree(levels.Zip(fleiss.Value.ByLevel, (level, kappa) => (level, (object?)kappa))));
        answers.Add("conger_exact", () => fleiss.Value.Conger);
        answers.Add("light", () => fleiss.Value.Light);
        answers.Add("krippendorff_nominal", () => KrippendorffAlpha.Of(Numbers(codes), MeasurementLevel.Nominal));
    }

    /// <summary>The declared order of levels; without one, the labels in order, numbers by size.</summary>
    static string[] Levels(Case @case, string[] raters)
    {
        var declared = @case.List("levels_in_order") is { Length: > 0 } ordered ? ordered : @case.List("levels");
        if (declared.Length > 0) return declared;
        var labels = raters.SelectMany(@case.Data.Text).Where(label => label is not ("" or "NA")).Distinct();
        return raters.All(@case.Data.IsNumeric)
            ? [.. labels.OrderBy(label => double.Parse(label, System.Globalization.CultureInfo.InvariantCulture))]
            : [.. labels.Order(StringComparer.Ordinal)];
    }

    static int[] Codes(Table data, string rater, string[] levels) =>
        RatingTable.Code(data.Text(rater).Select(label => label is "" or "NA" ? null : label).ToArray(), levels);

    static int[,] Units(int[][] codes)
    {
        var units = new int[codes[0].Length, codes.Length];
        for (var u = 0; u < codes[0].Length; u++)
            for (var r = 0; r < codes.Length; r++) units[u, r] = codes[r][u];
        return units;
    }

    static Matrix Numbers(int[][] codes)
    {
        var numbers = new Matrix(codes[0].Length, codes.Length);
        for (var u = 0; u < numbers.Rows; u++)
            for (var r = 0; r < codes.Length; r++) numbers[u, r] = codes[r][u] == RatingTable.Missing ? double.NaN : codes[r][u];
        return numbers;
    }

    static List<int[]> Rows(int[,] table) => Enumerable.Range(0, table.GetLength(0))
        .Select(i => Enumerable.Range(0, table.GetLength(1)).Select(j => table[i, j]).ToArray()).ToList();

    static Tree Cohen(CohenKappa one) => new(
        ("kappa", one.Value), ("po", one.Observed), ("pe", one.Expected), ("ase", one.StandardError), ("ase0", one.NullStandardError),
        ("z", one.Z), ("p", one.P), ("ci95", Shapes.Limits(one.Interval)));

    static Tree Fleiss(FleissKappa one) => new(
        ("kappa", one.Value), ("se0", one.NullStandardError), ("z", one.Z), ("p", one.P), ("n", one.Units), ("raters", one.Raters));

    static Tree Psych(int[,] table)
    {
        var (plain, quadratic) = (CohenKappa.Of(table), CohenKappa.Of(table, KappaWeights.Quadratic));
        return new(("kappa", plain.Value), ("weighted_quadratic", quadratic.Value),
            ("var_kappa", plain.StandardError.Map(error => error * error).Or(0)), ("var_weighted", PsychVariance(table, quadratic)));
    }

    /// <summary>
    /// psych 2.2.9 does not compute Fleiss, Cohen and Everitt's variance of a weighted kappa: what the second rater's level may expect
    /// to agree it takes as p_j. times the sum of the weights of row j. The library keeps to the paper, so psych's number is made here.
    /// </summary>
    static double PsychVariance(int[,] table, CohenKappa kappa)
    {
        var k = table.GetLength(0);
        double Weight(int i, int j) => 1 - Math.Pow((i - j) / (k - 1.0), 2);
        double Share(int i, int j) => (double)table[i, j] / kappa.Count;
        var all = Enumerable.Range(0, k).ToArray();
        var first = all.Select(i => all.Sum(j => Share(i, j))).ToArray();
        var second = all.Select(j => all.Sum(i => Share(i, j))).ToArray();
        var columns = all.Select(j => all.Sum(i => Weight(i, j) * second[i])).ToArray();
        var rows = all.Select(i => first[i] * all.Sum(j => Weight(i, j))).ToArray();
        var (po, pe) = (kappa.Observed, kappa.Expected);
        var spread = all.Sum(i => all.Sum(j =>
            Share(i, j) * Math.Pow(Weight(i, j) * (1 - pe) - (columns[i] + rows[j]) * (1 - po), 2)));
        var variance = (spread - Math.Pow(po * pe - 2 * pe + po, 2)) / (kappa.Count * Math.Pow(1 - pe, 4));
        return variance > 0 ? variance : 0; // psych says 0 for one that is negative or does not exist
    }
}
