using System.Text.Json.Serialization;
using Outcomes.Domain;
using Outcomes.Domain.Rosters;

namespace Outcomes.Api.Rosters;

/// <summary>A school's roster as its page gets it: ciphertext, and who may hold the key.</summary>
/// <param name="Account">Who asks.</param>
/// <param name="Key">Null: the school has none yet.</param>
/// <param name="Entries">Only for those who hold a copy of the key.</param>
/// <param name="Enrolled">Pseudonyms of the school's participants.</param>
/// <param name="Colleagues">Who may use this roster and has a key of their own; the asker among them.</param>
public sealed record RosterContract(string Account, SiteKeyContract? Key, IReadOnlyList<RosterEntryContract> Entries, IReadOnlyList<string> Enrolled, IReadOnlyList<ColleagueContract> Colleagues);

/// <param name="SealedKey">The asker's copy; null: none.</param>
public sealed record SiteKeyContract(long Version, string SealedSecret, string? SealedKey, string CreatedUtc, IReadOnlyList<HolderContract> Holders);

/// <param name="May">False: the person may no longer use this roster, and still holds a copy.</param>
public sealed record HolderContract(string Account, string Name, string GivenUtc, bool May);

/// <param name="PublicKey">Base64url of 65 bytes.</param>
public sealed record ColleagueContract(string Account, string Name, string PublicKey);

public sealed record RosterEntryContract(string Id, long Revision, long KeyVersion, string Sealed)
{
    public static RosterEntryContract Of(RosterEntry e) => new(e.Id, e.Revision, e.KeyVersion, e.Sealed);

    public RosterEntry Entry() => new(Id, Revision, KeyVersion, Sealed);
}

public sealed record NewSiteKeyRequest(string SealedSecret, string SealedKey);

public sealed record GiveSiteKeyRequest(long Version, string Account, string SealedKey);

public sealed record CopyContract(string Account, string SealedKey);

public sealed record RotationRequest(long From, string SealedSecret, IReadOnlyList<CopyContract> Copies, IReadOnlyList<RosterEntryContract> Entries)
{
    public Rotation Rotation() => new(From, SealedSecret, [.. Copies.Select(c => new SiteKeyCopy(c.Account, c.SealedKey))], [.. Entries.Select(e => e.Entry())]);
}

public sealed record NewEntriesRequest(IReadOnlyList<RosterEntryContract> Entries);

public sealed record RemoveEntryRequest(long Revision);

public sealed record DoneContract(bool Done = true);

/// <summary>A refusal (RFC 9457), with the entry that somebody else stored meanwhile.</summary>
public sealed record RosterProblemContract(string Type, string Title, int Status, IReadOnlyList<Fault> Faults, RosterEntryContract? Stored = null);

/// <summary>A field that should not exist may hold a name: strict in both directions.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false, MaxDepth = 8)]
[JsonSerializable(typeof(RosterContract))]
[JsonSerializable(typeof(NewSiteKeyRequest))]
[JsonSerializable(typeof(GiveSiteKeyRequest))]
[JsonSerializable(typeof(RotationRequest))]
[JsonSerializable(typeof(NewEntriesRequest))]
[JsonSerializable(typeof(RosterEntryContract))]
[JsonSerializable(typeof(RemoveEntryRequest))]
[JsonSerializable(typeof(DoneContract))]
[JsonSerializable(typeof(RosterProblemContract))]
sealed partial class RosterJson : JsonSerializerContext;
