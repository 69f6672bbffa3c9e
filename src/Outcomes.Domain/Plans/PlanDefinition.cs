namespace Outcomes.Domain.Plans;

/// <summary>What will be computed, fixed before the data: part of study.json, hashed by itself as well.</summary>
public sealed record PlanDefinition
{
    public required string Version { get; init; }

    /// <summary>SHA-256 of the plan's canonical JSON.</summary>
    public required string Hash { get; init; }

    /// <summary>Of every interval, for instance 0.95.</summary>
    public required double Confidence { get; init; }
    public required IReadOnlyList<PlannedOutcome> Outcomes { get; init; }

    /// <summary>Arms compared with each other on each course outcome; empty in a study of one arm.</summary>
    public IReadOnlyList<Contrast> Contrasts { get; init; } = [];

    /// <summary>How the p-values of one family of outcomes are adjusted; null: not at all.</summary>
    public Multiplicity? Multiplicity { get; init; }

    /// <summary>Adjusted for in every contrast, beside the score at From.</summary>
    public IReadOnlyList<PlannedCovariate> Covariates { get; init; } = [];

    /// <summary>Null: by school where whole schools were given to arms, else none.</summary>
    public Clustering? Clustering { get; init; }

    /// <summary>What the primary analysis does about missing scores.</summary>
    public MissingData Missing { get; init; } = MissingData.Complete;

    /// <summary>The same contrasts computed otherwise, to see whether the answer stands.</summary>
    public IReadOnlyList<PlannedSensitivity> Sensitivity { get; init; } = [];
    public IReadOnlyList<PlannedEquivalence> Equivalence { get; init; } = [];
    public IReadOnlyList<PlannedModerator> Moderators { get; init; } = [];

    /// <summary>Change of every outcome in the levels of each; descriptive, never a test in each level.</summary>
    public IReadOnlyList<Grouping> Subgroups { get; init; } = [];
}

/// <summary>The two estimands, never mixed in one figure or number.</summary>
public enum Estimand { CourseChange, SessionChange }

public enum OutcomeRole { Primary, Secondary }

/// <summary>One scale whose change is estimated: over the course from one timepoint to another, or within sessions.</summary>
/// <param name="Domain">What the scale stands for in plain words: a key of the reports' texts (<c>stress</c>, <c>emotional_regulation</c>,
/// <c>social_interaction</c>, <c>anxiety</c>, <c>wellbeing</c>).</param>
/// <param name="Family">Outcomes of one family have their p-values adjusted together; null: alone.</param>
public sealed record PlannedOutcome(
    string Id, OutcomeRole Role, Estimand Estimand, string Domain, string Instrument, string Scale, string From, string To,
    ReliableChangeRule? ReliableChange = null, string? Family = null);

public sealed record Contrast(string Arm, string Comparator);

/// <summary>How a person's change is told from the measure's own error (Jacobson and Truax 1991, doi:10.1037/0022-006X.59.1.12).</summary>
/// <param name="Reliability">A fixed coefficient with its source; null: the raw alpha of the sample at the first timepoint, listwise.</param>
/// <param name="ReliabilitySource">Citation of a fixed coefficient; null with null reliability.</param>
/// <param name="Norm">Mean and SD of a group without the problem, for the cut-off c; null: no clinical classification, only reliable change.</param>
public sealed record ReliableChangeRule(double? Reliability, string? ReliabilitySource, PlannedNorm? Norm);

public sealed record PlannedNorm(double Mean, double Sd, string Source, bool Confirmed);

public enum Multiplicity { Holm, Hochberg, BenjaminiHochberg }

public enum Clustering { None, School }

/// <summary>What people are grouped by. Connection: the participant's median round-trip time over own sessions, at or below the study's
/// median, or above it.</summary>
public enum Grouping { Language, District, Connection }

public enum CovariateSource { Language, District, Score }

/// <param name="Instrument">With scale and timepoint, for <see cref="CovariateSource.Score"/> alone; null otherwise.</param>
public sealed record PlannedCovariate(string Id, CovariateSource Source, string? Instrument, string? Scale, string? Timepoint);

