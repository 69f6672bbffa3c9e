using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Sealing;

namespace Outcomes.Data.Notes;

/// <summary>One version of a study's key, and who can open it.</summary>
/// <param name="Copies">The private half sealed to personal keys, by the personal key's id.</param>
public sealed record StudyKey(string Id, int Version, byte[] PublicKey, string CreatedUtc, IReadOnlyDictionary<string, byte[]> Copies);

/// <summary>The keys that a study's notes are sealed to.</summary>
public sealed class StudyKeyStore(Database database, Writer writer)
{
    public static readonly Fault VersionTaken = new("version", "study_key_changed", "Someone else made a key for this study meanwhile. Load the page anew; nothing was stored, and the shares on this page are of no use: destroy them.");
    public static readonly Fault NoRecipient = new("personal_key", "recipient_unknown", "One of these people does not read this study's notes, or has a new key. Load the page anew and compare the fingerprint again.");
    static readonly Fault NoSuchKey = new("key", "study_key_unknown", "The study has no such key. Load the page anew.");

    /// <summary>Every version, the newest first.</summary>
    public IReadOnlyList<StudyKey> All(Actor actor, string study) => database.Read(c =>
    {
        if (!actor.MaySee(study)) return [];
        var copies = c.Query<CopyRow>("SELECT study_key_id AS KeyId, personal_key_id AS Person, sealed FROM study_key_copy WHERE study_key_id IN (SELECT id FROM study_key WHERE study_id = @study)", new { study }).ToLookup(r => r.KeyId);
        return c.Query<KeyRow>("SELECT id, version, public_key AS PublicKey, created_utc AS CreatedUtc FROM study_key WHERE study_id = @study ORDER BY version DESC", new { study })
            .Select(k => new StudyKey(k.Id, (int)k.Version, k.PublicKey, k.CreatedUtc, copies[k.Id].ToDictionary(r => r.Person, r => r.Sealed))).ToList();
    });

    /// <summary>Makes the study's first key or its next version, with a copy for each of those who read its notes.</summary>
    /// <param name="version">The one after that which whoever makes it has seen.</param>
    public Task<Fault?> Make(Actor actor, string study, int version, PublicKey key, IReadOnlyDictionary<string, byte[]> copies) => writer.Run(change =>
    {
        using (var newest = change.Prepared("SELECT COALESCE(MAX(version), 0) FROM study_key WHERE study_id = @1").Query(study))
            if (newest.Read() && newest.GetInt64(0) != version - 1) return VersionTaken;
        using (var known = change.Prepared("SELECT 1 FROM study_key WHERE id = @1").Query(key.Id))
            if (known.Read()) return VersionTaken;
        change.Prepared("INSERT INTO study_key (id, study_id, version, public_key, created_by, created_utc) VALUES (@1, @2, @3, @4, @5, @6)")
            .Run(key.Id, study, version, key.Bytes, actor.Name, Utc.Text(change.Now));
        foreach (var (person, sealedKey) in copies) Copy(change, actor, key.Id, person, sealedKey);
        change.Record(new AuditEvent(actor.Name, version == 1 ? "study_key_made" : "study_key_rotated", key.Id, study, new Dictionary<string, string>
        {
            ["version"] = version.ToString(System.Globalization.CultureInfo.InvariantCulture), ["copies"] = string.Join(' ', copies.Keys),
        }));
        return (Fault?)null;
    });

    /// <summary>Gives a version to one more person, or again to one whose copy does not open.</summary>
    public Task<Fault?> Give(Actor actor, string study, string key, string person, byte[] sealedKey) => writer.Run(change =>
    {
        using (var known = change.Prepared("SELECT 1 FROM study_key WHERE study_id = @1 AND id = @2").Query(study, key))
            if (!known.Read()) return NoSuchKey;
        Copy(change, actor, key, person, sealedKey);
        change.Record(new AuditEvent(actor.Name, "study_key_given", key, study, new Dictionary<string, string> { ["personal_key"] = person }));
        return (Fault?)null;
    });

    static void Copy(Change change, Actor actor, string key, string person, byte[] sealedKey) => change.Prepared(
        """
        INSERT INTO study_key_copy (study_key_id, personal_key_id, sealed, given_by, given_utc) VALUES (@1, @2, @3, @4, @5)
        ON CONFLICT (study_key_id, personal_key_id) DO UPDATE SET sealed = excluded.sealed, given_by = excluded.given_by, given_utc = excluded.given_utc
        """).Run(key, person, sealedKey, actor.Name, Utc.Text(change.Now));

    sealed record KeyRow(string Id, long Version, byte[] PublicKey, string CreatedUtc);

    sealed record CopyRow(string KeyId, string Person, byte[] Sealed);
}
