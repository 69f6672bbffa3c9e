using Outcomes.Statistics.Models;

namespace Outcomes.Oracle.Kinds;

/// <summary>Ordinary least squares with standard errors that hold under clustering.</summary>
static class ClusterRobustErrors
{
    public static void Answer(Case @case, Answers answers)
    {
        var formula = Formula.Parse(@case.Text("formula")!);
        var cluster = @case.Text("cluster")!;
        var data = @case.Data.Complete([.. formula.Variables, cluster]);
        var design = DesignMatrix.Of(formula.Over(data, @case.ReferenceLevel), data.Rows, formula.Intercept);
        var clusters = Clusters.FromLabels(data.Text(cluster));
        var fit = new Lazy<OrdinaryLeastSquares>(() => OrdinaryLeastSquares.Fit(design, data.Numbers(formula.Response)));
        answers.Add("n", () => new Tree(
            ("n", data.Rows), ("clusters", clusters.Count), ("sizes", new[] { clusters.Sizes.Min(), clusters.Sizes.Max() })));
        answers.Add("ols", () => new Tree(fit.Value.Coefficients.Select(one => (one.Name, (object?)MixedModels.Coefficient(one)))));
        foreach (var correction in Enum.GetValues<ClusterCorrection>())
            answers.Add(correction.ToString(), () => Robust(@case, ClusterRobust.Of(fit.Value, clusters, correction)));
        answers.Add("wald_HTZ", () => ClusterRobust.Of(fit.Value, clusters).WaldHtz(Tested(@case, design)) is { } test
            ? new Tree(("F", test.F), ("df_num", test.Df1), ("df_denom", test.Df2), ("p", test.P))
            : new Tree(("F", null), ("df_num", null), ("df_denom", null), ("p", null)));
    }

    /// <summary>All of a coefficient for CR2, its standard error alone for the others, as the reference lists them.</summary>
    static Tree Robust(Case @case, ClusterRobust robust) => new(robust.Coefficients().Select(one => (one.Name,
        robust.Correction == ClusterCorrection.CR2 ? MixedModels.Coefficient(one) : (object?)one.StandardError)));

    /// <summary>The columns of the factor with most of them, which is the arm; where none has two, of the column whose meaning is the arm.</summary>
    static int[] Tested(Case @case, DesignMatrix design)
    {
        var factors = Enumerable.Range(0, design.Terms.Length).Where(term => design.Terms[term].Variables is [Factor]).ToList();
        var arm = factors.Where(term => Meaning(@case, design.Terms[term].Name).Contains("arm", StringComparison.OrdinalIgnoreCase)).ToList();
        return design.ColumnsOfTerm((arm.Count > 0 ? arm : factors).MaxBy(term => design.ColumnsOfTerm(term).Length));
    }

    static string Meaning(Case @case, string column) => column == "arm" ? "arm"
        : @case.Columns.ValueKind == System.Text.Json.JsonValueKind.Object && @case.Columns.TryGetProperty(column, out var meaning)
            ? meaning.ToString() : "";
}
