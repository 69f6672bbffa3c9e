namespace Outcomes.Domain.Rosters;

/// <summary>Whose roster it is: a school of a study.</summary>
public sealed record RosterPlace(string Study, string School);

/// <summary>One student, as only the school's browsers can read it.</summary>
/// <param name="Id">UUIDv7 made by the browser.</param>
/// <param name="Revision">1 when it is added; grows by one with each change.</param>
/// <param name="KeyVersion">Of the site key that it is encrypted under.</param>
/// <param name="Sealed">Base64url of a fixed length; bound to all of the above, so that none can be exchanged.</param>
public sealed record RosterEntry(string Id, long Revision, long KeyVersion, string Sealed);

/// <summary>The site key, sealed to one person's public key.</summary>
public sealed record SiteKeyCopy(string Account, string SealedKey);

/// <param name="Version">1, 2, …: the next with each rotation.</param>
/// <param name="SealedSecret">What pseudonyms are made from, encrypted under this version.</param>
public sealed record SiteKey(long Version, string SealedSecret, string CreatedUtc, IReadOnlyList<SiteKeyHolder> Holders);

/// <param name="GivenBy">The account that sealed it: the own one for whoever made or recovered the key.</param>
public sealed record SiteKeyHolder(string Account, string SealedKey, string GivenBy, string GivenUtc);

/// <summary>A site key in place of the present one, with the whole roster encrypted under it.</summary>
/// <param name="From">The version that it replaces.</param>
/// <param name="Entries">Every entry of the roster, each at its next revision.</param>
public sealed record Rotation(long From, string SealedSecret, IReadOnlyList<SiteKeyCopy> Copies, IReadOnlyList<RosterEntry> Entries);
