using Outcomes.Domain.Analyses;
using Outcomes.Domain.Studies;
using Outcomes.Statistics.Descriptives;

namespace Outcomes.Jobs.Analyses;

/// <summary>Change school by school; none in a study of one school, which would only say the same again.</summary>
static class SiteChanges
{
    public static IReadOnlyList<SiteChange> Of(StudyDefinition study, OutcomeData data, ChangeClasses? classes) => study.Schools.Count() < 2 ? [] :
        [.. study.Districts.SelectMany(d => d.Schools.Select(s => Site(study, data, classes, d, s)))];

    static SiteChange Site(StudyDefinition study, OutcomeData data, ChangeClasses? classes, District district, School school)
    {
        var people = data.People.Where(p => p.Who.School == school.Id).ToList();
        var arms = people.Select(p => p.Who.Arm).Distinct().ToList();
        var finished = people.Where(p => p.Finished).ToList();
        Moments Of(Func<Person, double> value) => Moments.Of([.. finished.Select(value)]);
        var change = Of(p => p.Post - p.Pre);
        var left = arms is [var only] && study.Arms.FirstOrDefault(a => a.Id == only) is { } arm && data.IsLeftOut(arm);
        return new(school.Id, school.Title, district.Id, study.Allocation.Unit == AllocationUnit.School && arms.Count == 1 ? arms[0] : null,
            left ? Quantities.NotPlanned : Quantity.Of(change.N), change.MeanEstimate(study.Plan.Confidence), change.StandardDeviation.ToQuantity())
        {
            Started = left ? Quantities.NotPlanned : Quantity.Of(people.Count(p => p.Started)),
            PreMean = Of(p => p.Pre).MeanEstimate(study.Plan.Confidence), PostMean = Of(p => p.Post).MeanEstimate(study.Plan.Confidence),
            Categories = left ? null : classes?.Count(people, data.LeftOut(study, people)),
        };
    }
}
