using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Access;

/// <summary>A key as it was made or rotated; the only time that <paramref name="Token"/> is known.</summary>
/// <param name="Token">What stands behind <c>Authorization: Bearer</c>: <c>ok_ID_SECRET</c>.</param>
public sealed record NewApiKey(string Id, string Token, DateTimeOffset ExpiresUtc);

/// <summary>A key as it can be shown.</summary>
/// <param name="LastUsedUtc">To five minutes; null: never.</param>
/// <param name="PreviousUntilUtc">Until when the secret before the last rotation still opens; null: there was none.</param>
public sealed record ApiKeyInfo(string Id, string Name, string Scopes, string? Study, string? District, string? Schools, string CreatedUtc, string ExpiresUtc, string? RevokedUtc,
    string? LastUsedUtc, string? PreviousUntilUtc);

/// <summary>What a token opens, or why not. All but <see cref="Unknown"/> is told only to whoever holds the secret.</summary>
public enum KeyState { Good, Unknown, Expired, Revoked, Replaced }

/// <param name="Name">Null unless <paramref name="State"/> is good, as are the others.</param>
public sealed record FoundKey(KeyState State, string? Name = null, IReadOnlySet<string>? Scopes = null, string? Study = null, string? District = null, IReadOnlyList<string>? Schools = null);

/// <summary>Keys of partner systems: 256 random bits, of which the database holds the SHA-256.</summary>
/// <remarks>
/// A slow password hash would protect nothing here: 256 random bits cannot be guessed. <c>studies</c> are those whose keys someone keeps; null: all.
/// </remarks>
public sealed class ApiKeyStore(Database database, Writer writer)
{
    const string Prefix = "ok_";
    const int IdBytes = 8, SecretBytes = 32;
    static readonly TimeSpan BetweenUses = TimeSpan.FromMinutes(5);
    static readonly string OfStudies = OwnSchools.Holds("study_id", "@studies");

    /// <param name="request">Without faults.</param>
    public Task<NewApiKey> Create(KeyRequest request, string actor) => Create(request, TimeSpan.FromDays(request.Days), actor);

