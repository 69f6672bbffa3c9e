using Outcomes.Statistics.Agreement;
using Outcomes.Statistics.LinearAlgebra;

namespace Outcomes.Oracle.Kinds;

/// <summary>Krippendorff's alpha of units in rows and coders in columns.</summary>
public static class Kripp
{
    static readonly (string Name, MeasurementLevel Level)[] Measurements =
    [
        ("nominal", MeasurementLevel.Nominal), ("ordinal", MeasurementLevel.Ordinal),
        ("interval", MeasurementLevel.Interval), ("ratio", MeasurementLevel.Ratio),
    ];

    public static void Answer(Case @case, Answers answers)
    {
        var codes = Codes(@case.Data, Shapes.Listed(@case, "coders", "raters"));
        var coincidences = Coincidences.Of(codes);
        answers.Add("alpha", () => Alphas(coincidences));
        answers.Add("irr_kripp_alpha", () => coincidences.Values.Count == 1
            ? new Tree(Measurements.Select(one => (one.Name, (object?)1))) // irr calls a single value full agreement
            : Alphas(AsIrr(codes, coincidences)));
    }

    static Tree Alphas(Coincidences coincidences) =>
        new(Measurements.Select(one => (one.Name, (object?)coincidences.Alpha(one.Level))));

    /// <summary>irr 0.84.1 divides a unit's coincidences by m - 1 only where some code is missing; elsewhere it counts pairs.</summary>
    static Coincidences AsIrr(Matrix codes, Coincidences right)
    {
        if (codes.Values.Any(double.IsNaN)) return right;
        var scaled = right.Counts.Copy();
        for (var i = 0; i < scaled.Values.Length; i++) scaled.Values[i] *= codes.Columns - 1;
        return new Coincidences([.. right.Values], scaled);
    }

    /// <summary>Numbers; or labels numbered in their order, which is all that nominal alpha needs.</summary>
    static Matrix Codes(Table data, string[] coders)
    {
        if (coders.All(coder => data.IsNumeric(coder) || data.Text(coder).All(cell => cell is "" or "NA"))) return Shapes.Matrix(data, coders);
        var labels = coders.Select(data.Text).ToArray();
        var levels = labels.SelectMany(column => column).Where(label => label is not ("" or "NA")).Distinct().Order(StringComparer.Ordinal).ToList();
        var matrix = new Matrix(data.Rows, coders.Length);
        for (var i = 0; i < matrix.Rows; i++)
            for (var j = 0; j < coders.Length; j++)
                matrix[i, j] = labels[j][i] is "" or "NA" ? double.NaN : levels.IndexOf(labels[j][i]);
        return matrix;
    }
}
