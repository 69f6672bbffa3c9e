using Outcomes.Domain.Analyses;
using Outcomes.Domain.Studies;
using Outcomes.Statistics.Descriptives;

namespace Outcomes.Jobs.Analyses;

/// <summary>Mean of all who answered at each course timepoint where the instrument is used, whether or not they answered elsewhere.</summary>
static class TrendMeans
{
    public static IReadOnlyList<TimepointMean> Of(StudyDefinition study, OutcomeData data)
    {
        var used = study.Instruments.First(u => u.Instrument == data.Planned.Instrument).Timepoints;
        var course = study.Timepoints.Where(t => t.Kind == TimepointKind.Course && used.Contains(t.Id)).Select(t => (t.Id, Scores: data.At(t.Id).ToList())).ToList();
        return [.. GroupChanges.ArmsOf(study).SelectMany(arm => course.Select(t =>
        {
            var answered = Moments.Of([.. t.Scores.Where(s => arm is null || s.Who.Arm == arm.Id).Select(s => s.Score)]);
            return new TimepointMean(arm?.Id, t.Id, Quantity.Of(answered.N), answered.MeanEstimate(study.Plan.Confidence));
        }))];
    }
}
