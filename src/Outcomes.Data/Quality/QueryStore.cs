using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Quality;

namespace Outcomes.Data.Quality;

/// <summary>A query with the form that it is about. No answers and no scores.</summary>
/// <remarks>Properties, not a constructor: SQLite names no type for what an expression gives, and Dapper then matches no constructor.</remarks>
public sealed record StoredQuery
{
    public required string Id { get; init; }
    public required string Assessment { get; init; }
    public required string Pseudonym { get; init; }
    public required string School { get; init; }
    public required string Instrument { get; init; }
    public required string Version { get; init; }
    public required string Timepoint { get; init; }

    /// <summary>Null: the whole form.</summary>
    public string? Item { get; init; }
    public required string Question { get; init; }
    public required string StateName { get; init; }
    public required string RaisedBy { get; init; }
    public required string RaisedUtc { get; init; }

    /// <summary>The first first; only where one query is asked for.</summary>
    public IReadOnlyList<TakenStep> Steps { get; init; } = [];

    public QueryState State => EnumNames<QueryState>.TryRead(StateName, out var state) ? state : throw new InvalidDataException("The stored data hold an unknown state of a query.");
}

public sealed record TakenStep
{
    public required string Step { get; init; }

    /// <summary>Null unless it was answered.</summary>
    public string? Answer { get; init; }
    public required string By { get; init; }
    public required string TakenUtc { get; init; }
}

/// <summary>What was asked about stored forms, and what became of it.</summary>
public sealed class QueryStore(Database database, Writer writer)
{
    public const int PageSize = 50;

    static readonly string Own = $"q.study_id = @study AND (@only IS NULL OR q.study_id = @only) AND {OwnSchools.Holds("p.school")}";

    const string From = "data_query q JOIN assessment a ON a.id = q.assessment_id JOIN participant p ON p.id = a.participant_id JOIN data_query_state t ON t.id = q.id";

    static string Named(string column) => $"COALESCE((SELECT n.sign_in_name FROM account n WHERE {column} = 'account ' || n.id), {column})";

    static readonly string Columns =
        $"""
        q.id AS Id, a.id AS Assessment, p.pseudonym AS Pseudonym, p.school AS School, a.instrument AS Instrument, a.instrument_version AS Version, a.timepoint AS Timepoint, q.item AS Item,
        q.question AS Question, t.state AS StateName, {Named("q.raised_by")} AS RaisedBy, q.raised_utc AS RaisedUtc
        """;

    /// <summary>The last raised first, at most <see cref="PageSize"/> a page.</summary>
    public IReadOnlyList<StoredQuery> List(Actor actor, string study, QueryState? state, int page) => database.Read(c => c.Query<StoredQuery>(
        $"SELECT {Columns} FROM {From} WHERE {Own} AND (@state IS NULL OR t.state = @state) ORDER BY q.raised_utc DESC, q.id LIMIT {PageSize} OFFSET @skip",
        new { study, only = actor.Study, schools = OwnSchools.Of(actor), state = state is { } wanted ? EnumNames<QueryState>.Of(wanted) : null, skip = page * PageSize }).ToList());

    /// <returns>Null: there is none, or it is not the actor's.</returns>
    public StoredQuery? Find(Actor actor, string study, Guid id) => database.Read(c =>
        c.QuerySingleOrDefault<StoredQuery>($"SELECT {Columns} FROM {From} WHERE q.id = @id AND {Own}", new { id = id.ToString("D"), study, only = actor.Study, schools = OwnSchools.Of(actor) }) is not { } found ? null
            : found with { Steps = c.Query<TakenStep>($"SELECT s.step AS Step, s.answer AS Answer, {Named("s.taken_by")} AS By, s.taken_utc AS TakenUtc FROM data_query_step s WHERE s.query_id = @Id ORDER BY s.number", found).ToList() });

    /// <summary>How many wait: for an answer from those schools, or to be closed.</summary>
    public long Count(Actor actor, string study, QueryState state) => database.Read(c => c.ExecuteScalar<long>(
        $"SELECT COUNT(*) FROM {From} WHERE {Own} AND t.state = @state", new { study, only = actor.Study, schools = OwnSchools.Of(actor), state = EnumNames<QueryState>.Of(state) }));

    /// <param name="id">Made when the form was drawn: the same form sent twice is stored once.</param>
    /// <returns>False: there is no such form, or it is not the actor's.</returns>
    public Task<bool> Raise(Actor actor, string study, Guid id, string assessment, string? item, QueryQuestion question, AuditEvent audit) => writer.Run(change =>
    {
        using (var there = change.Prepared($"SELECT 1 FROM assessment a JOIN participant p ON p.id = a.participant_id WHERE a.id = @1 AND a.study_id = @2 AND (@4 IS NULL OR a.study_id = @4) AND {OwnSchools.Holds("p.school", "@3")}")
            .Query(assessment, study, OwnSchools.Of(actor), actor.Study))
            if (!there.Read()) return false;
        var added = change.Prepared("INSERT INTO data_query (id, study_id, assessment_id, item, question, raised_by, raised_utc) VALUES (@1, @2, @3, @4, @5, @6, @7) ON CONFLICT (id) DO NOTHING")
            .Run(id.ToString("D"), study, assessment, item, EnumNames<QueryQuestion>.Of(question), audit.Actor, Utc.Text(change.Now)) == 1;
        if (added) change.Record(audit);
        return true;
    });

    /// <returns>False: where the query stands now, this is not its next step; nothing is changed.</returns>
    public Task<bool> Take(Actor actor, string study, Guid id, QueryStep step, QueryAnswer? answer, AuditEvent audit) => writer.Run(change =>
    {
        var known = change.Connection.ExecuteScalar<string?>($"SELECT t.state FROM {From} WHERE q.id = @id AND {Own}", new { id = id.ToString("D"), study, only = actor.Study, schools = OwnSchools.Of(actor) });
        return EnumNames<QueryState>.TryRead(known ?? "", out var state) && QueryRules.May(state, step) && Add(change, id.ToString("D"), step, answer, audit);
    });

    /// <summary>In the transaction that corrects a form: the query that asked for it is answered by that, if it still waits and is of this form.</summary>
    public static void AnswerByCorrection(Change change, string query, string assessment, AuditEvent audit)
    {
        using (var open = change.Prepared("SELECT 1 FROM data_query_state WHERE id = @1 AND assessment_id = @2 AND state = 'open'").Query(query, assessment))
            if (!open.Read()) return;
        Add(change, query, QueryStep.Answered, QueryAnswer.Corrected, audit);
    }

    static bool Add(Change change, string query, QueryStep step, QueryAnswer? answer, AuditEvent audit)
    {
        change.Prepared(
            """
            INSERT INTO data_query_step (query_id, number, step, answer, taken_by, taken_utc)
            SELECT @1, 1 + (SELECT COUNT(*) FROM data_query_step WHERE query_id = @1), @2, @3, @4, @5
            """).Run(query, EnumNames<QueryStep>.Of(step), answer is { } said ? EnumNames<QueryAnswer>.Of(said) : null, audit.Actor, Utc.Text(change.Now));
        change.Record(audit);
        return true;
    }
}
