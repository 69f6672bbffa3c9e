namespace Outcomes.Data.Consents;

/// <summary>A table that holds rows of participants, and which rows are one's: @1 is the participant's id.</summary>
sealed record ErasedTable(string Name, string Where)
{
    /// <summary>The rows' ids are kept as hashes, so that they cannot come back.</summary>
    public bool Buried { get; init; }
}

/// <summary>
/// Every table that an erasure empties of a participant, in the order of deletion. Whoever adds a table with rows of participants adds it
/// here: a test reads the schema and names those that are not.
/// </summary>
static class ErasedTables
{
    const string Own = "participant_id = @1";

    public static readonly IReadOnlyList<ErasedTable> All =
    [
        new("score", "assessment_id IN (SELECT id FROM assessment WHERE participant_id = @1)"),
        new("assessment", Own) { Buried = true },
        new("session_attendee", Own),
        new("consent", Own) { Buried = true },
        new("erasure_proposal", Own),
        new("participant", "id = @1") { Buried = true },
    ];
}
