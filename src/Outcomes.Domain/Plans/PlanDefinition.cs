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
}

/// <summary>The two estimands, never mixed in one figure or number.</summary>
public enum Estimand { CourseChange, SessionChange }

public enum OutcomeRole { Primary, Secondary }

/// <summary>One scale whose change is estimated: over the course from one timepoint to another, or within sessions.</summary>
/// <param name="Domain">What the scale stands for in plain words: a key of the reports' texts (<c>stress</c>, <c>emotional_regulation</c>,
/// <c>social_interaction</c>, <c>anxiety</c>, <c>wellbeing</c>).</param>
public sealed record PlannedOutcome(
    string Id, OutcomeRole Role, Estimand Estimand, string Domain, string Instrument, string Scale, string From, string To,
    ReliableChangeRule? ReliableChange = null);

public sealed record Contrast(string Arm, string Comparator);

/// <summary>How a person's change is told from the measure's own error (Jacobson and Truax 1991, doi:10.1037/0022-006X.59.1.12).</summary>
/// <param name="Reliability">A fixed coefficient with its source; null: the raw alpha of the sample at the first timepoint, listwise.</param>
/// <param name="ReliabilitySource">Citation of a fixed coefficient; null with null reliability.</param>
/// <param name="Norm">Mean and SD of a group without the problem, for the cut-off c; null: no clinical classification, only reliable change.</param>
public sealed record ReliableChangeRule(double? Reliability, string? ReliabilitySource, PlannedNorm? Norm);

public sealed record PlannedNorm(double Mean, double Sd, string Source, bool Confirmed);
