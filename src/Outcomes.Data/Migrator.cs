using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Outcomes.Domain;

namespace Outcomes.Data;

/// <summary>One step of the schema: a file of <c>db/migrations</c>, which is never changed once it was released.</summary>
public sealed record Migration(string Name, string Sql)
{
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));
}

public static class Migrations
{
    /// <summary>The files of one engine that were built into this program, in order of name (which begins with the date).</summary>
    public static IReadOnlyList<Migration> Embedded(string engine)
    {
        var assembly = typeof(Migrations).Assembly;
        var folder = $"migrations/{engine}/";
        return [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(n => new Migration(n[folder.Length..^".sql".Length], Text(assembly.GetManifestResourceStream(n)!)))];
    }

    static string Text(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>Brings a database forward, never back: each migration once, each in a transaction of its own, with its hash.</summary>
public sealed class Migrator(IReadOnlyList<Migration> migrations, TimeProvider time)
{
    sealed record Applied(string Name, string Hash);

    /// <returns>The names of the migrations that were run now.</returns>
    /// <exception cref="DatabaseRefused">The database is newer than this program, or an old migration's text was changed.</exception>
    public IReadOnlyList<string> Run(DbConnection connection)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS schema_migration (name TEXT NOT NULL PRIMARY KEY, hash TEXT NOT NULL, applied_utc TEXT NOT NULL)");
        var pending = Pending(connection);
        return [.. pending.Where(m => Apply(connection, m)).Select(m => m.Name)];
    }

    List<Migration> Pending(DbConnection connection)
    {
        var applied = connection.Query<Applied>("SELECT name, hash FROM schema_migration ORDER BY name").ToList();
        foreach (var row in applied)
        {
            var known = migrations.FirstOrDefault(m => m.Name == row.Name)
                ?? throw new DatabaseRefused($"This database is from a newer version of Outcomes (it has '{row.Name}'); open it with that version.");
            if (known.Hash != row.Hash)
                throw new DatabaseRefused($"Migration '{row.Name}' was changed after this database ran it; restore its text and write a new migration.");
        }
        return [.. migrations.Where(m => applied.All(a => a.Name != m.Name))];
    }

    /// <remarks>Another process may have been faster: whether it was run is asked again inside the transaction.</remarks>
    bool Apply(DbConnection connection, Migration migration)
    {
        using var transaction = connection.BeginTransaction();
        if (connection.ExecuteScalar<int>("SELECT COUNT(*) FROM schema_migration WHERE name = @Name", migration, transaction) > 0) return false;
        connection.Execute(migration.Sql, transaction: transaction);
        connection.Execute("INSERT INTO schema_migration (name, hash, applied_utc) VALUES (@Name, @Hash, @AppliedUtc)",
            new { migration.Name, migration.Hash, AppliedUtc = Utc.Text(time.GetUtcNow()) }, transaction);
        transaction.Commit();
        return true;
    }
}
