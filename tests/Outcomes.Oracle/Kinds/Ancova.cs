using System.Text.Json;
using Outcomes.Statistics;
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
        answers.Add("pairwise_unadjusted", () => BothWays(ancova.Differences()));
        answers.Add("pairwise_holm_p", () => new Tree(ancova.Differences().Zip(ancova.HolmP())
            .SelectMany(pair => Names(pair.First).Select(name => (name, (object?)pair.Second)))));
        answers.Add("pairwise_tukey", () => BothWays(ancova.TukeyDifferences().Select(pair => pair with { Difference = Tukey(ancova, pair.Difference) })));
        answers.Add("pairwise_hc3", () => BothWays(ancova.Differences(ancova.Model.HeteroscedasticityConsistent())));
    }

    /// <summary>R's levels may stand in another order than ours, which turns a difference round.</summary>
    static Tree BothWays(IEnumerable<ArmDifference> pairs) => Trees.Of(pairs.SelectMany(pair => new[] { pair.Difference, Turned(pair) }));

    static Coefficient Turned(ArmDifference pair) => pair.Difference with
    {
        Name = Names(pair)[1],
        Estimate = pair.Difference.Estimate.Map(value => -value),
        T = pair.Difference.T.Map(value => -value),
        Interval = pair.Difference.Interval?.Times(-1),
    };

    static string[] Names(ArmDifference pair) => [$"{pair.Arm} - {pair.Reference}", $"{pair.Reference} - {pair.Arm}"];

    /// <summary>With two arms nothing is adjusted, and ours is exact. With more, R's own quadrature stands in where ours is within its error.</summary>
    static Coefficient Tukey(Model ancova, Coefficient difference)
    {
        int arms = ancova.AdjustedMeans.Count, df = ancova.Model.ResidualDf;
        if (arms == 2 || !difference.T.Exists) return difference;
        var theirs = TukeyOfR.UpperTail(Math.Sqrt(2) * Math.Abs(difference.T.Value), arms, df);
        var margin = TukeyOfR.UpperQuantile(1 - ancova.Level, arms, df) / Math.Sqrt(2) * difference.StandardError.Value;
        var interval = Interval.Around(difference.Estimate.Value, margin, ancova.Level);
        var close = Math.Abs(theirs - difference.P.Value) < TukeyOfR.QuadratureError
            && Math.Abs(interval.Lower - difference.Interval!.Value.Lower) < 1e-4 * margin;
        return close ? difference with { P = theirs, Interval = interval } : difference;
    }
}
