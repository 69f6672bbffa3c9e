using System.Collections.Concurrent;
using System.Text;
using Dapper;
using Outcomes.Data.Batches;
using Outcomes.Data.Instruments;
using Outcomes.Data.Plans;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;

namespace Outcomes.Data.Studies;

/// <summary>One version of a study's file as it is stored.</summary>
/// <param name="Definition">Canonical JSON.</param>
public sealed record StoredStudy(string Id, string Version, string Hash, string Definition, string ImportedUtc, bool IsCurrent, long ChangeNumber, string ChangedUtc);

public sealed class StudyStore(Database database, Writer writer, InstrumentStore instruments)
{
    const string Select =
        """
        SELECT s.id, s.version, s.hash, s.definition, s.imported_utc AS ImportedUtc, s.is_current AS IsCurrent,
               d.change_number AS ChangeNumber, d.changed_utc AS ChangedUtc
        FROM study s JOIN study_data d ON d.study_id = s.id
        WHERE (@only IS NULL OR s.id = @only)
        """;

    readonly ConcurrentDictionary<string, StudyLookup> _byHash = new();

    /// <param name="json">The canonical JSON that <paramref name="study"/> was read from.</param>
    public Task<Import> ImportStudy(StudyDefinition study, string json, AuditEvent audit) => writer.Run(change =>
    {
        using (var stored = change.Prepared("SELECT hash FROM study WHERE id = @1 AND version = @2").Query(study.Id, study.Version))
            if (stored.Read()) return stored.GetString(0) == study.Hash ? Import.Same : Import.OtherContent;
        List<Fault> faults = [.. StudyInUse.Faults(change, study), .. PlanLockRules.Import(study.Plan, PlanStore.PlanOf(json), PlanRows.Locks(change.Connection, study.Id))];
        if (faults.Count > 0) return new Import(ImportOutcome.Refused, faults);
        Insert(change, study, json);
        StudyData.Changed(change, study.Id);
        change.Record(audit);
        return Import.New;
    });

    static void Insert(Change change, StudyDefinition study, string json)
    {
        var now = Utc.Text(change.Now);
        change.Prepared("INSERT INTO study_data (study_id, change_number, changed_utc) VALUES (@1, 0, @2) ON CONFLICT DO NOTHING").Run(study.Id, now);
        change.Prepared("UPDATE study SET is_current = 0 WHERE id = @1 AND is_current = 1").Run(study.Id);
        change.Prepared("INSERT INTO study (id, version, hash, definition, imported_utc, is_current) VALUES (@1, @2, @3, @4, @5, 1)")
            .Run(study.Id, study.Version, study.Hash, json, now);
    }

    /// <summary>The current version of each study that the actor may see, by id.</summary>
    public IReadOnlyList<StoredStudy> All(Actor actor) => Query($"{Select} AND s.is_current = 1 ORDER BY s.id", new { only = actor.Study });

    /// <summary>The current version, or null: there is none, or it is not the actor's.</summary>
    public StoredStudy? Find(Actor actor, string id) =>
        Query($"{Select} AND s.id = @id AND s.is_current = 1", new { only = actor.Study, id }).SingleOrDefault();

    public StoredStudy? Find(Actor actor, string id, string version) =>
        Query($"{Select} AND s.id = @id AND s.version = @version", new { only = actor.Study, id, version }).SingleOrDefault();

    /// <summary>Every version, the oldest import first.</summary>
    public IReadOnlyList<StoredStudy> Versions(Actor actor, string id) =>
        Query($"{Select} AND s.id = @id ORDER BY s.imported_utc, s.version", new { only = actor.Study, id });

    /// <summary>The current version, read and ready to check rows against, with the actor's schools and no other; each version is read once.</summary>
    public StudyLookup? Lookup(Actor actor, string id)
    {
        var hash = database.Read(c => c.QuerySingleOrDefault<string>(
            "SELECT hash FROM study WHERE id = @id AND is_current = 1 AND (@only IS NULL OR id = @only)", new { only = actor.Study, id }));
        if (hash is null) return null;
        var whole = _byHash.TryGetValue(hash, out var known) ? known : Find(actor, id) is { } stored ? Lookup(stored) : null;
        return whole?.Within(actor.Schools);
    }

    StudyLookup Lookup(StoredStudy stored) => _byHash.GetOrAdd(stored.Hash, _ => new StudyLookup(Read(stored), instruments.Find));

    /// <summary>The definition of a stored version.</summary>
    public StudyDefinition Read(StoredStudy stored) => StudyReader.Read(Encoding.UTF8.GetBytes(stored.Definition), instruments.Find).Value
        ?? throw new InvalidDataException($"The stored definition of study {stored.Id} {stored.Version} can no longer be read.");

    List<StoredStudy> Query(string sql, object parameters) => database.Read(c => c.Query<StudyRow>(sql, parameters).Select(r => r.Stored()).ToList());

    /// <remarks>SQLite gives whole numbers as Int64 only, and Dapper wants a record's constructor to match.</remarks>
    sealed record StudyRow(string Id, string Version, string Hash, string Definition, string ImportedUtc, long IsCurrent, long ChangeNumber, string ChangedUtc)
    {
        public StoredStudy Stored() => new(Id, Version, Hash, Definition, ImportedUtc, IsCurrent == 1, ChangeNumber, ChangedUtc);
    }
}
