using Outcomes.Domain.Plans;
using Outcomes.Statistics.Models;

namespace Outcomes.Jobs.Analyses;

/// <summary>A covariate of the plan, a value a participant.</summary>
/// <param name="Labels">Of a category; null for a score.</param>
/// <param name="Scores">NaN where missing; null for a category.</param>
sealed record Covariate(string Id, string[]? Labels, double[]? Scores)
{
    public Covariate At(int[] rows) => new(Id, Labels is null ? null : Array.ConvertAll(rows, i => Labels[i]), Scores is null ? null : Array.ConvertAll(rows, i => Scores[i]));

    /// <param name="name">Of its columns: the id could be that of another column.</param>
    public Variable Variable(string name) => Labels is null ? new Numeric(name, Scores!) : Factor.Of(name, Labels);

    /// <summary>A category of one level tells nobody apart.</summary>
    public bool Varies => (Labels?.Distinct().Count() ?? Scores!.Where(double.IsFinite).Distinct().Count()) > 1;

    /// <summary>The plan's covariates of these people; what was never measured is left out and noted.</summary>
    public static IReadOnlyList<Covariate> Of(PlanRun run, OutcomeData data)
    {
        var all = run.Plan.Covariates.Select(planned => Of(run, data, planned)).ToList();
        foreach (var absent in all.Where(c => !c.Varies)) run.Deviations.Add("covariate_left_out", data.Planned.Id, absent.Id);
        return [.. all.Where(c => c.Varies)];
    }

    static Covariate Of(PlanRun run, OutcomeData data, PlannedCovariate planned)
    {
        string[] Levels(Grouping by) => [.. data.People.Select(p => run.Groupings.LevelOf(by, p.Who))];
        return planned.Source switch
        {
            CovariateSource.Language => new(planned.Id, Levels(Grouping.Language), null),
            CovariateSource.District => new(planned.Id, Levels(Grouping.District), null),
            _ => new(planned.Id, null, ScoresOf(run, data, planned)),
        };
    }

    /// <remarks>At a timepoint around sessions, the first session's.</remarks>
    static double[] ScoresOf(PlanRun run, OutcomeData data, PlannedCovariate planned)
    {
        var scores = run.Snapshot.Assessments.Where(a => a.Instrument == planned.Instrument && a.Timepoint == planned.Timepoint)
            .GroupBy(a => a.Participant, StringComparer.Ordinal)
            .ToDictionary(p => p.Key, p => p.OrderBy(a => a.CompletedUtc).ThenBy(a => a.Id).First().Scores.FirstOrDefault(s => s.Scale == planned.Scale)?.Value, StringComparer.Ordinal);
        return [.. data.People.Select(p => scores.GetValueOrDefault(p.Who.Pseudonym) ?? double.NaN)];
    }
}
