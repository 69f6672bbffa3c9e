using System.Data.Common;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Audit;
using Outcomes.Domain.CheckIns;
using Outcomes.Domain.Instruments;

namespace Outcomes.Data.CheckIns;

/// <summary>What a student has answered so far and not sent yet.</summary>
/// <param name="Id">That of the assessment that it will be.</param>
/// <param name="Play">The play of an activity that it belongs to; null: none.</param>
/// <param name="ChangedUtc">When the last answer was given.</param>
public sealed record CheckInDraft(Guid Id, Guid Link, string Participant, Guid? Session, CheckInForm Form, string Language, Guid? Play, IReadOnlyDictionary<string, Answer> Answers, DateTimeOffset ChangedUtc);

/// <summary>One of the group that goes through a round.</summary>
public sealed record RoundMember(string Pseudonym, string Language, bool Done);

/// <summary>
/// Check-ins under way. The answers travel page by page and are kept here, not in the browser; nothing but the pages of the same link reads them.
/// </summary>
/// <remarks>The chain tells that a check-in was begun and that it was stored, not each answer between.</remarks>
public sealed class CheckInStore(Database database, Writer writer)
{
    static readonly TimeSpan Keep = TimeSpan.FromDays(3);

    const string Select =
        """
        SELECT d.id, d.link_id AS Link, p.pseudonym AS Participant, d.session_id AS Session, d.instrument, d.instrument_version AS Version, d.timepoint, d.language, d.play_id AS Play, d.answers, d.changed_utc AS ChangedUtc
        FROM check_in_draft d JOIN participant p ON p.id = d.participant_id
        """;

    public CheckInDraft? Find(Guid link, Guid id) => database.Read(c => c.QuerySingleOrDefault<Row>($"{Select} WHERE d.id = @id AND d.link_id = @link", new { id = id.ToString("D"), link = link.ToString("D") })?.Draft());

    /// <summary>
    /// Begins a check-in, or goes on with the same one where it was left. In a round whoever begins finds nothing of the one before: what was
    /// left lying there goes.
    /// </summary>
    /// <returns>Null: the link's study has no such participant any more.</returns>
    public Task<Guid?> Begin(CheckInLink link, string pseudonym, Guid? session, CheckInForm form, string language, Guid? play = null) => writer.Run<Guid?>(change =>
    {
        var (id, now, of) = (Guid.CreateVersion7(change.Now), Utc.Text(change.Now), link.Id.ToString("D"));
        change.Prepared("DELETE FROM check_in_draft WHERE changed_utc < @1").Run(Utc.Text(change.Now - Keep));
        if (link.Kind == LinkKind.Round) change.Prepared("DELETE FROM check_in_draft WHERE link_id = @1").Run(of);
        if (Same(change, of, pseudonym, session, form, play) is { } there)
        {
            change.LeavesNoEvent("It was begun before, which the chain tells.");
            return there;
        }
        var added = change.Prepared(
            """
            INSERT INTO check_in_draft (id, link_id, participant_id, session_id, instrument, instrument_version, timepoint, language, play_id, answers, begun_utc, changed_utc)
            SELECT @1, @2, p.id, @4, @5, @6, @7, @8, @9, '{}', @10, @10 FROM participant p WHERE p.study_id = @11 AND p.school = @12 AND p.pseudonym = @3
            """).Run(id.ToString("D"), of, pseudonym, session?.ToString("D"), form.Instrument, form.Version, form.Timepoint, language, play?.ToString("D"), now, link.Study, link.School);
        if (added == 0)
        {
            change.Refuse();
            return null;
        }
        change.Record(new AuditEvent(By(link), "check_in_begun", id.ToString("D"), link.Study));
        return id;
    });

    static Guid? Same(Change change, string link, string pseudonym, Guid? session, CheckInForm form, Guid? play)
    {
        using var found = change.Prepared(
            """
            SELECT d.id FROM check_in_draft d JOIN participant p ON p.id = d.participant_id
            WHERE d.link_id = @1 AND p.pseudonym = @2 AND d.session_id IS @3 AND d.instrument = @4 AND d.timepoint = @5 AND d.play_id IS @6
            """).Query(link, pseudonym, session?.ToString("D"), form.Instrument, form.Timepoint, play?.ToString("D"));
        return found.Read() ? Guid.Parse(found.GetString(0)) : null;
    }

