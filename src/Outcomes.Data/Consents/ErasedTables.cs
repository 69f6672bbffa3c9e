using System.Data.Common;
using Dapper;

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
    const string Own = "participant_id = @1", OfAssessment = "assessment_id IN (SELECT id FROM assessment WHERE participant_id = @1)";

    public static readonly IReadOnlyList<ErasedTable> All =
    [
        new("entry_draft", Own),
        new("check_in_draft", Own),
        new("distress_alert", Own),
        new("activity_play", Own),
        new("activity_assignment", Own),
        new("check_in_link", Own),
        new("note", Own),
        new("score", OfAssessment),
        new("assessment_overrule", OfAssessment),
        new("assessment_revision", OfAssessment),
        new("second_entry", OfAssessment),
        new("data_query_step", $"query_id IN (SELECT id FROM data_query WHERE {OfAssessment})"),
        new("data_query", OfAssessment),
        new("assessment", Own) { Buried = true },
        new("session_revision_attendee", Own),
        new("session_attendee", Own),
        new("consent", Own) { Buried = true },
        new("erasure_proposal", Own),
        new("participant", "id = @1") { Buried = true },
    ];

    /// <summary>Those that this database has: some of the nouns are built beside this one.</summary>
    public static IReadOnlyList<ErasedTable> In(DbConnection connection)
    {
        var there = connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table'").ToHashSet(StringComparer.Ordinal);
        return [.. All.Where(t => there.Contains(t.Name))];
    }
}
