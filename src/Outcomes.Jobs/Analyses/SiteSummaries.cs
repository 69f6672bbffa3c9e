using Outcomes.Domain.Analyses;
using Outcomes.Domain.Studies;
using Outcomes.Statistics.Synthesis;

namespace Outcomes.Jobs.Analyses;

/// <summary>The schools' changes put together by a random-effects model (REML, Hartung and Knapp's interval, prediction by t with k − 2).</summary>
static class SiteSummaries
{
    /// <returns>Null in a study of one school.</returns>
    public static SiteSummary? Of(StudyDefinition study, OutcomeData data, IReadOnlyList<SiteChange> sites)
    {
        if (sites.Count == 0) return null;
        var byArm = study.Allocation.Unit == AllocationUnit.School && study.Arms.Count > 1
            ? study.Arms.Where(arm => !data.IsLeftOut(arm)).Select(arm => Summary(study, arm.Id, sites.Where(s => s.Arm == arm.Id))) : [];
        return Summary(study, null, sites) with { ByArm = [.. byArm] };
    }

    static SiteSummary Summary(StudyDefinition study, string? arm, IEnumerable<SiteChange> sites)
    {
        var told = sites.Where(s => s.Sd.Value > Quantities.RoundingOnly).ToList();
        var none = Estimate.None(Absence.Undefined);
        if (told.Count < 2) return new(arm, Quantity.Of(told.Count), none, none, Quantities.Undefined, Quantities.Undefined);
        var all = new MetaAnalysis([.. told.Select(s => s.Change.Value.Value!.Value)], [.. told.Select(s => s.Sd.Value!.Value * s.Sd.Value!.Value / s.N.Value!.Value)], study.Plan.Confidence)
            .RandomEffects(BetweenSiteVariance.Reml, MeanTest.HartungKnapp);
        var mean = none with { Value = all.Pooled.Mean.ToQuantity() };
        return new(arm, Quantity.Of(told.Count), mean.With(all.Pooled.Interval), all.PredictionInterval is { } further ? mean.With(further) : none,
            all.Tau.ToQuantity(), (100 * all.ISquared).ToQuantity());
    }
}
