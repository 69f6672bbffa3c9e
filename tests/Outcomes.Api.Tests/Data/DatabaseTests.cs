using Microsoft.Data.Sqlite;
using Outcomes.Data;
using Xunit;

namespace Outcomes.Api.Tests.Data;

/// <summary>What a database file promises when it is opened.</summary>
public sealed class DatabaseTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("outcomes-test-").FullName;

    string File => Path.Combine(_directory, Database.FileName);

    [Fact]
    public void Opening_sets_what_durability_rests_on()
    {
        using var database = Open();
        Assert.Equal("wal", Setting(database, "journal_mode"));
        Assert.Equal("2", Setting(database, "synchronous"));
        Assert.Equal("1", Setting(database, "foreign_keys"));
        Assert.Equal("10000", Setting(database, "busy_timeout"));
    }

    [Fact]
    public void A_file_system_where_a_setting_does_not_hold_is_refused()
    {
        // A database in memory cannot have a write-ahead log, and answers the wish for one with "memory".
        var refused = Assert.Throws<DatabaseRefused>(() => Database.Open("file::memory:?cache=shared&x=", TimeProvider.System));
        Assert.Contains("journal_mode", refused.Message, StringComparison.Ordinal);
        Directory.Delete("file::memory:?cache=shared&x=");
    }

    [Fact]
    public void Reading_cannot_write()
    {
        using var database = Open();
        Assert.Throws<SqliteException>(() => database.Read(c => Dapper.SqlMapper.Execute(c, "DELETE FROM audit")));
    }

    [Fact]
    public void Each_migration_runs_once()
    {
        Open().Dispose();
        var first = Rows("SELECT name, hash, applied_utc FROM schema_migration");
        Open().Dispose();
        Assert.Equal(first, Rows("SELECT name, hash, applied_utc FROM schema_migration"));
        Assert.Equal(Migrations.Embedded("sqlite").Select(m => m.Name), Rows("SELECT name FROM schema_migration ORDER BY name"));
    }

    [Fact]
    public void A_database_of_a_newer_version_is_refused_in_one_sentence_and_left_as_it_was()
    {
        Open().Dispose();
        Execute("INSERT INTO schema_migration VALUES ('2099-01-01-01-tomorrow', 'x', 'y')");
        var before = DatabaseDump.Of(File);
        var refused = Assert.Throws<DatabaseRefused>(() => Open());
        Assert.Equal("This database is from a newer version of Outcomes (it has '2099-01-01-01-tomorrow'); open it with that version.", refused.Message);
        Assert.Equal(before, DatabaseDump.Of(File));
    }

    [Fact]
    public void An_old_migration_that_was_changed_is_refused()
    {
        Open().Dispose();
        Execute("UPDATE schema_migration SET hash = 'x' WHERE name LIKE '%-01-studies%'");
        Assert.Contains("was changed", Assert.Throws<DatabaseRefused>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_migration_that_fails_leaves_nothing_behind()
    {
        Open().Dispose();
        var broken = Migrations.Embedded("sqlite").Append(new Migration("2099-01-01-01-broken", "CREATE TABLE half (id TEXT); CREATE TABLE audit (x TEXT);"));
        var before = DatabaseDump.Of(File);
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        Assert.Throws<SqliteException>(() => new Migrator([.. broken], TimeProvider.System).Run(connection));
        Assert.Equal(before, DatabaseDump.Of(File));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_as_it_was()
    {
        System.IO.File.WriteAllText(File, "These are the minutes of the meeting of 3 March, and nobody wants to lose them.");
        Assert.Contains("is not a database", Assert.Throws<DatabaseRefused>(() => Open()).Message, StringComparison.Ordinal);
        Assert.StartsWith("These are the minutes", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    Database Open() => Database.Open(_directory, TimeProvider.System);

    static string? Setting(Database database, string name) => database.Read(c => Dapper.SqlMapper.ExecuteScalar<string>(c, $"PRAGMA {name}"));

    List<string> Rows(string sql) => DatabaseDump.Rows(File, sql);

    void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
