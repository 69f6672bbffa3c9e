namespace Outcomes.Domain.Participants;

/// <summary>Someone who takes part, known here only by a pseudonym.</summary>
/// <param name="Id">UUIDv7 made by the client: sending it again is then harmless.</param>
/// <param name="Pseudonym">See <see cref="PseudonymRules"/>; unique in the study.</param>
/// <param name="School">School id of the study's file.</param>
/// <param name="Arm">Arm id of the study's file.</param>
/// <param name="Language">Language tag of the study's languages.</param>
/// <param name="EnrolledOn">A date, not an instant: finer is not needed.</param>
public sealed record Participant(Guid Id, string Pseudonym, string School, string Arm, string Language, DateOnly EnrolledOn);