public enum MissingMethod { CompleteCases, MultipleImputation }

/// <param name="Imputations">And the seed, for multiple imputation alone; null otherwise.</param>
public sealed record MissingData(MissingMethod Method, int? Imputations, int? Seed)
{
    public static readonly MissingData Complete = new(MissingMethod.CompleteCases, null, null);
}

public enum SensitivityKind
{
    /// <summary>Complete cases, where the primary analysis imputes.</summary>
    CompleteCases,

    /// <summary>Difference of mean change, not adjusted (Welch; between clusters' means where clustered).</summary>
    ChangeScore,

    /// <summary>Wilcoxon's rank sum on change with the Hodges-Lehmann shift (of clusters' means where clustered).</summary>
    RankBased,

    /// <summary>Random intercept of school, ANCOVA's fixed effects, REML, Satterthwaite.</summary>
    MixedModel,

    MultipleImputation,

    /// <summary>Multiple imputation with a constant added to what is imputed at To in the contrast's arm, one estimate a delta: missing not at random.</summary>
    DeltaAdjusted,

    /// <summary>Arms given anew at the level at which they were given, Monte Carlo.</summary>
    PermutationTest,
}

/// <param name="Imputations">Where the kind imputes (multiple imputation, delta-adjusted); null otherwise.</param>
/// <param name="Seed">Where the kind imputes or permutes; null otherwise.</param>
/// <param name="Deltas">In the scale's points, for <see cref="SensitivityKind.DeltaAdjusted"/>; empty otherwise.</param>
public sealed record PlannedSensitivity(SensitivityKind Kind, int? Imputations, int? Seed, IReadOnlyList<double> Deltas);

/// <summary>That two ways of delivery differ by less than matters: tele against in person, say.</summary>
/// <param name="Outcome">Id of a course outcome.</param>
/// <param name="Margin">The largest difference that does not matter, in the scale's points, above zero.</param>
public sealed record PlannedEquivalence(string Outcome, string Arm, string Comparator, double Margin);

/// <summary>What an effect may depend on. The first four are of a participant's own sessions: medians of the transmission, and the share of
/// sessions with an educator present.</summary>
public enum ModeratorKind { AudioLatency, PacketLoss, Concealment, TeacherPresent, Language }

/// <param name="Outcome">Id of an outcome.</param>
/// <param name="Arm">With the comparator: how their contrast depends on it (both null: how the change of those measured depends on it).
/// A contrast needs sessions in both arms, unless it is moderated by language.</param>
public sealed record PlannedModerator(string Id, ModeratorKind By, string Outcome, string? Arm, string? Comparator);

public enum PlanState { Draft, Locked }

/// <summary>Where a plan stands in its life when an analysis reads it.</summary>
/// <param name="State">Draft: what is computed is exploratory, for ever.</param>
/// <param name="LockedBy">Name of a key, a command or an account; null for a draft.</param>
/// <param name="FirstDataUtc">When the first assessment was received; null: none yet.</param>
/// <param name="Amendments">Every locked version before this one, the oldest first.</param>
public sealed record PlanStanding(
    PlanState State, DateTimeOffset? LockedUtc, string? LockedBy, DateTimeOffset? FirstDataUtc, IReadOnlyList<LockedPlan> Amendments)
{
    public static readonly PlanStanding Draft = new(PlanState.Draft, null, null, null, []);

    /// <summary>Why this version was locked in the place of the last of <see cref="Amendments"/>; null for a draft and for the first lock.</summary>
    public string? Reason { get; init; }

    /// <summary>What differs from the last of <see cref="Amendments"/>, each as one line; empty for a draft and for the first lock.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    public bool IsExploratory => State == PlanState.Draft;
}

/// <param name="Reason">Why it was amended from the version before; null for the first.</param>
/// <param name="Changes">What differs from the version before, each as one line; empty for the first.</param>
public sealed record LockedPlan(string Version, string Hash, DateTimeOffset LockedUtc, string LockedBy, string? Reason, IReadOnlyList<string> Changes);
