using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Analyses;

/// <summary>
/// Everything that one run of a plan on one snapshot found, for those inside the study. It is stored as JSON (snake_case, versioned
/// by <see cref="Format"/>). No report draws it: <see cref="Releases.Release"/> turns it into what an audience may see.
/// </summary>
public sealed record AnalysisResult
{
    public const int CurrentFormat = 1;

    public required int Format { get; init; }
    public required StudyFacts Study { get; init; }
    public required Provenance Provenance { get; init; }
    public required IReadOnlyList<FlowArm> Flow { get; init; }
    public required DeliveryFacts Delivery { get; init; }
    public required IReadOnlyList<OutcomeResult> Outcomes { get; init; }
}

/// <summary>What a reader must know of the study. Schools and districts are counts here; their results stand in <see cref="OutcomeResult.Sites"/>.</summary>
public sealed record StudyFacts(
    string Id, string Version, IReadOnlyDictionary<string, string> Title, bool Synthetic, string DataSource, Population Population,
    Allocation Allocation, IReadOnlyList<Arm> Arms, IReadOnlyList<Timepoint> Timepoints, int Districts, int Schools,
    double Confidence, IReadOnlyList<Contrast> Contrasts);

/// <summary>What makes the numbers reproducible: hashes of the study, its plan, the snapshot of the data, each instrument; engine version.</summary>
/// <param name="DataThroughUtc">When the newest row of the snapshot was received. A report carries this date, not the day it was made.</param>
public sealed record Provenance(
    string StudyHash, string PlanVersion, string PlanHash, string SnapshotHash, string EngineVersion, DateTimeOffset DataThroughUtc,
    IReadOnlyList<InstrumentFacts> Instruments);

public sealed record InstrumentFacts(
    string Id, string Version, string Hash, string Title, string ShortTitle, bool Validated, bool Confirmed, string LicenceHolder);

/// <summary>Flow of participants in one arm.</summary>
/// <param name="Attended">Were in at least one session that was held.</param>
/// <param name="Assessed">Per course timepoint, in the study's order: participants with at least one assessment there.</param>
public sealed record FlowArm(string Arm, string Title, Quantity Enrolled, Quantity Attended, Quantity Schools, IReadOnlyList<FlowAssessed> Assessed);

public sealed record FlowAssessed(string Timepoint, Quantity Participants);

/// <param name="ByDelivery">Sessions held, by how they were delivered.</param>
/// <param name="MeanAttended">Mean sessions attended per participant enrolled in an arm with sessions.</param>
public sealed record DeliveryFacts(
    Quantity Planned, Quantity Held, Quantity Missed, IReadOnlyList<DeliveryCount> ByDelivery, Quantity MeanAttended,
    Quantity MedianRttMs, Quantity MedianLossPct, Quantity MedianConcealedPct);

public sealed record DeliveryCount(Delivery Delivery, Quantity Held);

/// <summary>One planned outcome: each arm's change, arms compared, schools beside each other, and how well the scale measured here.</summary>
public sealed record OutcomeResult
{
    public required string Id { get; init; }
    public required OutcomeRole Role { get; init; }
    public required Estimand Estimand { get; init; }

    /// <summary>Key of the reports' texts: <c>stress</c>, <c>anxiety</c>, <c>emotional_regulation</c>, <c>social_interaction</c>, <c>wellbeing</c>.</summary>
    public required string Domain { get; init; }
    public required string Instrument { get; init; }
    public required string Scale { get; init; }
    public required string ScaleTitle { get; init; }
    public required Direction Direction { get; init; }
    public required double Min { get; init; }
    public required double Max { get; init; }
    public required string From { get; init; }
    public required string To { get; init; }

    /// <summary>All participants first (arm null), then each arm in the study's order. A study of one arm has the first only.</summary>
    public required IReadOnlyList<GroupChange> Groups { get; init; }
    public required IReadOnlyList<ArmContrast> Contrasts { get; init; }

