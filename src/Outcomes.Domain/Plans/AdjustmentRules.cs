using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Plans;

/// <summary>What contrasts are adjusted for, and by what their errors are clustered.</summary>
static class AdjustmentRules
{
    public static IEnumerable<Fault> Check(PlanLookup look) =>
    [
        .. Clusters(look),
        .. look.NeedsContrast(look.Plan.Covariates.Count, "plan.covariates"),
        .. StudyRules.Repeated(look.Plan.Covariates.Select(c => c.Id), i => $"plan.covariates[{i}].id"),
        .. SameTwice(look.Plan.Covariates),
        .. look.Plan.Covariates.SelectMany((c, i) => Covariate(look, c, $"plan.covariates[{i}]")),
    ];

    static IEnumerable<Fault> Clusters(PlanLookup look)
    {
        if (look.Plan.Clustering == Clustering.School && look.OneSchool)
            yield return new Fault("plan.clustering", "one_school", "The study has one school only, so nothing can be clustered by school.");
        if (look.Plan.Clustering == Clustering.None && look.Study.Allocation.Unit == AllocationUnit.School)
            yield return new Fault("plan.clustering", "contradiction", "Whole schools were given to arms: errors that leave the schools out would be too small.");
    }

    static IEnumerable<Fault> SameTwice(IReadOnlyList<PlannedCovariate> covariates)
    {
        var whole = covariates.Select((c, i) => (c, i)).Where(x => Enum.IsDefined(x.c.Source) && (x.c.Source != CovariateSource.Score || IsWhole(x.c))).ToList();
        return StudyRules.Repeated(whole.Select(x => (x.c.Source, x.c.Instrument, x.c.Scale, x.c.Timepoint)), i => $"plan.covariates[{whole[i].i}]");
    }

    static bool IsWhole(PlannedCovariate c) => c is { Instrument.Length: > 0, Scale.Length: > 0, Timepoint.Length: > 0 };

    static IEnumerable<Fault> Covariate(PlanLookup look, PlannedCovariate covariate, string at)
    {
        var score = covariate.Source == CovariateSource.Score;
        return
        [
            .. !Enum.IsDefined(covariate.Source) ? Array.Empty<Fault>() :
            [
                .. PlanLookup.Belongs(score, covariate.Instrument is not null, $"{at}.instrument"),
                .. PlanLookup.Belongs(score, covariate.Scale is not null, $"{at}.scale"),
                .. PlanLookup.Belongs(score, covariate.Timepoint is not null, $"{at}.timepoint"),
            ],
            .. look.NeedsLevels(covariate.Source != CovariateSource.Language || look.SeveralLanguages, $"{at}.source", "language"),
            .. look.NeedsLevels(covariate.Source != CovariateSource.District || look.SeveralDistricts, $"{at}.source", "district"),
            .. score ? Score(look, covariate.Instrument ?? "", covariate.Scale ?? "", covariate.Timepoint ?? "", at) : [],
        ];
    }

    static IEnumerable<Fault> Score(PlanLookup look, string instrument, string scale, string timepoint, string at) =>
    [
        .. look.Scale(instrument, scale, at), .. look.Time(instrument, timepoint, $"{at}.timepoint"),
        .. look.Timepoint(timepoint) is { } when ? BeforeTheStart(look, when, $"{at}.timepoint") : [],
        .. look.CourseOutcomes.Any() && look.CourseOutcomes.All(o => (o.Instrument, o.Scale, o.From) == (instrument, scale, timepoint))
            ? [new Fault(at, "adjusted_anyway", "A contrast is adjusted for its outcome's own score at the start without being asked.")]
            : Array.Empty<Fault>(),
    ];

    /// <remarks>What is measured after the start may already be an effect of the arm, and adjusting for it would take part of the effect away.</remarks>
    static IEnumerable<Fault> BeforeTheStart(PlanLookup look, Timepoint when, string at)
    {
        if (when.Kind is TimepointKind.BeforeSession or TimepointKind.AfterSession)
            yield return new Fault(at, "wrong_kind", "A covariate is measured once, at a timepoint of the course.");
        else if (look.CourseOutcomes.Any(o => look.Timepoint(o.From)?.Week < when.Week))
            yield return new Fault(at, "after_start", "A covariate is measured at the start of every course outcome, or before it.");
    }
}
