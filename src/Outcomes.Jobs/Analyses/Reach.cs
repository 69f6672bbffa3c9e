using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;

namespace Outcomes.Jobs.Analyses;

/// <summary>Who was reached and who was not, by language, district and connection.</summary>
static class Reach
{
    /// <param name="main">The first primary outcome over the course: started and finished are told of it.</param>
    public static IReadOnlyList<ReachRow> Of(Groupings groupings, OutcomeData? main) => main is null ? [] :
        [.. Enum.GetValues<Grouping>().Where(groupings.IsMeaningful).SelectMany(by => groupings.Levels(by).Select(level => Row(groupings, main, by, level)))];

    static ReachRow Row(Groupings groupings, OutcomeData main, Grouping by, Level level)
    {
        var people = main.People.Where(p => groupings.LevelOf(by, p.Who) == level.Id).ToList();
        return new(by, level.Id, level.Title, Quantity.Of(people.Count), Quantity.Of(people.Count(p => p.Started)), Quantity.Of(people.Count(p => p.Finished)));
    }
}
