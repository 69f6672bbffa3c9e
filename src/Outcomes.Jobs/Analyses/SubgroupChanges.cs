using Outcomes.Domain;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;
using Outcomes.Statistics.Descriptives;

namespace Outcomes.Jobs.Analyses;

/// <summary>
/// Paired change in each level of the plan's subgroups, of all and of each arm. Levels add up to all; where nobody of an arm is enrolled in
/// a level there is no row.
/// </summary>
static class SubgroupChanges
{
    public static IReadOnlyList<SubgroupChange> Of(PlanRun run, OutcomeData outcome) =>
        [.. run.Plan.Subgroups.Distinct().Where(by => IsThere(run, by)).SelectMany(by => run.Groupings.Levels(by).SelectMany(level =>
            GroupChanges.ArmsOf(run.Study).Where(arm => arm is null || !outcome.IsLeftOut(arm)).Select(arm => Change(run, outcome, by, level, arm)).OfType<SubgroupChange>()))];

    static bool IsThere(PlanRun run, Grouping by)
    {
        var meaningful = run.Groupings.IsMeaningful(by);
        if (!meaningful) run.Deviations.Add("subgroup_not_measured", null, EnumNames<Grouping>.Of(by));
        return meaningful;
    }

    static SubgroupChange? Change(PlanRun run, OutcomeData outcome, Grouping by, Level level, Arm? arm)
    {
        var people = outcome.People.Where(p => (arm is null || p.Who.Arm == arm.Id) && run.Groupings.LevelOf(by, p.Who) == level.Id).ToList();
        var nobody = people.Count == 0 ? arm is not null : people.Count == outcome.LeftOut(run.Study, people);
        if (nobody) return null;
        var change = Moments.Of([.. people.Where(p => p.Finished).Select(p => p.Post - p.Pre)]);
        return new(by, level.Id, level.Title, arm?.Id, Quantity.Of(change.N), change.MeanEstimate(run.Plan.Confidence));
    }
}
