using System.Data.Common;
using Dapper;
using Outcomes.Data.Access;
using Outcomes.Data.Consents;
using Outcomes.Domain.Access;

namespace Outcomes.Data.Studies;

/// <summary>How much there is of one study.</summary>
/// <remarks>Properties, not a constructor: SQLite names no type for the column of an aggregate, and where it is null, as before the first
/// data, Dapper then matches no constructor.</remarks>
public sealed record StudyCounts
{
    public required long Participants { get; init; }
    public required long Sessions { get; init; }
    public required long Assessments { get; init; }
    public required string? LastReceivedUtc { get; init; }

    /// <summary>How many consent keeps out, of the whole study; null: it is kept elsewhere, or there is no such study. For readers inside the study alone.</summary>
    public KeptOut? KeptOut { get; init; }
}

public sealed class StudyCountStore(Database database)
{
    /// <summary>What there is of the actor's schools. Zeros for a study that is not there or not the actor's.</summary>
    public StudyCounts Of(Actor actor, string study) => database.Read(c => Counts(c, actor, study) with { KeptOut = ConsentRegister.KeptOutOrNull(c, actor, study) });

    static StudyCounts Counts(DbConnection c, Actor actor, string study) => c.QuerySingle<StudyCounts>(
        $"""
        SELECT (SELECT COUNT(*) FROM participant p WHERE p.study_id = s.id AND {OwnSchools.Holds("p.school")}) AS Participants,
               (SELECT COUNT(*) FROM session e WHERE e.study_id = s.id AND {OwnSchools.Holds("e.school")}) AS Sessions,
               (SELECT COUNT(*) FROM assessment a JOIN participant p ON p.id = a.participant_id WHERE a.study_id = s.id AND {OwnSchools.Holds("p.school")}) AS Assessments,
               (SELECT MAX(received_utc) FROM receipt WHERE study_id = s.id) AS LastReceivedUtc
        FROM (SELECT CASE WHEN @only IS NULL OR @only = @study THEN @study END AS id) s
        """, new { only = actor.Study, study, schools = OwnSchools.Of(actor) });
}
