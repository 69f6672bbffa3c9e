using System.Text.Json;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Entry;

namespace Outcomes.Data.Entry;

/// <summary>Which form of whom, and who types it in.</summary>
/// <param name="Participant">Id, not pseudonym.</param>
/// <param name="Session">Empty at timepoints of the course.</param>
public sealed record FormKey(string Study, string Participant, string Account, string Instrument, string Version, string Timepoint, string Session);

/// <param name="Id">That of the assessment that it will be.</param>
/// <param name="Answers">By item id, as they were typed.</param>
public sealed record Draft(string Id, IReadOnlyDictionary<string, string> Answers, string BegunUtc);

/// <summary>
/// Forms half typed in. They are kept here and not in the browser, whose storage anyone at the same machine could read. Nothing else
/// reads this table.
/// </summary>
/// <remarks>The chain records that a form was begun; each answer of it is no event of its own, and becomes part of the record only when the form is stored.</remarks>
public sealed class DraftStore(Database database, Writer writer)
{
    /// <summary>A form that nobody touched for so long is given up: the paper is still there.</summary>
    static readonly TimeSpan Keep = TimeSpan.FromDays(14);

    const string Key = "participant_id = @1 AND account = @2 AND instrument = @3 AND instrument_version = @4 AND timepoint = @5 AND session_id = @6";

    public Draft? Find(FormKey key) => database.Read(c => c.QuerySingleOrDefault<Row>(
        """
        SELECT id, answers, begun_utc AS BegunUtc FROM entry_draft
        WHERE study_id = @Study AND participant_id = @Participant AND account = @Account AND instrument = @Instrument AND instrument_version = @Version AND timepoint = @Timepoint AND session_id = @Session
        """, key))?.Draft();

    /// <summary>Adds or replaces one answer. Of two pages with the same form open, the first gave it its id.</summary>
    /// <param name="id">Used if the form was not begun yet.</param>
    public Task<bool> Save(FormKey key, string id, string item, string answer, string by) => writer.Run(change =>
    {
        object[] of = [key.Participant, key.Account, key.Instrument, key.Version, key.Timepoint, key.Session];
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var begun = false;
        using (var found = change.Prepared($"SELECT answers FROM entry_draft WHERE {Key}").Query(of))
            if (begun = found.Read()) answers = JsonSerializer.Deserialize<SortedDictionary<string, string>>(found.GetString(0))!;
        answers[item] = answer;
        var (json, now) = (JsonSerializer.Serialize(answers), Utc.Text(change.Now));
        if (begun) change.LeavesNoEvent("The form was begun, which the chain tells; its answers become part of the record when it is stored, which the chain tells too.");
        if (begun) return change.Prepared($"UPDATE entry_draft SET answers = @7, changed_utc = @8 WHERE {Key}").Run([.. of, json, now]) == 1;
        change.Prepared("DELETE FROM entry_draft WHERE changed_utc < @1").Run(Utc.Text(change.Now - Keep));
        change.Prepared("INSERT INTO entry_draft (participant_id, account, instrument, instrument_version, timepoint, session_id, answers, changed_utc, begun_utc, id, study_id) VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @8, @9, @10)")
            .Run([.. of, json, now, id, key.Study]);
        change.Record(new AuditEvent(by, "entry_begun", id, key.Study));
        return true;
    });

    /// <summary>The form was stored while an answer of it was still on its way.</summary>
    public Task<bool> Drop(FormKey key) => writer.Run(change =>
    {
        change.LeavesNoEvent("What was typed is stored, which the chain tells; this is its draft, which is nobody's any more.");
        return change.Prepared($"DELETE FROM entry_draft WHERE {Key}").Run(key.Participant, key.Account, key.Instrument, key.Version, key.Timepoint, key.Session) == 1;
    });

    /// <summary>In the transaction that stores the form: its draft goes, and why it was stored although something looked odd stays.</summary>
    public static void Finish(Change change, string assessment, FormKey key, IReadOnlyDictionary<EntryWarning, OverruleReason> overruled)
    {
        change.Prepared($"DELETE FROM entry_draft WHERE {Key}").Run(key.Participant, key.Account, key.Instrument, key.Version, key.Timepoint, key.Session);
        foreach (var (warning, reason) in overruled)
            change.Prepared("INSERT INTO assessment_overrule (assessment_id, warning, reason) VALUES (@1, @2, @3)").Run(assessment, EnumNames<EntryWarning>.Of(warning), EnumNames<OverruleReason>.Of(reason));
    }

    sealed record Row(string Id, string Answers, string BegunUtc)
    {
        public Draft Draft() => new(Id, JsonSerializer.Deserialize<Dictionary<string, string>>(Answers)!, BegunUtc);
    }
}
