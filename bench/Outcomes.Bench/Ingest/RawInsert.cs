using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Outcomes.Bench.Ingest;

/// <summary>
/// The yardstick: the rows that the API stored (assessments with their scores), inserted with prepared statements straight into a copy
/// of the same database that lacks them. Nothing is parsed, checked, scored or hashed.
/// </summary>
static class RawInsert
{
    /// <returns>Assessments a second in one transaction, and microseconds of processor time for one.</returns>
    public static (double Rate, double Microseconds) RowsASecond(string database)
    {
        using var raw = new Copy(database);
        var (start, busy) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        raw.Execute("BEGIN");
        for (var i = 0; i < raw.Assessments.Count; i++) raw.Insert(i);
        raw.Execute("COMMIT");
        return (raw.Assessments.Count / Stopwatch.GetElapsedTime(start).TotalSeconds,
            (Environment.CpuUsage.TotalTime - busy).TotalMicroseconds / raw.Assessments.Count);
    }

    /// <returns>Commits a second, one assessment with its score in each.</returns>
    public static double CommitsASecond(string database, int most)
    {
        using var raw = new Copy(database);
        var count = Math.Min(most, raw.Assessments.Count);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            raw.Execute("BEGIN IMMEDIATE");
            raw.Insert(i);
            raw.Execute("COMMIT");
        }
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    sealed class Copy : IDisposable
    {
        readonly string _file = Path.Combine(Path.GetTempPath(), $"outcomes-raw-{Environment.ProcessId}.db");
        readonly SqliteConnection _connection;
        readonly SqliteCommand _assessment, _score;
        readonly List<object[]> _scores;

        public Copy(string database)
        {
            _connection = new SqliteConnection($"Data Source={_file};Pooling=False");
            using (var source = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False"))
            {
                source.Open();
                using var vacuum = source.CreateCommand();
                vacuum.CommandText = $"VACUUM INTO '{_file}'";
                vacuum.ExecuteNonQuery();
            }
            _connection.Open();
            Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
            Assessments = Rows("SELECT * FROM assessment ORDER BY id");
            _scores = Rows("SELECT * FROM score ORDER BY assessment_id");
            Execute("DELETE FROM score; DELETE FROM assessment; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
            (_assessment, _score) = (Prepared("assessment", Assessments[0].Length), Prepared("score", _scores[0].Length));
        }

        public List<object[]> Assessments { get; }

        public void Insert(int i)
        {
            Run(_assessment, Assessments[i]);
            Run(_score, _scores[i]);
        }

        public void Execute(string sql)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        static void Run(SqliteCommand command, object[] row)
        {
            for (var i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i];
            command.ExecuteNonQuery();
        }

        SqliteCommand Prepared(string table, int columns)
        {
            var command = _connection.CreateCommand();
            var names = Enumerable.Range(1, columns).Select(i => $"@{i}").ToList();
            command.CommandText = $"INSERT INTO {table} VALUES ({string.Join(", ", names)})";
            foreach (var name in names) command.Parameters.Add(new SqliteParameter { ParameterName = name });
            return command;
        }

        List<object[]> Rows(string sql)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var rows = new List<object[]>();
            while (reader.Read())
            {
                rows.Add(new object[reader.FieldCount]);
                reader.GetValues(rows[^1]);
            }
            return rows;
        }

        public void Dispose()
        {
            _assessment.Dispose();
            _score.Dispose();
            _connection.Dispose();
            foreach (var end in new[] { "", "-wal", "-shm" }) File.Delete(_file + end);
        }
    }
}
