using Outcomes.Domain.Instruments;

namespace Outcomes.Domain.Assessments;

public enum EntryMode { Screen, Paper, Interview }

/// <summary>One completed instrument: what one participant answered at one timepoint.</summary>
/// <param name="Participant">Pseudonym.</param>
/// <param name="Session">Id of the session, for timepoints before and after a session; null for course timepoints.</param>
/// <param name="CompletedUtc">When the last answer was given.</param>
/// <param name="Answers">By item id; an item that is not there was not reached.</param>
public sealed record Assessment(
    Guid Id, string Participant, string Instrument, string Version, string Timepoint, Guid? Session,
    DateTimeOffset CompletedUtc, string Language, EntryMode Mode, IReadOnlyDictionary<string, Answer> Answers);
