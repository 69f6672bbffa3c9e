using Outcomes.Statistics.Resampling;

namespace Outcomes.Oracle.Kinds;

/// <summary>What resampling tends to, exactly: these numbers do not depend on a seed.</summary>
public static class Resample
{
    public static void Answer(Case @case, Answers answers)
    {
        var column = @case.Data.Has("change") ? "change" : @case.Data.Names.Last(@case.Data.IsNumeric);
        var changes = Array.FindAll(@case.Data.Numbers(column), value => !double.IsNaN(value));
        var mean = changes.Average();
        answers.Add("sign_flip_exact", () => new Tree(("p", SignFlip.ExactP(changes)), ("n", changes.Length)));
        answers.Add("jackknife_acceleration", () => Jackknife.Acceleration(Array.ConvertAll(changes, x => x - mean)));
        answers.Add("analytic_bootstrap_se", () => Bootstrap.IdealStandardErrorOfMean(changes));
    }
}
