using Outcomes.Domain.Analyses;
using Outcomes.Domain.Studies;
using Outcomes.Statistics.Change;

namespace Outcomes.Jobs.Analyses;

/// <summary>Paired change of all participants, and of each arm where there is more than one.</summary>
static class GroupChanges
{
    public static IReadOnlyList<GroupChange> Of(StudyDefinition study, OutcomeData data, ChangeClasses? classes) =>
        [.. ArmsOf(study).Select(arm => Group(study, data, arm, classes))];

    /// <summary>All (null) first, then each arm; a study of one arm has the first only.</summary>
    public static IEnumerable<Arm?> ArmsOf(StudyDefinition study) => study.Arms.Count < 2 ? [null] : study.Arms.Prepend<Arm?>(null);

    static GroupChange Group(StudyDefinition study, OutcomeData data, Arm? arm, ChangeClasses? classes)
    {
        var people = data.People.Where(p => arm is null || p.Who.Arm == arm.Id).ToList();
        var (started, finished) = (people.Count(p => p.Started), people.Count(p => p.Finished));
        if (arm is not null && data.IsLeftOut(arm)) return Empty(arm.Id, Quantities.NotPlanned, Absence.NotPlanned, classes is not null);
        if (finished == 0)
            return Empty(arm?.Id, Quantity.Of(0), Absence.Undefined, false) with { Started = Quantity.Of(started), Categories = classes?.Count(people, data.LeftOut(study, people)) };
        var change = PairedChange.Of([.. people.Select(p => p.Pre)], [.. people.Select(p => p.Post)], study.Plan.Confidence);
        return new()
        {
            Arm = arm?.Id, Started = Quantity.Of(started), Finished = Quantity.Of(finished),
            PreMean = change.Pre.MeanEstimate(change.Level), PreSd = change.Pre.StandardDeviation.ToQuantity(),
            PostMean = change.Post.MeanEstimate(change.Level), PostSd = change.Post.StandardDeviation.ToQuantity(),
            Change = change.Change.MeanEstimate(change.Level), ChangeSd = change.Change.StandardDeviation.ToQuantity(),
            T = change.Test.T.ToQuantity(), Df = change.Test.Df.ToQuantity(), P = change.Test.P.ToQuantity(),
            Dz = change.Dz.D(), Dav = change.Dav.D(), G = change.Dav.G(),
            Categories = classes?.Count(people, data.LeftOut(study, people)),
        };
    }

    static GroupChange Empty(string? arm, Quantity n, Absence why, bool categories)
    {
        var (none, quantity) = (Estimate.None(why), Quantity.None(why));
        return new()
        {
            Arm = arm, Started = n, Finished = n, PreMean = none, PreSd = quantity, PostMean = none, PostSd = quantity, Change = none, ChangeSd = quantity,
            T = quantity, Df = quantity, P = quantity, Dz = none, Dav = none, G = none,
            Categories = categories ? new(quantity, quantity, quantity, quantity, quantity) : null,
        };
    }
}
