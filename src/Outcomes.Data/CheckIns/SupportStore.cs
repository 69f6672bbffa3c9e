using System.Security.Cryptography;
using System.Text;
using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.CheckIns;

/// <summary>What a school's students read about whom they can talk to.</summary>
public sealed class SupportStore(Database database, Writer writer)
{
    /// <summary>Null: the school has written none in this language.</summary>
    public string? Find(string study, string school, string language) => database.Read(c => c.QuerySingleOrDefault<string>(
        "SELECT text FROM support_text WHERE study_id = @study AND school = @school AND language = @language", new { study, school, language }));

    /// <summary>Of the actor's schools.</summary>
    public IReadOnlyDictionary<(string School, string Language), string> All(Actor actor, string study) => database.Read(c => c.Query<(string School, string Language, string Text)>(
        $"SELECT school, language, text FROM support_text WHERE study_id = @study AND (@only IS NULL OR study_id = @only) AND {OwnSchools.Holds("school")}",
        new { study, only = actor.Study, schools = OwnSchools.Of(actor) }).ToDictionary(t => (t.School, t.Language), t => t.Text));

    /// <param name="text">Empty: the program's own words again.</param>
    /// <returns>False: it is what stood there.</returns>
    public Task<bool> Write(Actor actor, string study, string school, string language, string text) => writer.Run(change =>
    {
        using (var there = change.Prepared("SELECT text FROM support_text WHERE study_id = @1 AND school = @2 AND language = @3").Query(study, school, language))
            if ((there.Read() ? there.GetString(0) : "") == text) return false;
        if (text.Length == 0) change.Prepared("DELETE FROM support_text WHERE study_id = @1 AND school = @2 AND language = @3").Run(study, school, language);
        else change.Prepared(
            """
            INSERT INTO support_text (study_id, school, language, text, written_by, written_utc) VALUES (@1, @2, @3, @4, @5, @6)
            ON CONFLICT (study_id, school, language) DO UPDATE SET text = @4, written_by = @5, written_utc = @6
            """).Run(study, school, language, text, actor.Name, Utc.Text(change.Now));
        change.Record(new AuditEvent(actor.Name, "support_text_written", school, study, new Dictionary<string, string>
        {
            ["language"] = language, ["hash"] = text.Length == 0 ? "none" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        }));
        return true;
    });
}
