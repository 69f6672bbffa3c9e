using System.Buffers.Text;

namespace Outcomes.Domain.Rosters;

/// <summary>
/// All that can be said of what nobody here can read: its length, which is the same for every student, and who may hold it. Formats:
/// <c>docs/security/rosters.md</c>.
/// </summary>
public static class RosterRules
{
    /// <summary>An HPKE encapsulation (65), the site key (16) and a tag (16).</summary>
    public const int SealedKeyBytes = 97;

    /// <summary>A nonce (12), the pseudonym secret (32) and a tag (16).</summary>
    public const int SealedSecretBytes = 60;

    /// <summary>A nonce (12), an entry padded to 512 and a tag (16).</summary>
    public const int SealedEntryBytes = 540;

    public const int MostEntries = 5000, MostHolders = 100;

    public static IEnumerable<Fault> Key(string sealedSecret, IReadOnlyList<SiteKeyCopy> copies) =>
        IsSealed(sealedSecret, SealedSecretBytes) ? Copies(copies) : Copies(copies).Prepend(NotSealed("sealed_secret"));

    public static IEnumerable<Fault> Copies(IReadOnlyList<SiteKeyCopy> copies)
    {
        if (copies.Count is 0 or > MostHolders) yield return new("copies", "copies_count", $"A site key is given to 1 to {MostHolders} people.");
        for (var i = 0; i < copies.Count; i++)
            if (!IsSealed(copies[i].SealedKey, SealedKeyBytes)) yield return NotSealed("copies.sealed_key", i + 1);
        if (copies.DistinctBy(c => c.Account).Count() < copies.Count) yield return new("copies", "twice", "The key is given to somebody twice.");
    }

    public static IEnumerable<Fault> Entries(IReadOnlyList<RosterEntry> entries)
    {
        if (entries.Count > MostEntries) yield return Full;
        if (entries.DistinctBy(e => e.Id).Count() < entries.Count) yield return new("entries", "twice", "An entry stands here twice.");
        for (var i = 0; i < entries.Count; i++)
        {
            if (!IsId(entries[i].Id)) yield return new("entries.id", "bad_id", "An id is a UUID of version 7, written with hyphens (RFC 9562).", i + 1);
            if (entries[i].Revision is < 1 or > int.MaxValue) yield return new("entries.revision", "out_of_range", "A revision counts from 1.", i + 1);
            if (!IsSealed(entries[i].Sealed, SealedEntryBytes)) yield return NotSealed("entries.sealed", i + 1);
        }
    }

    public static readonly Fault Full = new("entries", "roster_full", $"A roster has {MostEntries} students at most.");

    /// <summary>Another version of the key stands here by now.</summary>
    public static readonly Fault KeyChanged = new("key_version", "roster_key_changed", "The school's key was changed by somebody meanwhile. Nothing was stored; load the page anew and enter it again.");

    public static readonly Fault KeyExists = new("", "site_key_exists", "This school has a key already. Nothing was changed; load the page anew, and ask a colleague for the key or recover it with two shares.");

    public static readonly Fault EntryChanged = new("revision", "roster_entry_changed", "Somebody changed this student meanwhile. Both versions are shown; choose what holds, and save again.");

    public static readonly Fault EntryGone = new("id", "roster_entry_gone", "Somebody removed this student from the list meanwhile.");

    public static readonly Fault RosterChanged = new("entries", "roster_changed", "Somebody changed the list while the key was being changed. The old key and the list are whole; change the key again.");

    public static readonly Fault NoColleague = new("account", "not_a_colleague", "This person may not use the school's roster, or has no key of their own yet.");

    public static readonly Fault NotHeld = new("account", "site_key_not_held", "You hold no copy of the school's key, so you cannot give it on. Ask a colleague for it, or recover it with two shares.");

    static Fault NotSealed(string field, long? row = null) => new(field, "not_sealed", "Only what this page has sealed is stored; this has another form.", row);

    static bool IsId(string text) => Guid.TryParseExact(text, "D", out var id) && id.Version == 7 && id.Variant is >= 8 and <= 11 && text == id.ToString("D");

    /// <summary>Base64url without padding that decodes to so many bytes, and is what these bytes are written as.</summary>
    static bool IsSealed(string text, int bytes)
    {
        if (text.Length != Base64Url.GetEncodedLength(bytes) || !Base64Url.IsValid(text, out var length) || length != bytes) return false;
        return Base64Url.EncodeToString(Base64Url.DecodeFromChars(text)) == text;
    }
}