    /// <summary>Change by school, in the study's order; a school without a pair is there with n = 0. Empty in a study of one school.</summary>
    public required IReadOnlyList<SiteChange> Sites { get; init; }

    /// <summary>Mean at each course timepoint by arm, of all who answered there; empty for change within sessions.</summary>
    public required IReadOnlyList<TimepointMean> Trend { get; init; }
    public required Measurement Measurement { get; init; }

    /// <summary>Null where the plan has no rule for it.</summary>
    public ReliableChangeFacts? ReliableChange { get; init; }
}

/// <summary>Paired change of one group. For change within sessions a participant counts once, with the mean of own sessions.</summary>
public sealed record GroupChange
{
    /// <summary>Null for all participants.</summary>
    public required string? Arm { get; init; }

    /// <summary>With a score at From (within sessions: with a score before any session).</summary>
    public required Quantity Started { get; init; }

    /// <summary>With both scores; every figure beside it is of these.</summary>
    public required Quantity Finished { get; init; }
    public required Estimate PreMean { get; init; }
    public required Quantity PreSd { get; init; }
    public required Estimate PostMean { get; init; }
    public required Quantity PostSd { get; init; }

    /// <summary>Post minus pre, with the paired t interval.</summary>
    public required Estimate Change { get; init; }
    public required Quantity ChangeSd { get; init; }
    public required Quantity T { get; init; }
    public required Quantity Df { get; init; }
    public required Quantity P { get; init; }
    public required Estimate Dz { get; init; }
    public required Estimate Dav { get; init; }

    /// <summary>Hedges' g of the paired difference: d_av with the exact small-sample correction.</summary>
    public required Estimate G { get; init; }

    /// <summary>Null where the plan has no rule of reliable change.</summary>
    public ChangeCategories? Categories { get; init; }
}

/// <summary>
/// Counts of persons by reliable change. Improved includes Recovered; Recovered needs a norm and is absent without one.
/// Improved + Unchanged + Deteriorated = Finished; Unclassified are those with a missing score.
/// </summary>
public sealed record ChangeCategories(Quantity Recovered, Quantity Improved, Quantity Unchanged, Quantity Deteriorated, Quantity Unclassified);

/// <summary>Difference between two arms at To, adjusted for the score at From (ANCOVA), in the scale's unit.</summary>
/// <param name="Method">Stable code of the method: <c>ancova_ols</c>, <c>ancova_cr2</c> (school-clustered errors, Satterthwaite df).</param>
/// <param name="G">The difference divided by the pooled SD at From of the two arms, with the exact small-sample correction.</param>
public sealed record ArmContrast(
    string Arm, string Comparator, string Method, Quantity N, Quantity NComparator, Quantity Clusters, Estimate Difference, Quantity Df, Quantity P, Estimate G);

public sealed record SiteChange(string School, string Title, string District, string? Arm, Quantity N, Estimate Change, Quantity Sd);

public sealed record TimepointMean(string? Arm, string Timepoint, Quantity N, Estimate Mean);

/// <summary>How the scale measured in this sample at From.</summary>
/// <param name="Alpha">Raw Cronbach's alpha, listwise, with Feldt's interval.</param>
/// <param name="Sem">Standard error of measurement, scale's unit.</param>
/// <param name="Prorated">Scores at From and To that stand on prorated items.</param>
public sealed record Measurement(Quantity N, int Items, Estimate Alpha, Quantity Sem, Quantity Prorated, Quantity MissingItemsPct);

/// <summary>The rule as it was applied: what counts as a clear change, in points.</summary>
/// <param name="ReliabilitySource">Citation, or null: this sample's alpha.</param>
/// <param name="SDiff">Standard error of the difference of two scores.</param>
/// <param name="Threshold">1.96 × SDiff: changes larger than this are told from measurement error.</param>
public sealed record ReliableChangeFacts(
    Quantity Reliability, string? ReliabilitySource, Quantity PreSd, Quantity SDiff, Quantity Threshold,
    Quantity CutoffA, Quantity CutoffB, Quantity CutoffC, PlannedNorm? Norm);
