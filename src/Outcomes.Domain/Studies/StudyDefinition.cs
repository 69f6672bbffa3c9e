using Outcomes.Domain.CheckIns;
using Outcomes.Domain.Consents;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Releases;

namespace Outcomes.Domain.Studies;

/// <summary>
/// A study as a file, <c>study.json</c>: who is compared, when they are measured, with what, where, and what will be computed.
/// Versioned and hashed; property names in the file are these, in snake_case.
/// </summary>
public sealed record StudyDefinition
{
    public required string Id { get; init; }
    public required string Version { get; init; }

    /// <summary>SHA-256 of the file's canonical JSON.</summary>
    public required string Hash { get; init; }

    /// <summary>Title by language tag; every language of <see cref="Languages"/> has one.</summary>
    public required IReadOnlyDictionary<string, string> Title { get; init; }

    /// <summary>True for generated data: every page of every report then says SYNTHETIC.</summary>
    public required bool Synthetic { get; init; }

    /// <summary>Where the data come from, in one sentence; shown on reports.</summary>
    public required string DataSource { get; init; }

    /// <summary>What to call those who took part (reports say 'students' only where that is true).</summary>
    public required Population Population { get; init; }
    public required IReadOnlyList<string> Languages { get; init; }
    public required Allocation Allocation { get; init; }
    public required IReadOnlyList<Arm> Arms { get; init; }
    public required IReadOnlyList<Timepoint> Timepoints { get; init; }
    public required IReadOnlyList<District> Districts { get; init; }
    public required IReadOnlyList<InstrumentUse> Instruments { get; init; }
    public required PlanDefinition Plan { get; init; }

    /// <summary>What audiences outside the study may see; the file may leave it out.</summary>
    public DisclosurePolicy Disclosure { get; init; } = DisclosurePolicy.Outside;

    /// <summary>Null: consent is kept elsewhere, and nothing is filtered by it here.</summary>
    public ConsentPolicy? Consent { get; init; }

    /// <summary>When a therapist is told to look after someone; empty: never, and nobody is told that they would be.</summary>
    public IReadOnlyList<DistressRule> Distress { get; init; } = [];

    public IEnumerable<School> Schools => Districts.SelectMany(d => d.Schools);

    /// <summary>Ids of a district's schools; none where the study has no such district.</summary>
    public IReadOnlySet<string> SchoolsOf(string district) => Districts.Where(d => d.Id == district).SelectMany(d => d.Schools).Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
}

public enum Population { Students, Participants }

public enum AllocationUnit { None, Participant, School }

/// <summary>How arms were given. Not randomized means that no report may speak of causes.</summary>
public sealed record Allocation(AllocationUnit Unit, bool Randomized);

public enum Delivery { None, Live, Recorded, Hybrid, InPerson, Immersive }

public enum ArmRole { Intervention, Comparison }

public sealed record Arm(string Id, string Title, Delivery Delivery, ArmRole Role);

public enum TimepointKind { Course, BeforeSession, AfterSession }

/// <summary>When something is measured: over the course (baseline, endpoint, follow-up), or before or after each session.</summary>
/// <param name="Week">Weeks since the start, for course timepoints; null for session timepoints.</param>
public sealed record Timepoint(string Id, string Title, TimepointKind Kind, int? Week = null);

public sealed record District(string Id, string Title, IReadOnlyList<School> Schools);

public sealed record School(string Id, string Title);

/// <summary>An instrument of the catalogue, used in this study at these timepoints.</summary>
public sealed record InstrumentUse(string Instrument, string Version, IReadOnlyList<string> Timepoints)
{
    /// <summary>Its paper forms are typed in twice, by two people, and compared.</summary>
    public bool DoubleEntry { get; init; }
}
