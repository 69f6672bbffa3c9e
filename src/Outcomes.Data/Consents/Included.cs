namespace Outcomes.Data.Consents;

/// <summary>What participants' data are read for.</summary>
public enum DataUse
{
    /// <summary>The study's own dataset: research.</summary>
    Dataset,

    /// <summary>Analyses, which reports for boards and schools are made of: research and reporting.</summary>
    Analysis,

    /// <summary>A dataset for others: research and reuse.</summary>
    Reuse,
}

/// <summary>
/// Whose data may be read for what: the one definition, put before each query that reads rows of participants. Of a study whose file says
/// nothing about consent everyone is in; a purpose that the study does not ask about keeps nobody out, but for reuse, which must be asked.
/// </summary>
static class Included
{
    /// <summary>
    /// Common table expressions, of which <c>included (id)</c> is to be used. Parameters: @study; @version of the study's file (null: the
    /// current one) and @change, a change number of the study (null: now): answers that came later are not known yet.
    /// </summary>
    public static string In(DataUse use) => Cte(use, "@version", "@change", "");

    /// <summary>As <see cref="In"/> for a moment that has passed, and of those only who is <c>included</c> today as well.</summary>
    public static string InThenAndNow(DataUse use) =>
        $"""
        {Cte(use, "@version", "@change", "_then")},
        {Cte(use, "NULL", "NULL", "_now")["WITH ".Length..]},
        included AS (SELECT id FROM included_then INTERSECT SELECT id FROM included_now)
        """;

    static string Purposes(DataUse use) => use switch
    {
        DataUse.Dataset => "('research')",
        DataUse.Analysis => "('research', 'reporting')",
        DataUse.Reuse => "('research', 'reuse')",
        _ => throw new ArgumentOutOfRangeException(nameof(use)),
    };

    static string Of(string version) => $"study_id = @study AND ({version} IS NULL AND is_current = 1 OR study_version = {version})";

    static string Cte(DataUse use, string version, string change, string suffix) =>
        $"""
        WITH rule{suffix} AS MATERIALIZED (SELECT purpose, guardian, student, of_age FROM consent_rule WHERE {Of(version)}),
        newest{suffix} AS (
            SELECT c.participant_id, c.purpose, c.given_by,
                   CASE WHEN c.answer = 'given' AND c.text_version IN (SELECT text_version FROM consent_text_ended WHERE {Of(version)}) THEN 'ended' ELSE c.answer END AS answer, c.decided_on,
                   ROW_NUMBER() OVER (PARTITION BY c.participant_id, c.purpose, c.given_by ORDER BY c.decided_on DESC, c.received_utc DESC, c.id DESC) AS place
            FROM consent c
            WHERE c.study_id = @study AND ({change} IS NULL OR EXISTS (SELECT 1 FROM receipt r WHERE r.id = c.receipt_id AND r.change_number <= {change}))),
        said{suffix} AS (
            SELECT participant_id, purpose, MAX(CASE given_by WHEN 'guardian' THEN answer END) AS guardian,
                   MAX(CASE given_by WHEN 'student' THEN answer END) AS student, MAX(CASE given_by WHEN 'participant' THEN answer END) AS own
            FROM newest{suffix} WHERE place = 1 GROUP BY participant_id, purpose),
        agreed{suffix} AS MATERIALIZED (
            SELECT s.participant_id, s.purpose FROM said{suffix} s JOIN rule{suffix} r ON r.purpose = s.purpose
            WHERE CASE WHEN s.own IS NOT NULL THEN r.of_age = 1 AND s.own = 'given'
                       ELSE r.guardian + r.student > 0 AND (r.guardian = 0 OR s.guardian IS 'given') AND (r.student = 0 OR s.student IS 'given')
                            AND COALESCE(s.guardian, '') NOT IN ('refused', 'withdrawn') AND COALESCE(s.student, '') NOT IN ('refused', 'withdrawn') END),
        included{suffix} AS MATERIALIZED (
            SELECT p.id FROM participant p LEFT JOIN agreed{suffix} a ON a.participant_id = p.id AND a.purpose IN {Purposes(use)}
            WHERE p.study_id = @study{(use == DataUse.Reuse ? $" AND EXISTS (SELECT 1 FROM rule{suffix} WHERE purpose = 'reuse')" : "")}
            GROUP BY p.id HAVING COUNT(a.purpose) = (SELECT COUNT(*) FROM rule{suffix} WHERE purpose IN {Purposes(use)}))
        """;
}
