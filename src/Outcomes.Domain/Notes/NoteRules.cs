using Outcomes.Domain.Sealing;

namespace Outcomes.Domain.Notes;

/// <summary>What must be true of a note, as far as it can be seen from outside.</summary>
public static class NoteRules
{
    /// <summary>The text is padded to steps, so that its length tells little; more than this many bytes is no note but a document.</summary>
    public const int Step = 256, MostSteps = 128;

    public static readonly Fault UnknownKey = new("key", "key_of_another_study", "This was sealed to a key that is not this study's. Load the page anew, so that it has the right one, and send the note again.");
    public static readonly Fault UnknownSubject = new("subject", "subject_unknown", "There is no such participant or session in your schools. Choose another.");
    public static readonly Fault OtherContent = new("id", "content_differs", "Another note has this id. Load the page anew and write it again.");
    public static readonly Fault HowMany = new("ids", "notes_count", "1 to 200 notes are opened at once. Choose fewer.");
    static readonly Fault BadId = new("id", "bad_id", "The note's id is not a UUID of version 7. Load the page anew and try again.");
    static readonly Fault NoKind = new("kind", "kind_unknown", "Choose what kind of note this is.");
    static readonly Fault TooLong = new("sealed", "note_too_long", "The note is too long. Write it as two notes.");

    /// <summary>Reads what was sent; everything that is wrong with it.</summary>
    public static Checked<Note> Read(string id, string key, string kind, string subject, string sealedText)
    {
        var faults = new List<Fault>();
        if (!Guid.TryParseExact(id, "D", out var guid) || guid.Version != 7) faults.Add(BadId);
        if (!EnumNames<NoteKind>.TryRead(kind, out var known)) faults.Add(NoKind);
        if (NoteSubject.Read(subject) is not { } about) { faults.Add(UnknownSubject); about = new(); }
        if (SealedFault(SealingRules.Bytes(sealedText) ?? []) is { } fault) faults.Add(fault);
        return faults.Count > 0 ? Checked<Note>.Bad(faults) : Checked<Note>.Good(new(guid, key, known, about, SealingRules.Bytes(sealedText)!));
    }

    static Fault? SealedFault(byte[] bytes)
    {
        var length = bytes.Length - SealingRules.Overhead;
        return !SealingRules.IsSealed(bytes) || length < Step || length % Step != 0 ? SealingRules.NotSealed : length > Step * MostSteps ? TooLong : null;
    }
}
