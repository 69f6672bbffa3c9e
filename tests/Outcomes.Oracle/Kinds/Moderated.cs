using Outcomes.Statistics.Descriptives;
using Outcomes.Statistics.Models;

namespace Outcomes.Oracle.Kinds;

/// <summary>Whether a moderator changes the effect of an arm: in a mixed model, or by ordinary least squares on the centred moderator.</summary>
static class Moderated
{
    public static void Answer(Case @case, Answers answers)
    {
        if (MixedModels.Asks(@case)) MixedModels.Answer(@case, answers);
        else LeastSquares(@case, answers);
    }

    static void LeastSquares(Case @case, Answers answers)
    {
        var formula = Formula.Parse(@case.Text("formula")!);
        var (data, sources) = Centred.Rows(@case, formula);
        var (moderator, center, moments) = Moderator(@case, formula, data, sources);
        double mean = moments.Mean.Value, sd = moments.StandardDeviation.Value;
        var arm = formula.Terms.First(term => term.Length == 2 && term.Contains(moderator)).First(name => name != moderator);
        var terms = formula.Over(data, name => @case.ReferenceLevel(name) ?? (name == arm ? FirstReference(@case) : null));
        OrdinaryLeastSquares Fit(Func<Term, bool> keep) => OrdinaryLeastSquares.Fit(
            DesignMatrix.Of([.. terms.Where(keep)], data.Rows, formula.Intercept), data.Numbers(formula.Response));
        bool Crosses(Term term) => term.Variables.Any(one => one.Name == arm) && term.Variables.Any(one => one.Name == moderator);
        var fit = Fit(_ => true);
        answers.Add("n", () => new Tree(("n", data.Rows), ("moderator_mean", mean), ("moderator_sd", sd)));
        answers.Add("coefficients", () => Coefficients(fit.Coefficients));
        answers.Add("hc3", () => Coefficients(fit.CoefficientsWith(fit.HeteroscedasticityConsistent())));
        answers.Add("interaction_test", () => Interaction(fit, Crosses, Fit(term => !Crosses(term))));
        var effects = fit.Design.ColumnsOfTerm(terms.FindIndex(term => term.Name == arm)).Select(column => fit.Design.Names[column])
            .Select(name => (Name: name, Effect: Effect(fit, name, moderator, center))).ToList();
        answers.Add("arm_effect_at", () => new Tree(effects.Select(one => (one.Name, (object?)new Tree(
            ("minus1sd", MixedModels.Coefficient(one.Effect.At(one.Name, mean - sd))),
            ("mean", MixedModels.Coefficient(one.Effect.At(one.Name, mean))),
            ("plus1sd", MixedModels.Coefficient(one.Effect.At(one.Name, mean + sd))))))));
        answers.Add("johnson_neyman", () => new Tree(effects.Select(one => (one.Name, (object?)Bounds(one.Effect.Bounds())))));
    }

    /// <summary>The centred variable; where the model centres none, the number that interacts, as it is.</summary>
    static (string Name, double Center, Moments Moments) Moderator(
        Case @case, Formula formula, Table data, IReadOnlyDictionary<string, Moments> centred)
    {
        if (centred.Count > 0) return centred.Select(one => (one.Key, one.Value.Mean.Value, one.Value)).First();
        var name = formula.Terms.First(term => term.Length == 2).Last(name => data.IsNumeric(name) && @case.ReferenceLevel(name) is null);
        return (name, 0, Moments.Of(data.Numbers(name)));
    }

    static string? FirstReference(Case @case) => @case.Property("reference_level") is { ValueKind: not System.Text.Json.JsonValueKind.Undefined } level
        ? level.ToString() : null;

    static ModeratedEffect Effect(OrdinaryLeastSquares fit, string arm, string moderator, double center)
    {
        int Column(params string[] names) => names.Select(name => Array.IndexOf(fit.Design.Names, name)).First(at => at >= 0);
        return ModeratedEffect.From(
            fit.Beta, fit.Covariance, Column(arm), Column($"{arm}:{moderator}", $"{moderator}:{arm}"), fit.ResidualDf, center);
    }

    static Tree Interaction(OrdinaryLeastSquares full, Func<Term, bool> crosses, OrdinaryLeastSquares reduced)
    {
        var terms = full.Design.Terms;
        var test = full.Wald([.. Enumerable.Range(0, terms.Length).Where(term => crosses(terms[term])).SelectMany(full.Design.ColumnsOfTerm)]);
        return new(("F", test.F), ("df1", test.Df1), ("df2", test.Df2), ("p", test.P),
            ("r2_change", full.RSquared.Value - reduced.RSquared.Value));
    }

    static Tree Coefficients(IEnumerable<Coefficient> all) => new(all.Select(one => (one.Name, (object?)MixedModels.Coefficient(one))));

    static Tree Bounds(JohnsonNeyman bounds) => bounds.Lower.Exists
        ? new(("roots", new[] { bounds.Lower.Value, bounds.Upper.Value }),
            ("significant", bounds.Region == SignificantRegion.Between ? "between the roots" : "outside the roots"))
        : new(("roots", null), ("note", bounds.Region == SignificantRegion.Nowhere ? "significant nowhere" : "significant everywhere"));
}
