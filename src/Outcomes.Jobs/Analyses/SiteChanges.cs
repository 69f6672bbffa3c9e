using Outcomes.Domain.Analyses;
using Outcomes.Domain.Studies;
using Outcomes.Statistics.Descriptives;

namespace Outcomes.Jobs.Analyses;

/// <summary>Change school by school; none in a study of one school, which would only say the same again.</summary>
static class SiteChanges
{
    public static IReadOnlyList<SiteChange> Of(StudyDefinition study, OutcomeData data) => study.Schools.Count() < 2 ? [] :
        [.. study.Districts.SelectMany(d => d.Schools.Select(s => Site(study, data, d, s)))];

    static SiteChange Site(StudyDefinition study, OutcomeData data, District district, School school)
    {
        var people = data.People.Where(p => p.Who.School == school.Id).ToList();
        var arms = people.Select(p => p.Who.Arm).Distinct().ToList();
        var change = Moments.Of([.. people.Where(p => p.Finished).Select(p => p.Post - p.Pre)]);
        var measured = change.N > 0 || arms is not [var only] || study.Arms.FirstOrDefault(a => a.Id == only) is not { } arm || !GroupChanges.IsNotMeasured(data.Planned, arm);
        return new(school.Id, school.Title, district.Id, study.Allocation.Unit == AllocationUnit.School && arms.Count == 1 ? arms[0] : null,
            measured ? Quantity.Of(change.N) : Quantities.NotPlanned, change.MeanEstimate(study.Plan.Confidence), change.StandardDeviation.ToQuantity());
    }
}