    /// <summary>Gives or replaces one answer.</summary>
    /// <returns>False: the check-in was sent or stopped meanwhile.</returns>
    public Task<bool> Answer(Guid link, Guid id, string item, Answer answer, string language) => writer.Run(change =>
    {
        change.LeavesNoEvent("The check-in was begun, which the chain tells; its answers become part of the record when it is sent, which the chain tells too.");
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        using (var found = change.Prepared("SELECT answers FROM check_in_draft WHERE id = @1 AND link_id = @2").Query(id.ToString("D"), link.ToString("D")))
        {
            if (!found.Read()) return false;
            foreach (var (known, given) in AnswersJson.Read(found.GetString(0))) answers[known] = given;
        }
        answers[item] = answer;
        return change.Prepared("UPDATE check_in_draft SET answers = @2, language = @3, changed_utc = @4 WHERE id = @1").Run(id.ToString("D"), AnswersJson.Write(answers), language, Utc.Text(change.Now)) == 1;
    });

    /// <summary>Whoever stops leaves nothing behind.</summary>
    public Task<bool> Stop(CheckInLink link, Guid id) => writer.Run(change =>
    {
        if (change.Prepared("DELETE FROM check_in_draft WHERE id = @1 AND link_id = @2").Run(id.ToString("D"), link.Id.ToString("D")) == 0) return false;
        change.Record(new AuditEvent(By(link), "check_in_stopped", id.ToString("D"), link.Study));
        return true;
    });

    /// <summary>In the transaction that stores the assessment.</summary>
    public static void Finish(Change change, Guid id) => change.Prepared("DELETE FROM check_in_draft WHERE id = @1").Run(id.ToString("D"));

    /// <summary>Which of a link's forms one participant has answered, in this session.</summary>
    public IReadOnlyList<CheckInForm> Stored(CheckInLink link, string pseudonym, Guid? session) => database.Read(c => c.Query<(string Instrument, string Timepoint)>(
        """
        SELECT a.instrument, a.timepoint FROM assessment a JOIN participant p ON p.id = a.participant_id
        WHERE a.study_id = @Study AND p.school = @School AND p.pseudonym = @pseudonym AND a.session_id IS @session
        """, new { link.Study, link.School, pseudonym, session = session?.ToString("D") }).ToHashSet()) is { } stored ? [.. link.Forms.Where(f => stored.Contains((f.Instrument, f.Timepoint)))] : [];

    /// <summary>Whether the assessment that a draft became is stored.</summary>
    public bool IsStored(CheckInLink link, Guid id) => database.Read(c => c.ExecuteScalar<long>("SELECT COUNT(*) FROM assessment WHERE id = @id AND study_id = @Study", new { id = id.ToString("D"), link.Study }) == 1);

    /// <summary>The group of a round: those who were there, or of a session that is still planned those of its school and arm.</summary>
    public IReadOnlyList<RoundMember> Round(CheckInLink link) => database.Read(c => c.Query<(string Pseudonym, string Language, long Done)>(
        """
        SELECT p.pseudonym, p.language,
               (SELECT COUNT(*) FROM assessment a JOIN json_each(@forms) f ON a.instrument = json_extract(f.value, '$.instrument') AND a.timepoint = json_extract(f.value, '$.timepoint')
                WHERE a.participant_id = p.id AND a.session_id = s.id)
        FROM session s JOIN participant p ON p.study_id = s.study_id AND p.school = s.school
        WHERE s.id = @session AND s.study_id = @Study AND s.school = @School
          AND (s.status = 'held' AND p.id IN (SELECT t.participant_id FROM session_attendee t WHERE t.session_id = s.id) OR s.status <> 'held' AND p.arm = s.arm)
        ORDER BY p.pseudonym
        """, new { link.Study, link.School, session = link.Session?.ToString("D"), forms = System.Text.Json.JsonSerializer.Serialize(link.Forms, FormsJson.Default.IReadOnlyListCheckInForm) })
        .Select(m => new RoundMember(m.Pseudonym, m.Language, m.Done >= link.Forms.Count)).ToList());

    public string? LanguageOf(CheckInLink link, string pseudonym) => database.Read(c => c.QuerySingleOrDefault<string>(
        "SELECT language FROM participant WHERE study_id = @Study AND school = @School AND pseudonym = @pseudonym", new { link.Study, link.School, pseudonym }));

    /// <summary>As the audit chain names whoever came by a link.</summary>
    public static string By(CheckInLink link) => $"check-in {link.Id:D}";

    sealed record Row(string Id, string Link, string Participant, string? Session, string Instrument, string Version, string Timepoint, string Language, string? Play, string Answers, string ChangedUtc)
    {
        public CheckInDraft Draft() => new(Guid.Parse(Id), Guid.Parse(Link), Participant, Session is null ? null : Guid.Parse(Session), new(Instrument, Version, Timepoint), Language,
            Play is null ? null : Guid.Parse(Play), AnswersJson.Read(Answers), Utc.Parse(ChangedUtc));
    }
}
