using System.Text;
using System.Text.Json;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Trainings;

namespace Outcomes.Data.Trainings;

/// <summary>A page that was read, with the first answers to its questions.</summary>
/// <param name="Answers">Choice by question.</param>
public sealed record ReadPage(string Page, IReadOnlyDictionary<string, string> Answers, long Right, long Questions);

/// <param name="Attempt">Counted from 1.</param>
public sealed record TrainingCompletion(string Version, long Attempt, long Right, long Questions, bool Passed, string CompletedUtc);

/// <summary>How far somebody is with the training that is taken now.</summary>
/// <param name="Completed">Of the newest attempt; null: it goes on.</param>
public sealed record TrainingProgress(TrainingDefinition Training, long Attempt, IReadOnlyList<ReadPage> Read, TrainingCompletion? Completed);

/// <summary>A study's training and who takes it.</summary>
public sealed class TrainingStore(Database database, Writer writer)
{
    /// <summary>Stores a file as the training that is taken from now on.</summary>
    public async Task<Checked<TrainingDefinition>> Load(ReadOnlyMemory<byte> utf8, string study, string by)
    {
        var read = TrainingReader.Read(utf8);
        if (read.Value is not { } training) return read;
        var json = Encoding.UTF8.GetString(CanonicalJson.Bytes(JsonElement.Parse(utf8.Span.StartsWith(Encoding.UTF8.Preamble) ? utf8.Span[Encoding.UTF8.Preamble.Length..] : utf8.Span)));
        var outcome = await writer.Run(change => Store(change, training, json, study, by));
        return outcome is ImportOutcome.New or ImportOutcome.Same ? read
            : Checked<TrainingDefinition>.Bad(outcome == ImportOutcome.OtherContent ? Import.OtherContent.Faults : [new Fault("study", "unknown_study", "There is no such study.")]);
    }

    static ImportOutcome Store(Change change, TrainingDefinition training, string json, string study, string by)
    {
        using (var there = change.Prepared("SELECT 1 FROM study_data WHERE study_id = @1").Query(study))
            if (!there.Read()) return ImportOutcome.Refused;
        using (var stored = change.Prepared("SELECT hash FROM training WHERE study_id = @1 AND version = @2").Query(study, training.Version))
            if (stored.Read()) return stored.GetString(0) == training.Hash ? ImportOutcome.Same : ImportOutcome.OtherContent;
        change.Prepared("INSERT INTO training (study_id, version, hash, definition, loaded_by, loaded_utc) VALUES (@1, @2, @3, @4, @5, @6)").Run(study, training.Version, training.Hash, json, by, Utc.Text(change.Now));
        change.Record(new AuditEvent(by, "training_loaded", $"{study} {training.Version}", study, new Dictionary<string, string> { ["hash"] = training.Hash }));
        return ImportOutcome.New;
    }

    /// <summary>The training that is taken now; null: the study has none, or is not the actor's.</summary>
    public TrainingDefinition? Find(Actor actor, string study) => database.Read(c => c.QuerySingleOrDefault<string>(
        "SELECT definition FROM training WHERE study_id = @study AND (@only IS NULL OR study_id = @only) ORDER BY loaded_utc DESC, version DESC LIMIT 1", new { study, only = actor.Study })) is { } json
        ? TrainingReader.Read(Encoding.UTF8.GetBytes(json)).Value ?? throw new InvalidDataException($"The stored training of study {study} can no longer be read.") : null;

    /// <returns>Null: there is no training.</returns>
    public TrainingProgress? Progress(Actor actor, string study, string account) => Find(actor, study) is not { } training ? null : database.Read(c =>
    {
        var of = new { study, version = training.Version, account };
        var attempt = c.ExecuteScalar<long?>("SELECT MAX(attempt) FROM training_page WHERE study_id = @study AND version = @version AND account = @account", of) ?? 1;
        var read = c.Query<(string Page, string Answers, long Right, long Questions)>(
            "SELECT page, answers, right, questions FROM training_page WHERE study_id = @study AND version = @version AND account = @account AND attempt = @attempt", new { study, version = training.Version, account, attempt });
        var completed = c.Query<(string Version, long Attempt, long Right, long Questions, long Passed, string CompletedUtc)>(
            "SELECT version, attempt, right, questions, passed, completed_utc FROM training_completion WHERE study_id = @study AND version = @version AND account = @account AND attempt = @attempt", new { study, version = training.Version, account, attempt })
            .Select(r => new TrainingCompletion(r.Version, r.Attempt, r.Right, r.Questions, r.Passed == 1, r.CompletedUtc)).SingleOrDefault();
        return new TrainingProgress(training, attempt, [.. read.Select(r => new ReadPage(r.Page, JsonSerializer.Deserialize<Dictionary<string, string>>(r.Answers)!, r.Right, r.Questions))], completed);
    });

    /// <summary>A page was read. The first answers stay; with the last page the training is completed.</summary>
    /// <param name="answers">Choice by question: one for each of the page's.</param>
    public Task<bool> Read(Actor actor, string study, TrainingDefinition training, TrainingPage page, string account, long attempt, IReadOnlyDictionary<string, string> answers) => writer.Run(change =>
    {
        var right = page.Questions.Count(q => answers.GetValueOrDefault(q.Id) == q.Right);
        var added = change.Prepared(
            """
            INSERT INTO training_page (study_id, version, account, attempt, page, answers, right, questions, read_utc) VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9)
            ON CONFLICT (study_id, version, account, attempt, page) DO NOTHING
            """).Run(study, training.Version, account, attempt, page.Id, JsonSerializer.Serialize(new SortedDictionary<string, string>(answers.ToDictionary(), StringComparer.Ordinal)), right, page.Questions.Count, Utc.Text(change.Now)) == 1;
        if (!added) return false;
        if (!Complete(change, actor, study, training, account, attempt)) change.Record(new AuditEvent(actor.Name, "training_page_read", $"{study} {training.Version}", study, new Dictionary<string, string> { ["page"] = page.Id }));
        return true;
    });

    static bool Complete(Change change, Actor actor, string study, TrainingDefinition training, string account, long attempt)
    {
        var (pages, right) = (0L, 0L);
        using (var read = change.Prepared("SELECT COUNT(*), COALESCE(SUM(right), 0) FROM training_page WHERE study_id = @1 AND version = @2 AND account = @3 AND attempt = @4").Query(study, training.Version, account, attempt))
            if (read.Read()) (pages, right) = (read.GetInt64(0), read.GetInt64(1));
        if (pages < training.Pages.Count) return false;
        var passed = training.Passes((int)right);
        change.Prepared("INSERT INTO training_completion (study_id, version, account, attempt, hash, right, questions, passed, completed_utc) VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9)")
            .Run(study, training.Version, account, attempt, training.Hash, right, training.Questions, passed, Utc.Text(change.Now));
        change.Record(new AuditEvent(actor.Name, "training_completed", $"{study} {training.Version}", study, new Dictionary<string, string>
        {
            ["right"] = right.ToString(System.Globalization.CultureInfo.InvariantCulture), ["questions"] = training.Questions.ToString(System.Globalization.CultureInfo.InvariantCulture), ["passed"] = passed ? "yes" : "no", ["hash"] = training.Hash,
        }));
        return true;
    }
}
