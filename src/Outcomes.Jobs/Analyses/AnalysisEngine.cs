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
    const int Revision = 2;

    /// <summary>The program's version and the engine's own.</summary>
    public static string Version { get; } =
        $"{typeof(AnalysisEngine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]}/{Revision}";

    /// <exception cref="AnalysisImpossible">The plan asks for something that the study does not have.</exception>
    public static AnalysisResult Run(StudyDefinition study, Snapshot snapshot, AnalysisProgress? progress = null, CancellationToken cancel = default)
    {
        progress?.Invoke("flow", 0);
        var flow = new Flow(study, snapshot);
        var outcomes = new List<OutcomeResult>();
        foreach (var planned in study.Plan.Outcomes)
        {
            cancel.ThrowIfCancellationRequested();
            progress?.Invoke(planned.Id, 5 + 95 * outcomes.Count / study.Plan.Outcomes.Count);
            outcomes.Add(Outcome(study, snapshot, planned));
        }
        return new AnalysisResult
        {
            Format = AnalysisResult.CurrentFormat,
            Study = new(study.Id, study.Version, study.Title, study.Synthetic, study.DataSource, study.Population, study.Allocation, study.Arms,
                study.Timepoints, study.Districts.Count, study.Schools.Count(), study.Plan.Confidence, study.Plan.Contrasts) { Language = study.Languages[0] },
            Provenance = new(study.Hash, study.Plan.Version, study.Plan.Hash, snapshot.Hash, Version, snapshot.DataThroughUtc, [.. snapshot.Instruments.Select(Facts)]),
            Flow = flow.Arms(),
            Delivery = flow.Delivery(),
            Outcomes = outcomes,
            Plan = study.Plan,
            Standing = snapshot.Standing,
        };
    }

    static InstrumentFacts Facts(InstrumentDefinition i) => new(
        i.Id, i.Version, i.Hash, i.Title, i.ShortTitle, i.Validated, i.Scales.All(IsConfirmed), i.Licence.Holder);

    /// <remarks>A rule that allows no missing item makes nothing up, so it needs no source.</remarks>
    static bool IsConfirmed(Scale s) => s.Confirmed && (s.Missing.Allowed == 0 || s.Missing.Confirmed);

    static OutcomeResult Outcome(StudyDefinition study, Snapshot snapshot, PlannedOutcome planned)
    {
        var data = OutcomeData.Of(study, snapshot, planned);
        var reliability = new ScaleMeasurement(data, study.Plan.Confidence);
        var categories = planned.ReliableChange is { } rule ? new ChangeClasses(data, rule, reliability.Alpha) : null;
        var scale = data.Scale;
        return new()
        {
            Id = planned.Id, Role = planned.Role, Estimand = planned.Estimand, Domain = planned.Domain, Instrument = planned.Instrument, Scale = planned.Scale,
            ScaleTitle = scale.Title, Direction = scale.Direction, Min = scale.Min, Max = scale.Max, From = planned.From, To = planned.To,
            Groups = GroupChanges.Of(study, data, categories),
            Contrasts = planned.Estimand == Estimand.CourseChange ? [.. study.Plan.Contrasts.Select(c => ArmContrasts.Of(study, data, c))] : [],
            Sites = SiteChanges.Of(study, data),
            Trend = planned.Estimand == Estimand.CourseChange ? TrendMeans.Of(study, data) : [],
            Measurement = reliability.Facts(),
            ReliableChange = categories?.Facts(),
        };
    }
}

/// <summary>The plan cannot be run; the message says why to whoever wrote it.</summary>
public sealed class AnalysisImpossible(string message) : Exception(message);
