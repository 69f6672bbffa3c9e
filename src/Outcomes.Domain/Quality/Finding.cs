namespace Outcomes.Domain.Quality;

/// <summary>What looks missing, late or odd in a study's data. None of it is wrong by itself: somebody looks, and asks.</summary>
public enum FindingKind
{
    /// <summary>Due, and not stored.</summary>
    Missing,

    /// <summary>Completed later after it was due than whoever looks allows.</summary>
    Late,

    /// <summary>The same answer to every item, though some are worded the other way round.</summary>
    SameAnswer,

    /// <summary>A score moved by more than three quarters of its range from one form to the next.</summary>
    LargeChange,

    /// <summary>Completed before the participant was enrolled.</summary>
    BeforeEnrolment,

    /// <summary>The check-in after a session was completed before that of before it.</summary>
    OutOfOrder,

    /// <summary>A session shorter or longer than any is, or check-ins on a screen nearer to each other than the session was long.</summary>
    ImpossibleDuration,

    /// <summary>Something looked odd when it was typed in, and was let stand.</summary>
    Overruled,
}

/// <param name="Pseudonym">Null: it is of a session, not of a person.</param>
/// <param name="Assessment">Id of the stored form; null: there is none.</param>
/// <param name="On">The day that it was due, completed or held.</param>
public sealed record Finding(FindingKind Kind, string School, string? Pseudonym, string? Instrument, string? Timepoint, string? Session, string? Assessment, DateOnly On)
{
    /// <summary>Days after it was due.</summary>
    public int? Days { get; init; }

    public int? Minutes { get; init; }

    /// <summary>Names of a warning and of the reason for which it was let stand.</summary>
    public (string Warning, string Reason)? Overruled { get; init; }
}
