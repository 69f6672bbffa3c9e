using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Entry;

namespace Outcomes.Data.Assessments;

/// <summary>Stored forms for whoever corrects them. What they said before is kept, with who corrected it, when and why.</summary>
public sealed class CorrectionStore(Database database, Writer writer)
{
    public const int PageSize = 50;

    static readonly string Own = $"a.study_id = @study AND (@only IS NULL OR a.study_id = @only) AND {OwnSchools.Holds("p.school")}";

    const string Columns =
        """
        a.id AS Id, p.pseudonym AS Pseudonym, p.school AS School, a.instrument AS Instrument, a.instrument_version AS Version, a.timepoint AS Timepoint, a.completed_utc AS CompletedUtc,
        a.received_utc AS ReceivedUtc, (SELECT COUNT(*) FROM assessment_revision r WHERE r.assessment_id = a.id) AS Corrections,
        (SELECT COALESCE(c.sign_in_name, u.actor) FROM audit u LEFT JOIN account c ON u.actor = 'account ' || c.id WHERE u.subject = a.receipt_id AND u.action = 'assessments_recorded' LIMIT 1) AS By
        """;

    /// <summary>The last stored first, at most <see cref="PageSize"/> a page.</summary>
    public IReadOnlyList<FormLine> List(Actor actor, string study, FormSearch search) => database.Read(c => c.Query<FormLine>(
        $"""
        SELECT {Columns} FROM assessment a JOIN participant p ON p.id = a.participant_id
        WHERE {Own} AND (@part IS NULL OR instr(p.pseudonym, @part) > 0) AND (@school IS NULL OR p.school = @school) AND (@instrument IS NULL OR a.instrument = @instrument)
        ORDER BY a.received_utc DESC, a.id DESC LIMIT {PageSize} OFFSET @skip
        """, new { study, only = actor.Study, schools = OwnSchools.Of(actor), part = search.Pseudonym, school = search.School, instrument = search.Instrument, skip = search.Page * PageSize }).ToList());

    /// <returns>Null: there is none, or it is not the actor's.</returns>
    public StoredForm? Find(Actor actor, string study, Guid id) => database.Read(c =>
    {
        var found = c.QuerySingleOrDefault<StoredForm>(
            $"""
            SELECT {Columns}, p.id AS Participant, a.session_id AS Session, a.language AS Language, a.mode AS Mode, a.answers AS Answers, a.content_hash AS ContentHash
            FROM assessment a JOIN participant p ON p.id = a.participant_id WHERE a.id = @id AND {Own}
            """, new { id = id.ToString("D"), study, only = actor.Study, schools = OwnSchools.Of(actor) });
        return found is null ? null : found with
        {
            Revisions = c.Query<FormRevision>(
                """
                SELECT r.number AS Number, r.answers AS Answers, r.completed_utc AS CompletedUtc, r.language AS Language, r.reason AS Reason, r.replaced_utc AS ReplacedUtc,
                       COALESCE((SELECT n.sign_in_name FROM account n WHERE r.replaced_by = 'account ' || n.id), r.replaced_by) AS By
                FROM assessment_revision r WHERE r.assessment_id = @Id ORDER BY r.number DESC
                """, found).ToList(),
        };
    });

    /// <summary>Puts corrected answers in the place of the stored ones, which go to the form's revisions; adds their scores.</summary>
    /// <param name="corrected">Checked and scored by <see cref="AssessmentRules"/>.</param>
    /// <param name="expectedHash">Of what the correction was made from.</param>
    /// <param name="overruled">What looks odd about the corrected form, and why it is let stand.</param>
    /// <param name="alongside">Written in the same transaction, if the correction is new.</param>
    /// <returns>Faults, or none: it is stored.</returns>
    public Task<IReadOnlyList<Fault>> Correct(Actor actor, string study, AcceptedAssessment corrected, string expectedHash, CorrectionReason reason,
        IReadOnlyDictionary<EntryWarning, OverruleReason> overruled, AuditEvent audit, Action<Change>? alongside = null) => writer.Run(change =>
    {
        var outcome = new CorrectionWriter(change, actor, study, corrected).Write(expectedHash, reason, overruled, audit.Actor);
        if (outcome == CorrectionOutcome.Refused)
        {
            change.Refuse();
            return (IReadOnlyList<Fault>)[new Fault("form", "assessment_changed", "Someone else corrected this form while you were at it. Look at what stands there now, and correct it once more.")];
        }
        if (outcome == CorrectionOutcome.Repeated) return [];
        change.Record(audit with { Details = new Dictionary<string, string> { ["reason"] = EnumNames<CorrectionReason>.Of(reason) } });
        alongside?.Invoke(change);
        return [];
    });
}
