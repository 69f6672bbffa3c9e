using System.Globalization;
using System.Text.RegularExpressions;
using Outcomes.Statistics.Change;
using Outcomes.Statistics.Models;

namespace Outcomes.Oracle.Kinds;

/// <summary>Equivalence and non-inferiority of two groups, raw and adjusted for a covariate.</summary>
public static partial class Tost
{
    public static void Answer(Case @case, Answers answers)
    {
        var arms = TwoArms.Of(@case);
        var margin = double.Parse(MarginText().Match(@case.Text()!).Groups[1].Value, CultureInfo.InvariantCulture);
        var higherIsBetter = !@case.Text()!.Contains("lower", StringComparison.OrdinalIgnoreCase);
        var groups = TwoGroups.Of(arms.Values(@case.Data, arms.First), arms.Values(@case.Data, arms.Second));
        answers.Add("margin", () => margin);
        answers.Add("welch", () => Raw(groups.Welch, margin, higherIsBetter));
        answers.Add("pooled", () => Raw(groups.Pooled, margin, higherIsBetter));
        answers.Add("ancova_adjusted", () => Adjusted(@case, arms, margin, robust: false));
        answers.Add("ancova_hc3", () => Adjusted(@case, arms, margin, robust: true));
    }

    static Tree Raw(Coefficient difference, double margin, bool higherIsBetter)
    {
        var test = Equivalence.Of(difference, margin);
        var nonInferior = test.NonInferiorityP(higherIsBetter);
        return new(
            ("diff", difference.Estimate), ("df", difference.Df), ("t_lower", test.TLower), ("p_lower", test.PLower),
            ("t_upper", test.TUpper), ("p_upper", test.PUpper), ("p_tost", test.P), ("ci90", test.Interval),
            ("equivalent_at_.05", test.IsEquivalent), ("p_noninferiority", nonInferior), ("ci95", Trees.Limits(difference.Interval)),
            ("noninferior_one_sided_.025", nonInferior < 0.025));
    }

    static Tree Adjusted(Case @case, TwoArms arms, double margin, bool robust)
    {
        var covariate = @case.Data.Has("pre") ? "pre"
            : @case.Data.Names.First(name => name != arms.GroupColumn && name != arms.OutcomeColumn && @case.Data.IsNumeric(name));
        var complete = @case.Data.Complete(arms.GroupColumn, arms.OutcomeColumn, covariate);
        var labels = complete.Text(arms.GroupColumn);
        var rows = complete.Where(i => labels[i] == arms.First || labels[i] == arms.Second);
        var group = Factor.Of("group", rows.Text(arms.GroupColumn), arms.Second);
        var design = DesignMatrix.Of([new(new Numeric(covariate, rows.Numbers(covariate))), new(group)], rows.Rows);
        var fit = OrdinaryLeastSquares.Fit(design, rows.Numbers(arms.OutcomeColumn));
        var difference = (robust ? fit.CoefficientsWith(fit.HeteroscedasticityConsistent()) : fit.Coefficients)[^1];
        var test = Equivalence.Of(difference, margin);
        return new(
            ("diff", difference.Estimate), ("se", difference.StandardError), ("df", difference.Df),
            ("p_lower", test.PLower), ("p_upper", test.PUpper), ("p_tost", test.P), ("ci90", test.Interval));
    }

    [GeneratedRegex(@"margin\s*(?:=\s*)?(?:\+-|\+/-|±)?\s*([0-9.]+(?:[eE][+-]?\d+)?)")]
    private static partial Regex MarginText();
}
