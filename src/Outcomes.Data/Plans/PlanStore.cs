using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Dapper;
using Outcomes.Data.Batches;
using Outcomes.Data.Instruments;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;

namespace Outcomes.Data.Plans;

/// <summary>A study's current plan and its life so far.</summary>
/// <param name="Definition">Canonical JSON of the plan alone.</param>
/// <param name="Locks">The oldest first.</param>
/// <param name="Faults">What stands against a lock, whoever asks; empty for a plan that is locked.</param>
public sealed record StudyPlan(StudyDefinition Study, string Definition, IReadOnlyList<PlanLock> Locks, PlanStanding Standing, IReadOnlyList<Fault> Faults)
{
    /// <summary>What differs from the version that was locked last; empty where none was, or where this is it.</summary>
    public IReadOnlyList<string> Changes => Standing.IsExploratory && Locks is [.., var last] ? PlanLife.Changes(last.Definition, Definition) : [];
}

/// <summary>What became of a request to lock a plan.</summary>
/// <param name="Lock">Null where it was refused.</param>
/// <param name="IsNew">False: exactly this was locked before, and this is that lock.</param>
public sealed record PlanLockAnswer(PlanLock? Lock, bool IsNew, IReadOnlyList<Fault> Faults);

/// <summary>The draft is the plan of the study's current file; what is locked is kept here for good.</summary>
public sealed class PlanStore(Database database, Writer writer, InstrumentStore instruments)
{
    /// <returns>Null: there is no such study, or it is not the actor's.</returns>
    /// <exception cref="InvalidDataException">The stored file can no longer be read.</exception>
    public StudyPlan? Find(Actor actor, string study) => database.Read(connection =>
    {
        if (Current(connection, actor, study) is not { } json) return null;
        var definition = Read(json).Value ?? throw new InvalidDataException($"The stored definition of study {study} can no longer be read.");
        var locks = PlanRows.Locks(connection, study);
        var standing = PlanLife.Standing(definition.Plan.Hash, locks, PlanRows.FirstData(connection, study));
        var faults = standing.IsExploratory ? PlanLockRules.Standing(definition.Plan, locks, PlanRows.EnrolledArms(connection, study)) : [];
        return new StudyPlan(definition, PlanOf(json), locks, standing, faults);
    });

    /// <summary>Locks the study's current plan, if it is the one that was asked for; every analysis of the study is then stale.</summary>
    /// <returns>Null: there is no such study, or it is not the actor's.</returns>
    public Task<PlanLockAnswer?> Lock(Actor actor, string study, PlanLockRequest request) => writer.Run(change =>
    {
        if (Current(change.Connection, actor, study) is not { } json) return null;
        var read = Read(json);
        if (read.Value is not { } definition) return new PlanLockAnswer(null, false, read.Faults);
        var locks = PlanRows.Locks(change.Connection, study);
        if (Before(locks, request, definition.Plan) is { } before) return new PlanLockAnswer(before, false, []);
        var faults = PlanLockRules.Check(definition.Plan, locks, PlanRows.EnrolledArms(change.Connection, study), request);
        return faults.Count > 0 ? new PlanLockAnswer(null, false, faults) : new PlanLockAnswer(Add(change, actor, definition, PlanOf(json), locks, request), true, []);
    });

    /// <summary>The same again, for instance since the answer was lost: also where the plan was amended since, but not where the study
    /// went back to it.</summary>
    static PlanLock? Before(IReadOnlyList<PlanLock> locks, PlanLockRequest request, PlanDefinition current) =>
        locks.FirstOrDefault(l => l.Version == request.Version && l.Hash == request.Hash) is { } known && (known == locks[^1] || known.Hash != current.Hash) ? known : null;

    static PlanLock Add(Change change, Actor actor, StudyDefinition study, string plan, IReadOnlyList<PlanLock> locks, PlanLockRequest request)
    {
        var added = new PlanLock(locks.Count + 1, study.Plan.Version, study.Plan.Hash, plan, Utc.Parse(Utc.Text(change.Now)), actor.Name, request.Reason);
        StudyData.Changed(change, study.Id);
        change.Prepared(
            """
            INSERT INTO plan_lock (study_id, sequence, version, hash, definition, locked_utc, locked_by, reason, change_number)
            SELECT @1, @2, @3, @4, @5, @6, @7, @8, change_number FROM study_data WHERE study_id = @1
            """).Run(study.Id, added.Sequence, added.Version, added.Hash, added.Definition, Utc.Text(added.LockedUtc), added.LockedBy, added.Reason);
        change.Record(new AuditEvent(actor.Name, "plan_locked", $"{study.Id} plan {added.Version}", study.Id, new Dictionary<string, string>
        {
            ["hash"] = added.Hash, ["sequence"] = added.Sequence.ToString(CultureInfo.InvariantCulture), ["study_version"] = study.Version, ["study_hash"] = study.Hash,
        }));
        return added;
    }

    /// <summary>The study's current file.</summary>
    static string? Current(DbConnection connection, Actor actor, string study) => connection.QuerySingleOrDefault<string>(
        "SELECT definition FROM study WHERE id = @study AND is_current = 1 AND (@only IS NULL OR id = @only)", new { study, only = actor.Study });

    Checked<StudyDefinition> Read(string json) => StudyReader.Read(Encoding.UTF8.GetBytes(json), instruments.Find);

    /// <summary>The file is canonical, so its plan is too.</summary>
    internal static string PlanOf(string json) => JsonElement.Parse(json).GetProperty("plan").GetRawText();
}
