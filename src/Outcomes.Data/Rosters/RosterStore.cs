using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Rosters;

namespace Outcomes.Data.Rosters;

/// <summary>What became of a write.</summary>
/// <param name="Stored">The entry as it stands here, where somebody else changed it meanwhile.</param>
public sealed record RosterAnswer(Fault? Fault = null, RosterEntry? Stored = null);

/// <summary>The students of a school, each as ciphertext.</summary>
public sealed class RosterStore(Database database, Writer writer)
{
    /// <summary>In the order in which they were added; empty, too, where the school is not the actor's.</summary>
    public IReadOnlyList<RosterEntry> Entries(Actor actor, RosterPlace place) => database.Read(c => c.Query<RosterEntry>(
        $"""
        SELECT id, revision, key_version AS KeyVersion, sealed FROM roster_entry
        WHERE study_id = @study AND school = @school AND (@only IS NULL OR study_id = @only) AND {OwnSchools.Holds("school")} ORDER BY id
        """, new { study = place.Study, school = place.School, only = actor.Study, schools = OwnSchools.Of(actor) }).ToList());

    /// <summary>Pseudonyms of the school's participants, so that the page shows who is not enrolled yet.</summary>
    public IReadOnlyList<string> Enrolled(Actor actor, RosterPlace place) => database.Read(c => c.Query<string>(
        $"""
        SELECT pseudonym FROM participant
        WHERE study_id = @study AND school = @school AND (@only IS NULL OR study_id = @only) AND {OwnSchools.Holds("school")} ORDER BY pseudonym
        """, new { study = place.Study, school = place.School, only = actor.Study, schools = OwnSchools.Of(actor) }).ToList());

    /// <summary>All of them or none; the same again changes nothing.</summary>
    public Task<RosterAnswer> Add(RosterPlace place, IReadOnlyList<RosterEntry> entries, AuditEvent audit) => writer.Run(change =>
    {
        var version = SiteKeyStore.CurrentVersion(change, place);
        if (entries.Any(e => e.KeyVersion != version)) return new RosterAnswer(RosterRules.KeyChanged);
        if (Count(change, place) + entries.Count > RosterRules.MostEntries) return new(RosterRules.Full);
        var added = 0;
        foreach (var entry in entries)
        {
            if (Insert(change, place, entry)) added++;
            else if (Find(change, place, entry.Id) is var stored && stored != entry)
            {
                change.Refuse();
                return new(RosterRules.EntryChanged, stored);
            }
        }
        if (added > 0) change.Record(audit);
        return new();
    });

    /// <param name="entry">At the revision after the one that was read.</param>
    public Task<RosterAnswer> Replace(RosterPlace place, RosterEntry entry, AuditEvent audit) => writer.Run(change =>
    {
        if (SiteKeyStore.CurrentVersion(change, place) != entry.KeyVersion) return new RosterAnswer(RosterRules.KeyChanged);
        if (!Update(change, place, entry)) return Find(change, place, entry.Id) is not { } stored ? new(RosterRules.EntryGone) : stored == entry ? new() : new(RosterRules.EntryChanged, stored);
        change.Record(audit);
        return new();
    });

    /// <param name="revision">The one that was read: who removes has seen what is removed.</param>
    public Task<RosterAnswer> Remove(RosterPlace place, string id, long revision, AuditEvent audit) => writer.Run(change =>
    {
        if (Find(change, place, id) is not { } stored) return new RosterAnswer(RosterRules.EntryGone);
        if (stored.Revision != revision) return new(RosterRules.EntryChanged, stored);
        change.Prepared("DELETE FROM roster_entry WHERE id = @1").Run(id);
        change.Record(audit);
        return new();
    });

    /// <returns>False: these are not all entries of the roster, each at its next revision.</returns>
    internal static bool Rewrite(Change change, RosterPlace place, IReadOnlyList<RosterEntry> entries) =>
        Count(change, place) == entries.Count && entries.All(entry => Update(change, place, entry));

    static bool Insert(Change change, RosterPlace place, RosterEntry e) =>
        change.Prepared("INSERT INTO roster_entry (id, study_id, school, revision, key_version, sealed, changed_utc) VALUES (@1, @2, @3, @4, @5, @6, @7) ON CONFLICT DO NOTHING")
            .Run(e.Id, place.Study, place.School, e.Revision, e.KeyVersion, e.Sealed, Utc.Text(change.Now)) == 1;

    static bool Update(Change change, RosterPlace place, RosterEntry e) =>
        change.Prepared("UPDATE roster_entry SET revision = @4, key_version = @5, sealed = @6, changed_utc = @7 WHERE id = @1 AND study_id = @2 AND school = @3 AND revision = @4 - 1")
            .Run(e.Id, place.Study, place.School, e.Revision, e.KeyVersion, e.Sealed, Utc.Text(change.Now)) == 1;

    static long Count(Change change, RosterPlace place)
    {
        using var count = change.Prepared("SELECT COUNT(*) FROM roster_entry WHERE study_id = @1 AND school = @2").Query(place.Study, place.School);
        count.Read();
        return count.GetInt64(0);
    }

    static RosterEntry? Find(Change change, RosterPlace place, string id)
    {
        using var found = change.Prepared("SELECT id, revision, key_version, sealed FROM roster_entry WHERE id = @1 AND study_id = @2 AND school = @3").Query(id, place.Study, place.School);
        return found.Read() ? new(found.GetString(0), found.GetInt64(1), found.GetInt64(2), found.GetString(3)) : null;
    }
}
