using Dapper;
using Outcomes.Data.Access;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Rosters;

namespace Outcomes.Data.Rosters;

/// <summary>Site keys and who holds a copy; all of it sealed.</summary>
public sealed class SiteKeyStore(Database database, Writer writer)
{
    /// <summary>The present one; null: the school has none yet, or is not the actor's.</summary>
    public SiteKey? Current(Actor actor, RosterPlace place) => database.Read(c =>
    {
        var scope = new { study = place.Study, school = place.School, only = actor.Study, schools = OwnSchools.Of(actor) };
        var key = c.QuerySingleOrDefault<KeyRow>(
            $"""
            SELECT version, sealed_secret AS SealedSecret, created_utc AS CreatedUtc FROM site_key
            WHERE study_id = @study AND school = @school AND replaced_utc IS NULL AND (@only IS NULL OR study_id = @only) AND {OwnSchools.Holds("school")}
            """, scope);
        if (key is null) return null;
        var holders = c.Query<SiteKeyHolder>(
            """
            SELECT account_id AS Account, sealed_key AS SealedKey, given_by AS GivenBy, given_utc AS GivenUtc FROM site_key_copy
            WHERE study_id = @study AND school = @school AND version = @version ORDER BY given_utc, account_id
            """, new { study = place.Study, school = place.School, version = key.Version });
        return new SiteKey(key.Version, key.SealedSecret, key.CreatedUtc, holders.ToList());
    });

    /// <summary>The school's first key, with its maker's copy.</summary>
    public Task<Fault?> Begin(RosterPlace place, string sealedSecret, SiteKeyCopy copy, AuditEvent audit) => writer.Run<Fault?>(change =>
    {
        if (CurrentVersion(change, place) is not null) return RosterRules.KeyExists;
        Insert(change, place, 1, sealedSecret, copy.Account);
        Give(change, place, 1, copy, copy.Account);
        change.Record(audit);
        return null;
    });

    /// <summary>In place of the copy that the account may have.</summary>
    public Task<Fault?> Give(RosterPlace place, long version, SiteKeyCopy copy, string giver, AuditEvent audit) => writer.Run<Fault?>(change =>
    {
        if (CurrentVersion(change, place) != version) return RosterRules.KeyChanged;
        Give(change, place, version, copy, giver);
        change.Record(audit);
        return null;
    });

    /// <returns>False: the account has no copy.</returns>
    public Task<bool> Remove(RosterPlace place, string account, AuditEvent audit) => writer.Run(change =>
    {
        var removed = change.Prepared("DELETE FROM site_key_copy WHERE study_id = @1 AND school = @2 AND account_id = @3").Run(place.Study, place.School, account) > 0;
        if (removed) change.Record(audit);
        return removed;
    });

    /// <summary>The new version with every entry under it, or nothing at all.</summary>
    public Task<Fault?> Rotate(RosterPlace place, Rotation rotation, string maker, AuditEvent audit) => writer.Run<Fault?>(change =>
    {
        if (CurrentVersion(change, place) != rotation.From) return RosterRules.KeyChanged;
        var next = rotation.From + 1;
        change.Prepared("DELETE FROM site_key_copy WHERE study_id = @1 AND school = @2").Run(place.Study, place.School);
        change.Prepared("UPDATE site_key SET replaced_utc = @4, sealed_secret = NULL WHERE study_id = @1 AND school = @2 AND version = @3").Run(place.Study, place.School, rotation.From, Utc.Text(change.Now));
        Insert(change, place, next, rotation.SealedSecret, maker);
        foreach (var copy in rotation.Copies) Give(change, place, next, copy, maker);
        if (RosterStore.Rewrite(change, place, rotation.Entries))
        {
            change.Record(audit);
            return null;
        }
        change.Refuse();
        return RosterRules.RosterChanged;
    }, alone: true);

    internal static long? CurrentVersion(Change change, RosterPlace place)
    {
        using var current = change.Prepared("SELECT version FROM site_key WHERE study_id = @1 AND school = @2 AND replaced_utc IS NULL").Query(place.Study, place.School);
        return current.Read() ? current.GetInt64(0) : null;
    }

    static void Insert(Change change, RosterPlace place, long version, string sealedSecret, string maker) =>
        change.Prepared("INSERT INTO site_key (study_id, school, version, sealed_secret, created_by, created_utc) VALUES (@1, @2, @3, @4, @5, @6)")
            .Run(place.Study, place.School, version, sealedSecret, maker, Utc.Text(change.Now));

    static void Give(Change change, RosterPlace place, long version, SiteKeyCopy copy, string giver) => change.Prepared(
        """
        INSERT INTO site_key_copy (study_id, school, version, account_id, sealed_key, given_by, given_utc) VALUES (@1, @2, @3, @4, @5, @6, @7)
        ON CONFLICT (study_id, school, version, account_id) DO UPDATE SET sealed_key = excluded.sealed_key, given_by = excluded.given_by, given_utc = excluded.given_utc
        """).Run(place.Study, place.School, version, copy.Account, copy.SealedKey, giver, Utc.Text(change.Now));

    sealed record KeyRow(long Version, string SealedSecret, string CreatedUtc);
}
