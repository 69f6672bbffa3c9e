using Outcomes.Domain.Instruments;
using Outcomes.Domain.Participants;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Sessions;

namespace Outcomes.Domain.Analyses;

/// <summary>All that an analysis reads of one study's data, as it stood at one moment. Lists are in the order of their ids.</summary>
/// <param name="Hash">SHA-256 of the canonical rows: two databases that hold the same rows give the same hash.</param>
/// <param name="Change">The study's change number at that moment; an analysis with a lower one is stale.</param>
/// <param name="DataThroughUtc">When the newest row was received.</param>
/// <param name="Instruments">The definitions that the study uses.</param>
public sealed record Snapshot(
    string Hash, long Change, DateTimeOffset DataThroughUtc, IReadOnlyList<InstrumentDefinition> Instruments,
    IReadOnlyList<Participant> Participants, IReadOnlyList<Session> Sessions, IReadOnlyList<ScoredAssessment> Assessments)
{
    /// <summary>Where the study's plan stood at that moment; not part of the hash, which is of the data.</summary>
    public PlanStanding Standing { get; init; } = PlanStanding.Draft;
}

/// <summary>An assessment with its scores.</summary>
public sealed record ScoredAssessment(
    Guid Id, string Participant, string Instrument, string Timepoint, Guid? Session, DateTimeOffset CompletedUtc,
    IReadOnlyDictionary<string, Answer> Answers, IReadOnlyList<Score> Scores);
