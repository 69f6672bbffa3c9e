using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;

namespace Outcomes.Jobs.Analyses;

/// <summary>All that the plan asks for of one outcome.</summary>
static class OutcomeAnalysis
{
    public static OutcomeResult Of(PlanRun run, OutcomeData data)
    {
        var (study, planned, scale) = (run.Study, data.Planned, data.Scale);
        var reliability = new ScaleMeasurement(data, study.Plan.Confidence);
        var categories = planned.ReliableChange is { } rule ? new ChangeClasses(data, rule, reliability.Alpha) : null;
        var sites = SiteChanges.Of(study, data, categories);
        var model = ModelData.Of(run, data);
        var contrasts = planned.Estimand == Estimand.CourseChange ? new ArmContrasts(run, data, model) : null;
        return new()
        {
            Id = planned.Id, Role = planned.Role, Estimand = planned.Estimand, Domain = planned.Domain, Instrument = planned.Instrument, Scale = planned.Scale,
            ScaleTitle = scale.Title, Direction = scale.Direction, Min = scale.Min, Max = scale.Max, From = planned.From, To = planned.To,
            Groups = GroupChanges.Of(study, data, categories),
            Contrasts = contrasts is null ? [] : [.. study.Plan.Contrasts.Select(contrasts.Of)],
            Sites = sites,
            Trend = contrasts is null ? [] : TrendMeans.Of(study, data),
            Measurement = reliability.Facts(),
            ReliableChange = categories?.Facts(),
            SiteSummary = SiteSummaries.Of(study, data, sites),
            Sensitivity = contrasts is null ? [] : new SensitivityAnalyses(run, data, contrasts).All(),
            Equivalence = contrasts is null ? [] : EquivalenceTests.Of(run, data, contrasts),
            Moderation = new Moderations(run, data, model).All(),
            Subgroups = SubgroupChanges.Of(run, data),
            Distributions = ChangeDistributions.Of(study, data),
            Missing = MissingPatterns.Of(study, data),
        };
    }
}
