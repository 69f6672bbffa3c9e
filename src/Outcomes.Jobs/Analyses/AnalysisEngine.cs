using System.Reflection;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;

namespace Outcomes.Jobs.Analyses;

/// <summary>Where an analysis is: what it does now, and how much is done.</summary>
public delegate void AnalysisProgress(string step, int percent);

/// <summary>
/// Runs a study's plan on a snapshot of its data. It reads nothing else, no clock and no database: the same study and snapshot give the
/// same result, byte for byte.
/// </summary>
public static class AnalysisEngine
{
    /// <summary>Raised by hand when a number of a result may change, so that stored analyses are computed anew.</summary>
    const int Revision = 3;

    /// <summary>The program's version and the engine's own.</summary>
    public static string Version { get; } =
        $"{typeof(AnalysisEngine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}/{Revision}";

    /// <exception cref="AnalysisImpossible">The plan asks for something that the study does not have.</exception>
    public static AnalysisResult Run(StudyDefinition study, Snapshot snapshot, AnalysisProgress? progress = null, CancellationToken cancel = default)
    {
        progress?.Invoke("flow", 0);
        var run = new PlanRun(study, snapshot, cancel);
        run.Deviations.AddLife(snapshot.Standing, study.Plan.Version);
        var data = study.Plan.Outcomes.Select(planned => OutcomeData.Of(study, snapshot, planned)).ToList();
        var main = data.Find(IsMain) ?? data.FirstOrDefault();
        var flow = new Flow(study, snapshot, main);
        var outcomes = new List<OutcomeResult>();
        foreach (var one in data)
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Invoke(one.Planned.Id, 5 + 95 * outcomes.Count / data.Count);
            outcomes.Add(OutcomeAnalysis.Of(run, one));
        }
        run.Deviations.AddUnasked(study.Plan);
        return new AnalysisResult
        {
            Format = AnalysisResult.CurrentFormat,
            Study = new(study.Id, study.Version, study.Title, study.Synthetic, study.DataSource, study.Population, study.Allocation, study.Arms,
                study.Timepoints, study.Districts.Count, study.Schools.Count(), study.Plan.Confidence, study.Plan.Contrasts) { Language = study.Languages[0], Disclosure = study.Disclosure, Consent = study.Consent?.Purposes.Select(p => p.Purpose).ToList() },
            Provenance = new(study.Hash, study.Plan.Version, study.Plan.Hash, snapshot.Hash, Version, snapshot.DataThroughUtc, [.. snapshot.Instruments.Select(Facts)]),
            Flow = flow.Arms(),
            Delivery = flow.Delivery(),
            Outcomes = Families.Adjust(study.Plan, outcomes),
            Plan = study.Plan,
            Standing = snapshot.Standing,
            Baseline = Baselines.Of(study, run.Groupings, data),
            Reach = Reach.Of(run.Groupings, main),
            Deviations = run.Deviations.All,
        };
    }

    /// <summary>What the flow of participants and the reach are told of: the first primary outcome over the course, else the first of all.</summary>
    static bool IsMain(OutcomeData data) => data.Planned is { Role: OutcomeRole.Primary, Estimand: Estimand.CourseChange };

    static InstrumentFacts Facts(InstrumentDefinition i) => new(
        i.Id, i.Version, i.Hash, i.Title, i.ShortTitle, i.Validated, i.Scales.All(IsConfirmed), i.Licence.Holder);

    /// <remarks>A rule that allows no missing item makes nothing up, so it needs no source.</remarks>
    static bool IsConfirmed(Scale s) => s.Confirmed && (s.Missing.Allowed == 0 || s.Missing.Confirmed);
}

/// <summary>The plan cannot be run; the message says why to whoever wrote it.</summary>
public sealed class AnalysisImpossible(string message) : Exception(message);
