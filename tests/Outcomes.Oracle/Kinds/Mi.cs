using Outcomes.Statistics.Missing;
using Outcomes.Statistics.Models;

namespace Outcomes.Oracle.Kinds;

/// <summary>Completed data sets one under another, numbered by imp; imp 0 holds the data as observed.</summary>
public static class Mi
{
    public static void Answer(Case @case, Answers answers)
    {
        var formula = Formula.Parse(@case.Text("formula")!);
        var number = @case.Data.Text("imp");
        var fits = number.Where(imp => imp != "0").Distinct()
            .Select(imp => Fit(@case, formula, @case.Data.Where(row => number[row] == imp))).ToList();
        answers.Add("pooled", () => EachCoefficient(fits, j => Row(Pool(fits, j))));
        answers.Add("df_rubin_1987", () => EachCoefficient(fits, j => Pool(fits, j).DfRubin));
        answers.Add("per_imputation_estimates", () => fits.Select(fit => fit.Beta));
        answers.Add("complete_case", () => CompleteCase(Fit(@case, formula, @case.Data.Where(row => number[row] == "0"))));
        answers.Add("multi_df_test_D1", () => JointTest(fits, @case.References["multi_df_test_D1"].Value.GetProperty("df1").GetInt32()));
    }

    static OrdinaryLeastSquares Fit(Case @case, Formula formula, Table data)
    {
        var rows = data.Complete(formula.Variables);
        var design = DesignMatrix.Of(formula.Over(rows, @case.ReferenceLevel), rows.Rows, formula.Intercept);
        return OrdinaryLeastSquares.Fit(design, rows.Numbers(formula.Response));
    }

    static PooledEstimate Pool(List<OrdinaryLeastSquares> fits, int j) => RubinsRules.Pool(
        fits.Select(fit => fit.Beta[j]).ToArray(), fits.Select(fit => fit.Covariance[j, j]).ToArray(), fits[0].ResidualDf);

    static Tree EachCoefficient(List<OrdinaryLeastSquares> fits, Func<int, object?> value) =>
        new(fits[0].Design.Names.Select((name, j) => (name, value(j))));

    static Tree Row(PooledEstimate one) => new(
        ("estimate", one.Estimate), ("within_U", one.Within), ("between_B", one.Between), ("total_T", one.Total),
        ("se", one.StandardError), ("riv", one.RelativeIncrease), ("lambda", one.Lambda), ("fmi", one.FractionMissing),
        ("df_barnard_rubin", one.Df), ("t", one.T), ("p", one.P), ("ci95", Shapes.Limits(one.Interval)));

    static Tree CompleteCase(OrdinaryLeastSquares fit) => new(fit.Coefficients.Select(one => (one.Name, (object?)new Tree(
        ("estimate", one.Estimate), ("se", one.StandardError), ("df", one.Df), ("t", one.T), ("p", one.P),
        ("ci95", Shapes.Limits(one.Interval))))));

    /// <summary>The joint test of the term that has as many columns as the reference has degrees of freedom.</summary>
    static Tree JointTest(List<OrdinaryLeastSquares> fits, int df)
    {
        var design = fits[0].Design;
        var columns = Enumerable.Range(0, design.Terms.Length).Select(design.ColumnsOfTerm).First(of => of.Length == df);
        var test = RubinsRules.JointTest(
            fits.ConvertAll(fit => columns.Select(j => fit.Beta[j]).ToArray()),
            fits.ConvertAll(fit => fit.Covariance.Select(columns, columns)), fits[0].ResidualDf);
        return new(("F", test.F), ("df1", test.Df1), ("df2", test.Df2), ("p", test.P), ("riv", test.RelativeIncrease));
    }
}
