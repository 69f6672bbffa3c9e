using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.CheckIns;

namespace Outcomes.Data.CheckIns;

/// <summary>A link as its therapist sees it in a list; its token is not known any more.</summary>
/// <param name="Stored">How many of its check-ins are stored.</param>
public sealed record LinkLine(CheckInLink Link, DateTimeOffset MadeUtc, DateTimeOffset? EndedUtc, int Stored);

/// <summary>The links that students come in by.</summary>
public sealed class LinkStore(Database database, Writer writer)
{
    const int MostListed = 200;

    const string Select =
        """
        SELECT l.id, l.study_id AS Study, l.school, l.kind, p.pseudonym AS Participant, l.session_id AS Session, l.forms, l.language, l.opens_utc AS OpensUtc, l.expires_utc AS ExpiresUtc,
               l.made_utc AS MadeUtc, l.ended_utc AS EndedUtc,
               (SELECT COUNT(*) FROM assessment a JOIN json_each(l.forms) f ON a.instrument = json_extract(f.value, '$.instrument') AND a.timepoint = json_extract(f.value, '$.timepoint')
                WHERE a.participant_id = l.participant_id AND a.session_id IS l.session_id) AS Stored
        FROM check_in_link l LEFT JOIN participant p ON p.id = l.participant_id
        """;

    static readonly string Own = $"l.study_id = @study AND (@only IS NULL OR l.study_id = @only) AND {OwnSchools.Holds("l.school")}";

    /// <summary>Makes the links together, or none. An earlier one for the same student, session and kind ends: of a sheet that was printed twice the last counts.</summary>
    /// <returns>The tokens in order: this is the only time that they are known. Null: one of the participants is not of the actor's schools any more.</returns>
    public Task<IReadOnlyList<string>?> Make(Actor actor, IReadOnlyList<CheckInLink> links) => writer.Run(change =>
    {
        var tokens = links.Select(link => Insert(change, actor, link)).ToList();
        if (!tokens.Contains(null)) return (IReadOnlyList<string>?)tokens.OfType<string>().ToList();
        change.Refuse();
        return null;
    });

    /// <summary>One link, as a part of what is written with it.</summary>
    internal static string? Insert(Change change, Actor actor, CheckInLink link)
    {
        var token = LinkToken.New();
        var (id, now, participant) = (link.Id.ToString("D"), Utc.Text(change.Now), link.Participant is null ? null : ParticipantOf(change, actor, link));
        if (link.Participant is not null && participant is null) return null;
        if (link.Kind != LinkKind.Activity) EndEarlier(change, actor, link, participant);
        change.Prepared(
            """
            INSERT INTO check_in_link (id, token_hash, study_id, school, kind, participant_id, session_id, forms, language, opens_utc, expires_utc, made_by, made_utc)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13)
            """).Run(id, LinkToken.Hash(token), link.Study, link.School, EnumNames<LinkKind>.Of(link.Kind), participant, link.Session?.ToString("D"),
            JsonSerializer.Serialize(link.Forms, FormsJson.Default.IReadOnlyListCheckInForm), link.Language, Utc.Text(link.OpensUtc), Utc.Text(link.ExpiresUtc), actor.Name, now);
        change.Record(new AuditEvent(actor.Name, "check_in_link_made", id, link.Study, new Dictionary<string, string> { ["kind"] = EnumNames<LinkKind>.Of(link.Kind) }));
        return token;
    }

    static string? ParticipantOf(Change change, Actor actor, CheckInLink link)
    {
        using var found = change.Prepared($"SELECT id FROM participant WHERE study_id = @1 AND pseudonym = @2 AND school = @3 AND {OwnSchools.Holds("school", "@4")}")
            .Query(link.Study, link.Participant, link.School, OwnSchools.Of(actor));
        return found.Read() ? found.GetString(0) : null;
    }

    static void EndEarlier(Change change, Actor actor, CheckInLink link, string? participant)
    {
        var earlier = change.Connection.Query<string>(
            "SELECT id FROM check_in_link WHERE study_id = @Study AND kind = @kind AND participant_id IS @participant AND session_id IS @session AND forms = @forms AND ended_utc IS NULL AND expires_utc > @now",
            new
            {
                link.Study, kind = EnumNames<LinkKind>.Of(link.Kind), participant, session = link.Session?.ToString("D"), now = Utc.Text(change.Now),
                forms = JsonSerializer.Serialize(link.Forms, FormsJson.Default.IReadOnlyListCheckInForm),
            }).AsList();
        foreach (var id in earlier) End(change, actor, link.Study, id);
    }

