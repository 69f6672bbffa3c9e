using Dapper;
using Microsoft.Data.Sqlite;
using Outcomes.Data.Accounts;
using Outcomes.Data.Audit;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Backups;

/// <summary>A database's file by itself, opened without bringing it forward: what is checked must not be changed by the check.</summary>
static class DatabaseCopy
{
    /// <summary>One consistent moment, however much is written meanwhile; a single file without a log beside it.</summary>
    public static void Of(Database database, string target)
    {
        using var source = database.Connect();
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = target, Pooling = false }.ToString());
        copy.Open();
        source.BackupDatabase(copy);
        copy.Execute("PRAGMA journal_mode = DELETE");
    }

    public static SqliteConnection OpenReadOnly(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}

/// <summary>What is compared between a database and its backup.</summary>
sealed record DatabaseFacts(IReadOnlyDictionary<string, long> Rows, long AuditNumber, string AuditHash, IReadOnlyList<string> KeysNeeded)
{
    /// <exception cref="BackupRefused">The file is damaged, or its audit chain is broken.</exception>
    public static DatabaseFacts Read(string file)
    {
        try
        {
            using var connection = DatabaseCopy.OpenReadOnly(file);
            if (connection.ExecuteScalar<string>("PRAGMA integrity_check") is not "ok") throw new BackupRefused("SQLite finds the database damaged.");
            if (connection.Query<string>("SELECT \"table\" FROM pragma_foreign_key_check").Any()) throw new BackupRefused("The database refers to rows that are not there.");
            if (AuditStore.FirstBreak(connection) is { } broken) throw new BackupRefused($"The audit chain is broken at number {broken}.");
            var last = connection.QueryFirstOrDefault<AuditRow>($"{AuditStore.Select} ORDER BY number DESC LIMIT 1");
            return new(Counted(connection), last?.Number ?? 0, last?.Hash ?? AuditChain.Start, ProtectionKeyStore.KeysNeeded(connection));
        }
        catch (SqliteException fault) { throw new BackupRefused($"The database cannot be read ({fault.SqliteErrorCode})."); }
    }

    static Dictionary<string, long> Counted(SqliteConnection connection) =>
        connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").AsList()
            .ToDictionary(table => table, table => connection.ExecuteScalar<long>($"SELECT COUNT(*) FROM \"{table}\""));
}
