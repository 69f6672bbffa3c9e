using Outcomes.Data.Access;
using Outcomes.Data.Batches;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Entry;

namespace Outcomes.Data.Assessments;

enum CorrectionOutcome
{
    Stored,

    /// <summary>It says already what it is to say: the same correction sent twice.</summary>
    Repeated,

    /// <summary>It says something else than the correction was made from, or is not the actor's.</summary>
    Refused,
}

/// <summary>Takes an assessment's row aside and writes the corrected one in its place, in one transaction.</summary>
sealed class CorrectionWriter(Change change, Actor actor, string study, AcceptedAssessment corrected)
{
    readonly AssessmentStore.Row _row = AssessmentStore.Row.Of(corrected);

    public CorrectionOutcome Write(string expectedHash, CorrectionReason reason, IReadOnlyDictionary<EntryWarning, OverruleReason> overruled, string by)
    {
        var stored = StoredHash();
        if (stored is null) return CorrectionOutcome.Refused;
        if (stored == _row.ContentHash) return CorrectionOutcome.Repeated;
        if (stored != expectedHash) return CorrectionOutcome.Refused;
        StudyData.Changed(change, study);
        var at = Utc.Text(Later());
        KeepRevision(reason, by, at);
        change.Prepared("UPDATE assessment SET answers = @2, completed_utc = @3, language = @4, content_hash = @5 WHERE id = @1")
            .Run(_row.Id, _row.Answers, _row.CompletedUtc, corrected.Assessment.Language, _row.ContentHash);
        AssessmentStore.AddScores(change, corrected, at);
        Overrule(overruled);
        return CorrectionOutcome.Stored;
    }

    string? StoredHash()
    {
        using var found = change.Prepared(
            $"SELECT a.content_hash FROM assessment a JOIN participant p ON p.id = a.participant_id WHERE a.id = @1 AND a.study_id = @2 AND (@4 IS NULL OR a.study_id = @4) AND {OwnSchools.Holds("p.school", "@3")}")
            .Query(_row.Id, study, OwnSchools.Of(actor), actor.Study);
        return found.Read() ? found.GetString(0) : null;
    }

    /// <summary>After the scores that are there: the latest is what counts, and a clock can stand still or go back.</summary>
    DateTimeOffset Later()
    {
        using var found = change.Prepared("SELECT MAX(scored_utc) FROM score WHERE assessment_id = @1").Query(_row.Id);
        if (!found.Read() || found.IsDBNull(0)) return change.Now;
        var after = Utc.Parse(found.GetString(0)).AddMilliseconds(1);
        return after > change.Now ? after : change.Now;
    }

    void KeepRevision(CorrectionReason reason, string by, string at) => change.Prepared(
        """
        INSERT INTO assessment_revision (assessment_id, number, answers, completed_utc, language, content_hash, overruled, reason, replaced_by, replaced_utc, change_number)
        SELECT a.id, 1 + (SELECT COUNT(*) FROM assessment_revision r WHERE r.assessment_id = a.id), a.answers, a.completed_utc, a.language, a.content_hash,
               (SELECT json_group_object(o.warning, o.reason) FROM assessment_overrule o WHERE o.assessment_id = a.id), @2, @3, @4,
               (SELECT d.change_number FROM study_data d WHERE d.study_id = a.study_id)
        FROM assessment a WHERE a.id = @1
        """).Run(_row.Id, EnumNames<CorrectionReason>.Of(reason), by, at);

    void Overrule(IReadOnlyDictionary<EntryWarning, OverruleReason> overruled)
    {
        change.Prepared("DELETE FROM assessment_overrule WHERE assessment_id = @1").Run(_row.Id);
        foreach (var (warning, reason) in overruled)
            change.Prepared("INSERT INTO assessment_overrule (assessment_id, warning, reason) VALUES (@1, @2, @3)").Run(_row.Id, EnumNames<EntryWarning>.Of(warning), EnumNames<OverruleReason>.Of(reason));
    }
}
