using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain.Access;

namespace Outcomes.Data.Participants;

/// <param name="Pseudonym">A part of it; null: all.</param>
/// <param name="School">Null: every school that is the actor's.</param>
/// <param name="After">Only pseudonyms after this one: the next page.</param>
public sealed record ParticipantSearch(string? Pseudonym = null, string? School = null, string? After = null);

/// <summary>A participant as those see it who work with them: who and where, how often in a session, and which questionnaires are there.</summary>
/// <remarks>Properties, not a constructor: SQLite names no type for the column of an aggregate, and Dapper then matches no constructor.</remarks>
public sealed record ListedParticipant
{
    public required string Pseudonym { get; init; }
    public required string School { get; init; }
    public required string Arm { get; init; }

    /// <summary>A date.</summary>
    public required string EnrolledOn { get; init; }

    /// <summary>Sessions that were held and attended.</summary>
    public required long Attended { get; init; }

    /// <summary>Sessions that were held for the school and arm.</summary>
    public required long Held { get; init; }

    /// <summary>Instrument and timepoint of each questionnaire of the course that is there; null: it is not the actor's to know.</summary>
    public IReadOnlySet<(string Instrument, string Timepoint)>? Recorded { get; init; }
}

/// <param name="Total">Of the search, not of the page.</param>
/// <param name="Next">The last pseudonym, where more follow.</param>
public sealed record ParticipantPage(IReadOnlyList<ListedParticipant> Rows, long Total, string? Next);

/// <summary>The participants of someone's own schools. No answers and no scores are read here.</summary>
public sealed class ParticipantList(Database database)
{
    public const int PageSize = 100;

    static readonly string Own = $"""
        p.study_id = @study AND (@only IS NULL OR p.study_id = @only) AND {OwnSchools.Holds("p.school")} AND (@school IS NULL OR p.school = @school)
        AND (@part IS NULL OR instr(p.pseudonym, @part) > 0)
        """;

    /// <summary>By pseudonym, at most <see cref="PageSize"/>. What was recorded is told for schools in which the actor may record.</summary>
    public ParticipantPage Find(Actor actor, string study, ParticipantSearch search) => database.Read(c =>
    {
        var values = new
        {
            study, only = actor.Study, schools = OwnSchools.Of(actor), entry = OwnSchools.Json(actor.SchoolsFor(Scopes.WriteData)), school = search.School, part = search.Pseudonym, after = search.After,
            size = PageSize + 1,
        };
        var rows = c.Query<ListedParticipant>(
            $"""
            WITH held AS (SELECT school, arm, COUNT(*) AS n FROM session WHERE study_id = @study AND status = 'held' GROUP BY school, arm)
            SELECT p.pseudonym, p.school, p.arm, p.enrolled_on AS EnrolledOn, COALESCE(h.n, 0) AS Held,
                   (SELECT COUNT(*) FROM session_attendee t JOIN session s ON s.id = t.session_id WHERE t.participant_id = p.id AND s.status = 'held') AS Attended
            FROM participant p LEFT JOIN held h ON h.school = p.school AND h.arm = p.arm
            WHERE {Own} AND (@after IS NULL OR p.pseudonym > @after) ORDER BY p.pseudonym LIMIT @size
            """, values).ToList();
        var more = rows.Count > PageSize;
        var page = rows.Take(PageSize).ToList();
        var recorded = c.Query<(string Pseudonym, string Instrument, string Timepoint)>(
            $"""
            SELECT p.pseudonym, a.instrument, a.timepoint FROM participant p JOIN assessment a ON a.participant_id = p.id AND a.session_id IS NULL
            WHERE {Own} AND {OwnSchools.Holds("p.school", "@entry")} AND p.pseudonym >= @first AND p.pseudonym <= @last
            """, new { values.study, values.only, values.schools, values.entry, values.school, values.part, first = page.FirstOrDefault()?.Pseudonym ?? "", last = page.LastOrDefault()?.Pseudonym ?? "" })
            .ToLookup(r => r.Pseudonym, r => (r.Instrument, r.Timepoint), StringComparer.Ordinal);
        return new ParticipantPage([.. page.Select(p => actor.May(Scopes.WriteData, p.School) ? p with { Recorded = recorded[p.Pseudonym].ToHashSet() } : p)],
            c.ExecuteScalar<long>($"SELECT COUNT(*) FROM participant p WHERE {Own}", values), more ? page[^1].Pseudonym : null);
    });
}
