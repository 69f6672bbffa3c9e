using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Access;

/// <summary>A key as it was made; the only time that <paramref name="Token"/> is known.</summary>
/// <param name="Token">What stands behind <c>Authorization: Bearer</c>: <c>ok_ID_SECRET</c>.</param>
public sealed record NewApiKey(string Id, string Token, DateTimeOffset ExpiresUtc);

/// <summary>A key as it can be shown.</summary>
public sealed record ApiKeyInfo(string Id, string Name, string Scopes, string? Study, string CreatedUtc, string ExpiresUtc, string? RevokedUtc);

/// <summary>Keys of partner systems: 256 random bits, of which the database holds the SHA-256.</summary>
/// <remarks>A slow password hash would protect nothing here: 256 random bits cannot be guessed.</remarks>
public sealed class ApiKeyStore(Database database, Writer writer)
{
    const string Prefix = "ok_";
    const int IdBytes = 8, SecretBytes = 32;

    /// <param name="scopes">Of <see cref="Scopes.All"/>.</param>
    /// <param name="study">The only study it may see and write; null: every study.</param>
    /// <exception cref="ArgumentException">A scope does not exist, or the lifetime is not positive.</exception>
    public async Task<NewApiKey> Create(string name, IReadOnlyCollection<string> scopes, string? study, TimeSpan lifetime, string actor)
    {
        if (scopes.Count == 0 || scopes.Any(s => !Scopes.All.Contains(s)))
            throw new ArgumentException($"A key needs scopes, of these: {string.Join(", ", Scopes.All)}.", nameof(scopes));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var expires = await writer.Run(change =>
        {
            var until = change.Now + lifetime;
            change.Prepared("INSERT INTO api_key (id, secret_hash, name, scopes, study_id, created_utc, expires_utc) VALUES (@1, @2, @3, @4, @5, @6, @7)")
                .Run(id, Hash(secret), name, string.Join(' ', scopes), study, Utc.Text(change.Now), Utc.Text(until));
            change.Record(new AuditEvent(actor, "key_created", id, study));
            return until;
        });
        return new NewApiKey(id, $"{Prefix}{id}_{secret}", expires);
    }

    /// <summary>The holder of a token, or null: unknown, expired, revoked or malformed, which the asker is not told apart.</summary>
    public Actor? Find(string token)
    {
        if (!token.StartsWith(Prefix, StringComparison.Ordinal) || token.Length < Prefix.Length + 2 * IdBytes + 2) return null;
        var (id, secret) = (token.Substring(Prefix.Length, 2 * IdBytes), token[(Prefix.Length + 2 * IdBytes + 1)..]);
        var row = database.Read(c => c.QuerySingleOrDefault<KeyRow>(
            """
            SELECT secret_hash AS SecretHash, name, scopes, study_id AS Study FROM api_key
            WHERE id = @id AND revoked_utc IS NULL AND expires_utc > @now
            """, new { id, now = Utc.Text(database.Time.GetUtcNow()) }));
        if (row is null || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(row.SecretHash), Encoding.ASCII.GetBytes(Hash(secret)))) return null;
        return new Actor(row.Name, row.Scopes.Split(' ').ToHashSet(StringComparer.Ordinal), row.Study);
    }

    /// <returns>False when there is no such key, or it was revoked before.</returns>
    public Task<bool> Revoke(string id, string actor) => writer.Run(change =>
    {
        var revoked = change.Prepared("UPDATE api_key SET revoked_utc = @2 WHERE id = @1 AND revoked_utc IS NULL").Run(id, Utc.Text(change.Now)) == 1;
        if (revoked) change.Record(new AuditEvent(actor, "key_revoked", id));
        return revoked;
    });

    public IReadOnlyList<ApiKeyInfo> All() => database.Read(c => c.Query<ApiKeyInfo>(
        """
        SELECT id, name, scopes, study_id AS Study, created_utc AS CreatedUtc, expires_utc AS ExpiresUtc, revoked_utc AS RevokedUtc
        FROM api_key ORDER BY created_utc, id
        """).ToList());

    static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    sealed record KeyRow(string SecretHash, string Name, string Scopes, string? Study);
}
