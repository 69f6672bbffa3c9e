using Outcomes.Domain.Analyses;
using Outcomes.Domain.Studies;

namespace Outcomes.Reports.Reports;

/// <summary>An outcome's means of all who answered, looked up by arm and timepoint.</summary>
public static class CourseTrend
{
    /// <summary>Course timepoints at which the outcome has a mean, in the study's order.</summary>
    public static IReadOnlyList<string> Points(ReportContext c, OutcomeResult outcome) =>
        [.. c.Study.Timepoints.Where(t => t.Kind == TimepointKind.Course && outcome.Trend.Any(m => m.Timepoint == t.Id)).Select(t => t.Id)];

    /// <summary>The arms, or all together where there is but one.</summary>
    public static IReadOnlyList<string?> Arms(OutcomeResult outcome)
    {
        var arms = outcome.Trend.Select(t => t.Arm).Distinct().ToList();
        return arms.Count > 1 ? [.. arms.Where(a => a is not null)] : arms;
    }

    public static TimepointMean At(OutcomeResult outcome, string? arm, string time) => outcome.Trend.FirstOrDefault(t => t.Arm == arm && t.Timepoint == time)
        ?? new(arm, time, Quantity.None(Absence.NotPlanned), Estimate.None(Absence.NotPlanned));

    /// <summary>Whether it can be drawn: more than two times, and every arm with its mean at the first and at one more.</summary>
    public static bool IsDrawable(ReportContext c, OutcomeResult outcome)
    {
        var points = Points(c, outcome);
        return points.Count > 2 && Arms(outcome).All(arm => At(outcome, arm, points[0]).Mean.Low.IsKnown && points.Skip(1).Any(p => At(outcome, arm, p).Mean.Low.IsKnown));
    }
}
