using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;

namespace Outcomes.Jobs.Analyses;

/// <summary>What every part of one run of a plan shares.</summary>
sealed class PlanRun(StudyDefinition study, Snapshot snapshot, CancellationToken cancel)
{
    public StudyDefinition Study { get; } = study;
    public PlanDefinition Plan => Study.Plan;
    public Snapshot Snapshot { get; } = snapshot;
    public SessionExposure Exposure { get; } = new(snapshot);
    public Groupings Groupings => field ??= new(Study, Snapshot, Exposure);
    public Deviations Deviations { get; } = new();
    public CancellationToken Cancel { get; } = cancel;

    /// <summary>Whether errors are clustered by school: as planned, else where whole schools were given to arms.</summary>
    public bool IsClustered => (Plan.Clustering ?? (Study.Allocation.Unit == AllocationUnit.School ? Clustering.School : Clustering.None)) == Clustering.School;
}