    internal static void End(Change change, Actor actor, string study, string id)
    {
        change.Prepared("UPDATE check_in_link SET ended_utc = @2, ended_by = @3 WHERE id = @1").Run(id, Utc.Text(change.Now), actor.Name);
        change.Prepared("DELETE FROM check_in_draft WHERE link_id = @1").Run(id);
        change.Record(new AuditEvent(actor.Name, "check_in_link_ended", id, study));
    }

    /// <returns>False: there is none that holds, or it is not the actor's.</returns>
    public Task<bool> End(Actor actor, string study, Guid id) => writer.Run(change =>
    {
        using (var found = change.Prepared($"SELECT 1 FROM check_in_link WHERE id = @1 AND study_id = @2 AND (@3 IS NULL OR study_id = @3) AND {OwnSchools.Holds("school", "@4")} AND ended_utc IS NULL AND expires_utc > @5")
            .Query(id.ToString("D"), study, actor.Study, OwnSchools.Of(actor), Utc.Text(change.Now)))
            if (!found.Read()) return false;
        End(change, actor, study, id.ToString("D"));
        return true;
    });

    /// <summary>Whom a token lets in. Null: unknown, not open yet, expired or ended, and nobody is told which.</summary>
    public CheckInLink? Open(string token) => LinkToken.Hash(token) is not { } hash ? null : database.Read(c => c.QuerySingleOrDefault<Row>(
        $"{Select} WHERE l.token_hash = @hash AND l.ended_utc IS NULL AND l.opens_utc <= @now AND l.expires_utc > @now", new { hash, now = Utc.Text(database.Time.GetUtcNow()) })?.Link());

    public LinkLine? Find(Actor actor, string study, Guid id) => Lines(actor, study, "l.id = @id", new { id = id.ToString("D") }).SingleOrDefault();

    /// <summary>Of one session, the newest first.</summary>
    public IReadOnlyList<LinkLine> OfSession(Actor actor, string study, Guid session) => Lines(actor, study, "l.session_id = @session", new { session = session.ToString("D") });

    /// <summary>Of one participant, the newest first.</summary>
    public IReadOnlyList<LinkLine> OfParticipant(Actor actor, string study, string pseudonym) => Lines(actor, study, "p.pseudonym = @pseudonym", new { pseudonym });

    List<LinkLine> Lines(Actor actor, string study, string where, object more) => database.Read(c =>
    {
        var parameters = new DynamicParameters(more);
        parameters.AddDynamicParams(new { study, only = actor.Study, schools = OwnSchools.Of(actor) });
        return c.Query<Row>($"{Select} WHERE {Own} AND {where} ORDER BY l.made_utc DESC, p.pseudonym, l.id LIMIT {MostListed}", parameters).Select(r => r.Line()).ToList();
    });

    sealed record Row
    {
        public required string Id { get; init; }
        public required string Study { get; init; }
        public required string School { get; init; }
        public required string Kind { get; init; }
        public string? Participant { get; init; }
        public string? Session { get; init; }
        public required string Forms { get; init; }
        public required string Language { get; init; }
        public required string OpensUtc { get; init; }
        public required string ExpiresUtc { get; init; }
        public required string MadeUtc { get; init; }
        public string? EndedUtc { get; init; }
        public long Stored { get; init; }

        public CheckInLink Link() => new(Guid.Parse(Id), Study, School, EnumNames<LinkKind>.TryRead(Kind, out var kind) ? kind : throw new InvalidDataException("A stored link is of an unknown kind."), Participant,
            Session is null ? null : Guid.Parse(Session), JsonSerializer.Deserialize(Forms, FormsJson.Default.IReadOnlyListCheckInForm)!, Language, Utc.Parse(OpensUtc), Utc.Parse(ExpiresUtc));

        public LinkLine Line() => new(Link(), Utc.Parse(MadeUtc), EndedUtc is null ? null : Utc.Parse(EndedUtc), (int)Stored);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<CheckInForm>))]
sealed partial class FormsJson : JsonSerializerContext;
