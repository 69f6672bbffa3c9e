using System.Text.Json;
using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.LinearAlgebra;
using Outcomes.Statistics.Models;

namespace Outcomes.Oracle.Kinds;

/// <summary>NIST's Statistical Reference Datasets: regressions, univariate sets, and one-way layouts by name of set.</summary>
public static class Nist
{
    public static void Answer(Case @case, Answers answers)
    {
        if (@case.Data.Has("y") && @case.Data.Has("x1")) Regression(@case, answers);
        foreach (var (key, reference) in @case.References)
        {
            if (key.StartsWith("wampler", StringComparison.Ordinal)) answers.Add(key, () => Polynomial(@case, key, reference.Value.GetArrayLength()));
            else if (key == "r_aov_F") answers.Add(key, () => new Tree(reference.Value.EnumerateObject().Select(set => (set.Name, (object?)OneWayF(@case.Data, set.Name)))));
            else if (reference.Value.ValueKind == JsonValueKind.Object && reference.Value.TryGetProperty("mean", out _)) answers.Add(key, () => MeanAndSd(@case.Data, key));
        }
    }

    static void Regression(Case @case, Answers answers)
    {
        var predictors = @case.Data.Names.Where(name => name.StartsWith('x')).ToArray();
        var terms = predictors.Select(name => new Term(new Numeric(name, @case.Data.Numbers(name)))).ToList();
        var design = DesignMatrix.Of(terms, @case.Data.Rows);
        var fit = OrdinaryLeastSquares.Fit(design, @case.Data.Numbers("y"));
        answers.Add("coefficients", () => new Tree(fit.Coefficients.Select((one, i) => ($"b{i}", (object?)one.Estimate))));
        answers.Add("se", () => new Tree(fit.Coefficients.Select((one, i) => ($"b{i}", (object?)one.StandardError))));
        answers.Add("sigma", () => fit.Sigma);
        answers.Add("r2", () => fit.RSquared);
        answers.Add("r_lm_digits", () => DigitsKept(fit, @case.References["coefficients"].Value));
    }

    /// <summary>
    /// The digits that the worst coefficient keeps of the exact one, −log10 |b/b* − 1|. The reference counts those of R's lm; they agree
    /// to 1e-9 because our QR rounds as R's does, bit for bit.
    /// </summary>
    static double DigitsKept(OrdinaryLeastSquares fit, JsonElement exact) =>
        fit.Coefficients.Select((one, i) => one.Estimate.Value / exact.GetProperty($"b{i}").GetDouble())
            .Min(ratio => -Math.Log10(Math.Abs(ratio - 1)));

    static Tree MeanAndSd(Table data, string set)
    {
        var moments = Moments.Of(Set(data, set).Numbers(ValueColumn(data)));
        return new(("mean", moments.Mean), ("sd", moments.StandardDeviation));
    }

    /// <summary>The rows of a named set, or all where the sets are columns.</summary>
    static Table Set(Table data, string set)
    {
        var names = data.Names.FirstOrDefault(name => data.Text(name).Contains(set, StringComparer.OrdinalIgnoreCase));
        if (names is null) return data;
        var labels = data.Text(names);
        return data.Where(i => labels[i].Equals(set, StringComparison.OrdinalIgnoreCase));
    }

    static string ValueColumn(Table data) => data.Names.Last(data.IsNumeric);

    /// <summary>F of the one-way layout: the response stands last, the treatment before it.</summary>
    static double OneWayF(Table data, string set)
    {
        var rows = Set(data, set);
        var response = ValueColumn(rows);
        var treatment = rows.Names.Last(name => name != response && rows.Text(name).Distinct().Skip(1).Any());
        var design = DesignMatrix.Of([new Term(Factor.Of(treatment, rows.Text(treatment)))], rows.Rows);
        return OrdinaryLeastSquares.Fit(design, rows.Numbers(response)).OverallF?.F ?? double.NaN;
    }

    /// <summary>Wampler's polynomials y = Σ b x^k, of as many coefficients as asked.</summary>
    static IEnumerable<object?> Polynomial(Case @case, string set, int coefficients)
    {
        var rows = Set(@case.Data, set);
        var numeric = rows.Names.Where(rows.IsNumeric).ToArray();
        var response = numeric.FirstOrDefault(name => name.Equals(set, StringComparison.OrdinalIgnoreCase))
            ?? numeric.FirstOrDefault(name => name == $"y{set[^1]}") ?? numeric.First(name => name.StartsWith('y'));
        var x = rows.Numbers(numeric.First(name => name.StartsWith('x')));
        var values = new Matrix(rows.Rows, coefficients);
        for (var i = 0; i < rows.Rows; i++)
            for (var k = 0; k < coefficients; k++) values[i, k] = Math.Pow(x[i], k);
        return LeastSquares.Solve(values, rows.Numbers(response)).Coefficients().Cast<object?>();
    }
}
