namespace Outcomes.Domain.Sessions;

/// <summary>Where the music of a session came from. Broad on purpose: finer ones belong into the study's own protocol.</summary>
public enum MusicalTradition { OwnChoice, Popular, ClassicalWestern, FolkLocal, FolkOther, Religious, Jazz, HipHop, Film, Several, Other }

/// <summary>What was done with music.</summary>
public enum Activity { Listening, Improvisation, Songwriting, Singing, Movement, Instruments, Relaxation, Talking }

public enum MusicalElement { Tempo, Mode, Loudness, Texture, Metre, Timbre, Silence }

/// <summary>How an element was changed; for the mode, up is towards major and down towards minor.</summary>
public enum MusicalChange { Up, Down, Steady, Varied }

/// <summary>One coded event on the session's time line.</summary>
/// <param name="Minute">Since the beginning, whole minutes.</param>
public sealed record MusicalEvent(int Minute, MusicalElement Element, MusicalChange Change);

public enum AdaptationKind { Pace, Material, Language, GroupSize, Technology, Content, Accessibility, Safety }

public enum Proposer { Therapist, Educator, Student, Family, Software, Protocol }

/// <summary>What was done otherwise than planned, and who or what proposed it.</summary>
public sealed record Adaptation(AdaptationKind Kind, Proposer ProposedBy);

/// <summary>Other help that goes on beside the sessions.</summary>
public enum OtherTherapy { CognitiveBehavioural, Mindfulness, Counselling, Medication, SpeechOrOccupational, Other }

/// <summary>The heads of TIDieR (Hoffmann et al., BMJ 2014;348:g1687, doi:10.1136/bmj.g1687) that can differ from session to session.</summary>
public enum FidelityHead { Materials, Procedures, Provider, Mode, Place, Amount, Tailoring }

public enum FidelityMark { AsPlanned, Partly, NotAsPlanned }

/// <summary>
/// What was done in one session: codes only, since a free text could name a student; what needs words goes into a sealed note. A record is
/// never changed: a later one of the same session stands beside it, and the latest counts.
/// </summary>
/// <param name="EducatorTrained">Whether the educator who was in the room had been trained for the study; null: not said, or there was none.</param>
/// <param name="Language">Tag of a language of the study; null: not said.</param>
/// <param name="Fidelity">By head; what is not there was not judged.</param>
public sealed record SessionRecord(
    bool TherapistPresent, bool? EducatorTrained, string? Language, MusicalTradition? Tradition, IReadOnlyList<Activity> Activities, IReadOnlyList<MusicalEvent> Events,
    IReadOnlyList<Adaptation> Adaptations, IReadOnlyList<OtherTherapy> OtherTherapies, IReadOnlyDictionary<FidelityHead, FidelityMark> Fidelity);
