using Outcomes.Domain.Analyses;
using Outcomes.Domain.Studies;
using Outcomes.Statistics.Descriptives;

namespace Outcomes.Jobs.Analyses;

/// <summary>How change is spread in each arm in which somebody finished.</summary>
static class ChangeDistributions
{
    /// <summary>Points at which a density is told: a curve of a report's width shows no more.</summary>
    const int Points = 64;

    public static IReadOnlyList<ChangeDistribution> Of(StudyDefinition study, OutcomeData data) =>
        [.. (study.Arms.Count < 2 ? [null] : study.Arms.Select(a => a.Id).Cast<string?>()).Select(arm => Arm(data, arm)).OfType<ChangeDistribution>()];

    static ChangeDistribution? Arm(OutcomeData data, string? arm)
    {
        double[] changes = [.. data.People.Where(p => p.Finished && (arm is null || p.Who.Arm == arm)).Select(p => p.Post - p.Pre).Order()];
        if (changes.Length == 0) return null;
        var summary = Summary.Of(changes);
        return new(arm, Quantity.Of(changes.Length), [.. new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(p => summary.Quantile7(p).Value)], Density(changes), changes);
    }

    /// <summary>None where all changed alike: a point has no density.</summary>
    static IReadOnlyList<DensityPoint> Density(double[] changes)
    {
        if (!(changes[^1] - changes[0] > Quantities.RoundingOnly)) return [];
        var density = KernelDensity.Of(changes);
        return [.. density.Grid(Points).Select(at => new DensityPoint(at, density.At(at)))];
    }
}
