namespace Outcomes.Domain.Notes;

public enum NoteKind
{
    SessionNote,
    StudentFeedback,
    EducatorObservation,

    /// <summary>What was changed in a session for a student or a group, and why.</summary>
    Adaptation,
}

/// <summary>A note that only the study's researchers can read.</summary>
/// <param name="Id">UUIDv7 made by the browser: sending it again is then harmless.</param>
/// <param name="Key">Id of the study's key that it is sealed to.</param>
/// <param name="Subject">See <see cref="NoteSubject"/>.</param>
/// <param name="Sealed">HPKE: ephemeral public key, ciphertext of the padded text, tag.</param>
public sealed record Note(Guid Id, string Key, NoteKind Kind, NoteSubject Subject, byte[] Sealed);

/// <summary>What a note is about: a session, a participant, or where both are null the study.</summary>
/// <param name="Participant">Pseudonym.</param>
public sealed record NoteSubject(Guid? Session = null, string? Participant = null)
{
    const string OfSession = "session:", OfParticipant = "participant:", OfStudy = "study";

    /// <summary>As pages and the seal write it: <c>study</c>, <c>session:ID</c> or <c>participant:PSEUDONYM</c>.</summary>
    public string Text => Session is { } session ? $"{OfSession}{session:D}" : Participant is not null ? OfParticipant + Participant : OfStudy;

    /// <summary>Null: nothing of these.</summary>
    public static NoteSubject? Read(string text) =>
        text == OfStudy ? new()
        : text.StartsWith(OfParticipant, StringComparison.Ordinal) ? new(Participant: text[OfParticipant.Length..])
        : text.StartsWith(OfSession, StringComparison.Ordinal) && Guid.TryParseExact(text[OfSession.Length..], "D", out var id) ? new(id) : null;
}
