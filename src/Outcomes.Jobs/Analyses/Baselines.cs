using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;
using Outcomes.Statistics.Descriptives;

namespace Outcomes.Jobs.Analyses;

/// <summary>
/// Arms at the start. Scores before sessions are left out: they are of the course, not of its start. Two outcomes that start from the
/// same score have one row.
/// </summary>
static class Baselines
{
    public static IReadOnlyList<BaselineRow> Of(StudyDefinition study, Groupings groupings, IReadOnlyList<OutcomeData> outcomes) =>
    [
        .. outcomes.Where(o => o.Planned.Estimand == Estimand.CourseChange)
            .DistinctBy(o => (o.Planned.Instrument, o.Planned.Scale, o.Planned.From))
            .Select(o => new BaselineRow(o.Planned.Id, null, [.. study.Arms.Select(arm => Score(o, arm))])),
        .. outcomes.Count == 0 ? [] : new[] { Grouping.Language, Grouping.District }.Where(groupings.IsMeaningful)
            .SelectMany(by => groupings.Levels(by).Select(level => Category(study, groupings, outcomes[0], by, level))),
    ];

    static BaselineArm Score(OutcomeData data, Arm arm)
    {
        var scores = Moments.Of([.. data.People.Where(p => p.Who.Arm == arm.Id && p.Started).Select(p => p.Pre)]);
        return new(arm.Id, Quantity.Of(scores.N), scores.Mean.ToQuantity(), scores.StandardDeviation.ToQuantity());
    }

    static BaselineRow Category(StudyDefinition study, Groupings groupings, OutcomeData anyone, Grouping by, Level level) =>
        new(by == Grouping.Language ? "language" : "district", level.Id, [.. study.Arms.Select(arm => new BaselineArm(arm.Id,
            Quantity.Of(anyone.People.Count(p => p.Who.Arm == arm.Id && groupings.LevelOf(by, p.Who) == level.Id)), Quantities.NotPlanned, Quantities.NotPlanned))]);
}
