using System.Text.Json;
using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Entry;

namespace Outcomes.Data.Entry;

/// <summary>A form to be typed in a second time, or whose two entries differ.</summary>
public sealed record SecondForm(string Id, string Pseudonym, string Instrument, string Version, string Timepoint, string CompletedUtc);

/// <param name="Answers">Canonical JSON, as they were typed the second time.</param>
/// <param name="Outcome">Null: the two differ, and nobody has looked at the paper yet.</param>
public sealed record SecondEntry(string Answers, string EnteredBy, string? Outcome);

/// <summary>How well two entries agreed, over all forms of an instrument that were typed in twice.</summary>
public sealed record EntryAgreement
{
    public required string Instrument { get; init; }
    public required long Forms { get; init; }
    public required long Items { get; init; }
    public required long Agreed { get; init; }
}

/// <summary>Paper forms that are typed in twice, the second time by somebody who has not seen the first.</summary>
public sealed class SecondEntryStore(Database database, Writer writer)
{
    public const int Most = 100;

    static readonly string Own = $"a.study_id = @study AND (@only IS NULL OR a.study_id = @only) AND {OwnSchools.Holds("p.school")}";

    const string Columns = "a.id AS Id, p.pseudonym AS Pseudonym, a.instrument AS Instrument, a.instrument_version AS Version, a.timepoint AS Timepoint, a.completed_utc AS CompletedUtc";

    /// <summary>Whoever typed the form in, corrected it or looked at its answers knows what stands there.</summary>
    const string Blind = "NOT EXISTS (SELECT 1 FROM audit u WHERE u.subject IN (a.id, a.receipt_id) AND u.actor = @actor AND u.action IN ('assessments_recorded', 'assessment_viewed', 'assessment_corrected'))";

    /// <summary>Forms that this actor may type in a second time, the oldest first, at most <see cref="Most"/>.</summary>
    /// <param name="instruments">Id and version of those that the study wants typed in twice.</param>
    public IReadOnlyList<SecondForm> Due(Actor actor, string study, IReadOnlyList<(string Id, string Version)> instruments) => instruments.Count == 0 ? [] : database.Read(c => c.Query<SecondForm>(
        $"""
        SELECT {Columns} FROM assessment a JOIN participant p ON p.id = a.participant_id
        WHERE {Own} AND a.mode = 'paper' AND a.instrument || ' ' || a.instrument_version IN (SELECT value FROM json_each(@instruments))
          AND NOT EXISTS (SELECT 1 FROM second_entry e WHERE e.assessment_id = a.id) AND {Blind}
        ORDER BY a.received_utc, a.id LIMIT {Most}
        """, Scope(actor, study, new { instruments = JsonSerializer.Serialize(instruments.Select(i => $"{i.Id} {i.Version}")), actor = actor.Name })).ToList());

    /// <summary>Forms whose two entries differ and wait for somebody with the paper in hand.</summary>
    public IReadOnlyList<SecondForm> Differing(Actor actor, string study) => database.Read(c => c.Query<SecondForm>(
        $"""
        SELECT {Columns} FROM second_entry e JOIN assessment a ON a.id = e.assessment_id JOIN participant p ON p.id = a.participant_id
        WHERE {Own} AND e.outcome IS NULL ORDER BY e.entered_utc, a.id LIMIT {Most}
        """, Scope(actor, study)).ToList());

    public bool IsBlind(Actor actor, string assessment) => database.Read(c => c.ExecuteScalar<long>($"SELECT COUNT(*) FROM assessment a WHERE a.id = @assessment AND {Blind}", new { assessment, actor = actor.Name })) == 1;

    /// <param name="assessment">Known to be the actor's.</param>
    public SecondEntry? Find(string assessment) => database.Read(c => c.QuerySingleOrDefault<SecondEntry>("SELECT answers, entered_by AS EnteredBy, outcome FROM second_entry WHERE assessment_id = @assessment", new { assessment }));

    /// <summary>Stores the second entry; where it agrees in every item, the form is confirmed by that.</summary>
    /// <param name="answers">Canonical JSON.</param>
    /// <returns>False: somebody has typed it in a second time already; nothing is changed.</returns>
    public Task<bool> Store(FormKey key, string assessment, string answers, DoubleEntry compared, AuditEvent audit) => writer.Run(change =>
    {
        var (now, outcome) = (Utc.Text(change.Now), compared.Differing.Count == 0 ? EnumNames<DoubleEntryOutcome>.Of(DoubleEntryOutcome.Confirmed) : null);
        var added = change.Prepared(
            """
            INSERT INTO second_entry (assessment_id, answers, items, agreed, entered_by, entered_utc, outcome, resolved_by, resolved_utc)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9) ON CONFLICT (assessment_id) DO NOTHING
            """).Run(assessment, answers, compared.Items, compared.Agreed, audit.Actor, now, outcome, outcome is null ? null : audit.Actor, outcome is null ? null : now) == 1;
        if (!added) return false;
        DraftStore.Finish(change, assessment, key, new Dictionary<EntryWarning, OverruleReason>());
        change.Record(audit);
        return true;
    });

    /// <summary>In the transaction that corrects the form.</summary>
    public static void Resolve(Change change, string assessment, DoubleEntryOutcome outcome, string by) =>
        change.Prepared("UPDATE second_entry SET outcome = @2, resolved_by = @3, resolved_utc = @4 WHERE assessment_id = @1 AND outcome IS NULL")
            .Run(assessment, EnumNames<DoubleEntryOutcome>.Of(outcome), by, Utc.Text(change.Now));

    /// <summary>What was stored first is right.</summary>
    /// <param name="expectedHash">Of the form that was looked at.</param>
    /// <returns>False: it says something else by now; nothing is changed.</returns>
    public Task<bool> Confirm(string assessment, string expectedHash, AuditEvent audit) => writer.Run(change =>
    {
        using (var same = change.Prepared("SELECT 1 FROM assessment WHERE id = @1 AND content_hash = @2").Query(assessment, expectedHash))
            if (!same.Read()) return false;
        Resolve(change, assessment, DoubleEntryOutcome.Confirmed, audit.Actor);
        change.Record(audit);
        return true;
    });

    public IReadOnlyList<EntryAgreement> Agreement(Actor actor, string study) => database.Read(c => c.Query<EntryAgreement>(
        $"""
        SELECT a.instrument AS Instrument, COUNT(*) AS Forms, SUM(e.items) AS Items, SUM(e.agreed) AS Agreed
        FROM second_entry e JOIN assessment a ON a.id = e.assessment_id JOIN participant p ON p.id = a.participant_id WHERE {Own} GROUP BY a.instrument ORDER BY a.instrument
        """, Scope(actor, study)).ToList());

    static DynamicParameters Scope(Actor actor, string study, object? more = null)
    {
        var parameters = new DynamicParameters(more);
        parameters.AddDynamicParams(new { study, only = actor.Study, schools = OwnSchools.Of(actor) });
        return parameters;
    }
}
