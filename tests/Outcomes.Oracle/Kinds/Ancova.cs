using System.Text.Json;
using Outcomes.Statistics.Models;
using Model = Outcomes.Statistics.Models.Ancova;

namespace Outcomes.Oracle.Kinds;

/// <summary>An outcome by arm adjusted for covariates: the model is a formula whose first factor is the arm.</summary>
public static class Ancova
{
    public static void Answer(Case @case, Answers answers)
    {
        var formula = Formula.Parse(@case.Text("formula") ?? throw new FormatException("no formula"));
        var rows = @case.Data.Complete(formula.Variables);
        var terms = formula.Over(rows, name => @case.ReferenceLevel(name) ?? FirstFactorLevel(@case, formula, rows, name));
        var arm = terms.SelectMany(term => term.Variables).OfType<Factor>().First();
        var model = Model.Fit(rows.Numbers(formula.Response), arm, terms);
        Fit(model, rows.Rows, answers);
        Pairs(model, answers);
        answers.Add("slope_homogeneity", () => Trees.Of(model.SlopeHomogeneity(
            terms.SelectMany(term => term.Variables).OfType<Numeric>().First())));
        answers.Add("levene_residuals", () => Trees.Of(model.ResidualSpread()));
        answers.Add("shapiro_residuals", () => model.ResidualNormality() is var (w, p) ? new Tree(("W", w), ("p", p)) : null);
    }

    /// <summary><c>reference_level</c> without a name belongs to the first variable that has such a level.</summary>
    static string? FirstFactorLevel(Case @case, Formula formula, Table rows, string name)
    {
        var level = @case.Property("reference_level");
        if (level.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)) return null;
        return formula.Variables.Skip(1).FirstOrDefault(one => rows.Text(one).Contains(level.ToString())) == name ? level.ToString() : null;
    }

    static void Fit(Model ancova, int rows, Answers answers)
    {
        var fit = ancova.Model;
        answers.Add("n", () => rows);
        answers.Add("coefficients", () => Trees.Of(fit.Coefficients));
        answers.Add("fit", () => new Tree(
            ("sigma", fit.Sigma), ("r2", fit.RSquared), ("adj_r2", fit.AdjustedRSquared), ("F", fit.OverallF?.F),
            ("df1", fit.OverallF?.Df1), ("df2", fit.OverallF?.Df2)));
        answers.Add("hc3", () => Trees.Of(fit.CoefficientsWith(fit.HeteroscedasticityConsistent())));
        answers.Add("hc3_arm_wald", () => Trees.Of(ancova.ArmTest(fit.HeteroscedasticityConsistent())));
        answers.Add("type3", () => new Tree(ancova.TypeThree.Select(term => (term.Term, (object?)new Tree(
            ("SS", term.SumOfSquares), ("df", term.Test.Df1), ("F", term.Test.F), ("p", term.Test.P), ("partial_eta2", term.PartialEtaSquared))))));
        answers.Add("adjusted_means", () => new Tree(ancova.AdjustedMeans.Select(mean => (mean.Name, (object?)new Tree(
            ("mean", mean.Estimate), ("se", mean.StandardError), ("df", mean.Df), ("ci95", Trees.Limits(mean.Interval)))))));
    }

    static void Pairs(Model ancova, Answers answers)
    {
        answers.Add("pairwise_unadjusted", () => Trees.Of(ancova.Differences().Select(pair => pair.Difference)));
        answers.Add("pairwise_holm_p", () => new Tree(ancova.Differences().Zip(ancova.HolmP(), (pair, p) => (pair.Difference.Name, (object?)p))));
        answers.Add("pairwise_tukey", () => Trees.Of(ancova.TukeyDifferences().Select(pair => pair.Difference)));
        answers.Add("pairwise_hc3", () => Trees.Of(ancova.Differences(ancova.Model.HeteroscedasticityConsistent()).Select(pair => pair.Difference)));
    }
}
