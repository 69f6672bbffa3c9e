using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.Models;

namespace Outcomes.Oracle.Kinds;

/// <summary>Whether a moderator changes the effect of an arm: in a mixed model, or by ordinary least squares on the centred moderator.</summary>
static class Moderated
{
    const string Moderator = "mc";

    public static void Answer(Case @case, Answers answers)
    {
        if (MixedModels.Asks(@case)) MixedModels.Answer(@case, answers);
        else LeastSquares(@case, answers);
    }

    static void LeastSquares(Case @case, Answers answers)
    {
        var formula = Formula.Parse(@case.Text("formula")!);
        // "neur minus its mean over analysed rows"
        var source = @case.Text(Moderator)!.Split(' ')[0];
        var data = @case.Data.Complete(formula.Variables.Where(name => name != Moderator).Append(source));
        var raw = data.Numbers(source);
        var moments = Moments.Of(raw);
        double mean = moments.Mean.Value, sd = moments.StandardDeviation.Value;
        var variables = Variables(@case, formula, data, [.. raw.Select(value => value - mean)]);
        var arm = variables.Values.OfType<Factor>().First(factor =>
            formula.Terms.Any(term => term.Length == 2 && term.Contains(factor.Name) && term.Contains(Moderator)));
        DesignMatrix Design(Func<string[], bool> keep) => DesignMatrix.Of(
            [.. formula.Terms.Where(keep).Select(term => new Term([.. term.Select(name => variables[name])]))], data.Rows, formula.Intercept);
        var y = data.Numbers(formula.Response);
        var fit = OrdinaryLeastSquares.Fit(Design(_ => true), y);
        answers.Add("n", () => new Tree(("n", data.Rows), ("moderator_mean", mean), ("moderator_sd", sd)));
        answers.Add("coefficients", () => Coefficients(fit.Coefficients));
        answers.Add("hc3", () => Coefficients(fit.CoefficientsWith(fit.HeteroscedasticityConsistent())));
        answers.Add("interaction_test", () => Interaction(fit, arm.Name, OrdinaryLeastSquares.Fit(Design(term => !Crosses(term, arm.Name)), y)));
        var effects = arm.Levels.Skip(1).Select(level => (Name: arm.Name + level, Effect: Effect(fit, arm.Name + level, mean))).ToList();
        answers.Add("arm_effect_at", () => new Tree(effects.Select(one => (one.Name, (object?)new Tree(
            ("minus1sd", MixedModels.Coefficient(one.Effect.At(one.Name, mean - sd))),
            ("mean", MixedModels.Coefficient(one.Effect.At(one.Name, mean))),
            ("plus1sd", MixedModels.Coefficient(one.Effect.At(one.Name, mean + sd))))))));
        answers.Add("johnson_neyman", () => new Tree(effects.Select(one => (one.Name, (object?)Bounds(one.Effect.Bounds())))));
    }

    static Dictionary<string, Variable> Variables(Case @case, Formula formula, Table data, double[] centred)
    {
        string? Reference(string name) => @case.ReferenceLevel(name) ?? (data.IsNumeric(name) ? null : @case.Text("reference_level"));
        return formula.Terms.SelectMany(term => term).Distinct().ToDictionary(name => name, name =>
            name == Moderator ? new Numeric(name, centred) : Formula.Variable(data, name, Reference(name)));
    }

    static bool Crosses(string[] term, string arm) => term.Contains(arm) && term.Contains(Moderator);

    static ModeratedEffect Effect(OrdinaryLeastSquares fit, string arm, double mean)
    {
        int Column(params string[] names) => names.Select(name => Array.IndexOf(fit.Design.Names, name)).First(at => at >= 0);
        return ModeratedEffect.From(fit.Beta, fit.Covariance, Column(arm), Column($"{arm}:{Moderator}", $"{Moderator}:{arm}"), fit.ResidualDf, mean);
    }

    static Tree Interaction(OrdinaryLeastSquares full, string arm, OrdinaryLeastSquares reduced)
    {
        int[] columns = [.. Enumerable.Range(0, full.Design.Terms.Length)
            .Where(term => Crosses([.. full.Design.Terms[term].Variables.Select(one => one.Name)], arm)).SelectMany(full.Design.ColumnsOfTerm)];
        var test = full.Wald(columns);
        return new(("F", test.F), ("df1", test.Df1), ("df2", test.Df2), ("p", test.P),
            ("r2_change", full.RSquared.Value - reduced.RSquared.Value));
    }

    static Tree Coefficients(IEnumerable<Coefficient> all) => new(all.Select(one => (one.Name, (object?)MixedModels.Coefficient(one))));

    static Tree Bounds(JohnsonNeyman bounds) => bounds.Lower.Exists
        ? new(("roots", new[] { bounds.Lower.Value, bounds.Upper.Value }),
            ("significant", bounds.Region == SignificantRegion.Between ? "between the roots" : "outside the roots"))
        : new(("roots", null), ("note", bounds.Region == SignificantRegion.Nowhere ? "significant nowhere" : "significant everywhere"));
}