    async Task<NewApiKey> Create(KeyRequest request, TimeSpan lifetime, string actor)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var secret = NewSecret();
        var expires = await writer.Run(change =>
        {
            var until = change.Now + lifetime;
            change.Prepared("INSERT INTO api_key (id, secret_hash, name, scopes, study_id, district, schools, created_utc, expires_utc) VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9)")
                .Run(id, Hash(secret), request.Name, string.Join(' ', request.Scopes), request.Study, request.District, request.Schools.Count == 0 ? null : string.Join(' ', request.Schools),
                    Utc.Text(change.Now), Utc.Text(until));
            change.Record(new AuditEvent(actor, "key_created", id, request.Study));
            return until;
        });
        return new NewApiKey(id, Token(id, secret), expires);
    }

    /// <summary>Of every school; see <see cref="Create(KeyRequest, string)"/>.</summary>
    /// <param name="scopes">Of <see cref="Scopes.All"/>.</param>
    /// <param name="study">The only study it may see and write; null: every study.</param>
    /// <exception cref="ArgumentException">A scope does not exist, or the lifetime is not positive.</exception>
    public Task<NewApiKey> Create(string name, IReadOnlyCollection<string> scopes, string? study, TimeSpan lifetime, string actor)
    {
        var request = new KeyRequest(name, [.. scopes], study, null, [], (int)Math.Ceiling(lifetime.TotalDays));
        return request.Faults(null) is [var fault, ..] ? throw new ArgumentException(fault.Reason, nameof(scopes)) : Create(request, lifetime, actor);
    }

    /// <summary>Who holds a token. Whoever has not got the secret learns nothing: not whether there ever was such a key.</summary>
    public FoundKey Find(string token)
    {
        if (!token.StartsWith(Prefix, StringComparison.Ordinal) || token.Length < Prefix.Length + 2 * IdBytes + 2) return new(KeyState.Unknown);
        var (id, hash) = (token.Substring(Prefix.Length, 2 * IdBytes), Hash(token[(Prefix.Length + 2 * IdBytes + 1)..]));
        var row = database.Read(c => c.QuerySingleOrDefault<KeyRow>(
            """
            SELECT secret_hash AS SecretHash, previous_hash AS PreviousHash, previous_until_utc AS PreviousUntilUtc, name, scopes, study_id AS Study, district, schools,
                   expires_utc AS ExpiresUtc, revoked_utc AS RevokedUtc, last_used_utc AS LastUsedUtc
            FROM api_key WHERE id = @id
            """, new { id }));
        var now = database.Time.GetUtcNow();
        var state = State(row, hash, now);
        if (state != KeyState.Good) return new(state);
        if (row!.LastUsedUtc is null || Utc.Parse(row.LastUsedUtc) + BetweenUses < now) _ = Used(id);
        return new(state, row.Name, row.Scopes.Split(' ').ToHashSet(StringComparer.Ordinal), row.Study, row.District, row.Schools?.Split(' ') ?? []);
    }

    static KeyState State(KeyRow? row, string hash, DateTimeOffset now)
    {
        var (current, previous) = (Same(row?.SecretHash, hash), Same(row?.PreviousHash, hash));
        if (row is null || !current && !previous) return KeyState.Unknown;
        if (row.RevokedUtc is not null) return KeyState.Revoked;
        if (Utc.Parse(row.ExpiresUtc) <= now) return KeyState.Expired;
        return current || Utc.Parse(row.PreviousUntilUtc!) > now ? KeyState.Good : KeyState.Replaced;
    }

    static bool Same(string? stored, string hash) => stored is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(stored), Encoding.ASCII.GetBytes(hash));

    /// <remarks>Of many requests at the same moment one is noted.</remarks>
    Task<int> Used(string id) => writer.Run(change =>
    {
        change.LeavesNoEvent("when a key was last used; what was done with it is told");
        return change.Prepared("UPDATE api_key SET last_used_utc = @2 WHERE id = @1 AND (last_used_utc IS NULL OR last_used_utc < @3)").Run(id, Utc.Text(change.Now), Utc.Text(change.Now - BetweenUses));
    });

    /// <summary>Gives the key another secret; what it may do, and until when, stays.</summary>
    /// <param name="overlap">How long the old secret still opens, so that a partner can change over without a gap.</param>
    /// <returns>Null: there is no such key, or it has ended; then a new one is needed.</returns>
    public async Task<NewApiKey?> Rotate(string id, TimeSpan overlap, string actor, IReadOnlySet<string>? studies = null)
    {
        var secret = NewSecret();
        var expires = await writer.Run(change =>
        {
            var rotated = change.Prepared(
                $"""
                UPDATE api_key SET previous_hash = secret_hash, previous_until_utc = @3, secret_hash = @4
                WHERE id = @1 AND revoked_utc IS NULL AND expires_utc > @2 AND {OwnSchools.Holds("study_id", "@5")} RETURNING study_id, expires_utc
                """);
            using var row = rotated.Query(id, Utc.Text(change.Now), Utc.Text(change.Now + overlap), Hash(secret), OwnSchools.Json(studies));
            if (!row.Read()) return null;
            var (study, until) = (row.IsDBNull(0) ? null : row.GetString(0), row.GetString(1));
            row.Close();
            change.Record(new AuditEvent(actor, "key_rotated", id, study, new Dictionary<string, string> { ["overlap_hours"] = overlap.TotalHours.ToString("0.##", CultureInfo.InvariantCulture) }));
            return until;
        });
        return expires is null ? null : new(id, Token(id, secret), Utc.Parse(expires));
    }

    /// <returns>False when there is no such key, or it was revoked before.</returns>
    public Task<bool> Revoke(string id, string actor, IReadOnlySet<string>? studies = null) => writer.Run(change =>
    {
        var revoked = change.Prepared($"UPDATE api_key SET revoked_utc = @2 WHERE id = @1 AND revoked_utc IS NULL AND {OwnSchools.Holds("study_id", "@3")}")
            .Run(id, Utc.Text(change.Now), OwnSchools.Json(studies)) == 1;
        if (revoked) change.Record(new AuditEvent(actor, "key_revoked", id));
        return revoked;
    });

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<ApiKeyInfo> All(IReadOnlySet<string>? studies = null) => database.Read(c => c.Query<ApiKeyInfo>(
        $"""
        SELECT id, name, scopes, study_id AS Study, district, schools, created_utc AS CreatedUtc, expires_utc AS ExpiresUtc, revoked_utc AS RevokedUtc, last_used_utc AS LastUsedUtc,
               previous_until_utc AS PreviousUntilUtc
        FROM api_key WHERE {OfStudies} ORDER BY created_utc, id
        """, new { studies = OwnSchools.Json(studies) }).ToList());

    static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    static string Token(string id, string secret) => $"{Prefix}{id}_{secret}";

    static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    sealed record KeyRow(string SecretHash, string? PreviousHash, string? PreviousUntilUtc, string Name, string Scopes, string? Study, string? District, string? Schools, string ExpiresUtc,
        string? RevokedUtc, string? LastUsedUtc);
}
