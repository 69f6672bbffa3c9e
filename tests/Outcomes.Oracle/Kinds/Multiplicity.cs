using Outcomes.Statistics.Multiplicity;

namespace Outcomes.Oracle.Kinds;

/// <summary>p values adjusted for their number; an empty cell was not tested, does not count, and comes back missing.</summary>
public static class Multiplicity
{
    public static void Answer(Case @case, Answers answers)
    {
        var column = @case.Data.Has("p") ? "p" : @case.Data.Names.Last(@case.Data.IsNumeric);
        var p = @case.Data.Numbers(column);
        answers.Add("holm", () => Adjusted.Holm(p));
        answers.Add("hochberg", () => Adjusted.Hochberg(p));
        answers.Add("bonferroni", () => Adjusted.Bonferroni(p));
        answers.Add("BH", () => Adjusted.BenjaminiHochberg(p));
        answers.Add("BY", () => Adjusted.BenjaminiYekutieli(p));
    }
}
