using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Outcomes.Data;

/// <summary>
/// The one file that holds everything. Opening it sets what our promises rest on and reads each setting back, since SQLite
/// answers a setting that it cannot keep with silence; then it brings the file up to this program's schema.
/// </summary>
public sealed class Database : IDisposable
{
    public const string FileName = "outcomes.db";

    /// <summary>Name, value to set, value that must be read back.</summary>
    static readonly (string Name, string Set, string Expected)[] Settings =
    [
        ("journal_mode", "WAL", "wal"),
        ("synchronous", "FULL", "2"),
        ("foreign_keys", "ON", "1"),
        ("busy_timeout", "10000", "10000"),
        ("secure_delete", "ON", "1"),    // what was deleted is overwritten with zeros
    ];

    readonly string _connectionString;
    readonly ConcurrentBag<SqliteConnection> _readers = [];

    Database(string path, TimeProvider time)
    {
        (Path, Time) = (path, time);
        _connectionString = new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 10, Pooling = false }.ToString();
    }

    public string Path { get; }

    internal TimeProvider Time { get; }

    /// <exception cref="DatabaseRefused">The file is not ours, is from a newer version, or a setting does not hold.</exception>
    public static Database Open(string dataDirectory, TimeProvider time)
    {
        Directory.CreateDirectory(dataDirectory);
        var database = new Database(System.IO.Path.Combine(dataDirectory, FileName), time);
        try
        {
            using var connection = database.Connect();
            new Migrator(Migrations.Embedded("sqlite"), time).Run(connection);
            return database;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT)
        {
            throw new DatabaseRefused($"The file {FileName} is not a database that Outcomes can read. It was left as it is.", fault);
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode is SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_PERM or SQLitePCL.raw.SQLITE_BUSY)
        {
            throw new DatabaseRefused($"The file {database.Path} cannot be opened for writing ({fault.SqliteExtendedErrorCode}): it or its directory is read-only, or another program holds it.", fault);
        }
    }

    /// <summary>Reads from one snapshot: however many statements, no write comes between them. It cannot write.</summary>
    /// <remarks>The connections are kept: setting and asserting cost more than the read of a key.</remarks>
    public T Read<T>(Func<DbConnection, T> read)
    {
        if (!_readers.TryTake(out var connection)) (connection = Connect()).Execute("PRAGMA query_only = ON");
        try
        {
            connection.Execute("BEGIN DEFERRED"); // one word alone would be a stored procedure to Dapper
            var value = read(connection);
            connection.Execute("ROLLBACK TRANSACTION");
            _readers.Add(connection);
            return value;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes the file anew without its free space, and empties the write-ahead log: overwriting what is deleted does not reach the copies
    /// that moving rows between pages leaves behind, nor the log.
    /// </summary>
    /// <returns>False: the log could not be emptied, since someone was reading.</returns>
    internal bool Scrub()
    {
        using var connection = Connect();
        connection.Execute("VACUUM main"); // one word alone would be a stored procedure to Dapper
        return connection.ExecuteScalar<long>("PRAGMA wal_checkpoint(TRUNCATE)") == 0;
    }

    internal SqliteConnection Connect()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        try { foreach (var (name, set, expected) in Settings) Assert(connection, name, set, expected); }
        catch { connection.Dispose(); throw; }
        return connection;
    }

    static void Assert(SqliteConnection connection, string name, string set, string expected)
    {
        connection.Execute($"PRAGMA {name} = {set}");
        var actual = Convert.ToString(connection.ExecuteScalar($"PRAGMA {name}"), CultureInfo.InvariantCulture);
        if (actual != expected)
            throw new DatabaseRefused($"The database does not keep {name} = {set} (it says {actual}); without it, stored data could be lost.");
    }

    public void Dispose()
    {
        while (_readers.TryTake(out var connection)) connection.Dispose();
    }
}

/// <summary>The database cannot be used; the message says why in one sentence for whoever started the program.</summary>
public sealed class DatabaseRefused(string message, Exception? cause = null) : InvalidOperationException(message, cause);
