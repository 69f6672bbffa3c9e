using Microsoft.Data.Sqlite;

namespace Outcomes.Data;

/// <summary>
/// A prepared statement for the rows of a batch. Dapper makes and binds a command anew each time, which halves the rate of
/// single-row inserts; here only the values change.
/// </summary>
sealed class Statement : IDisposable
{
    readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
    }

    /// <returns>Rows changed.</returns>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>The rows that a query gives; dispose the reader before the statement is used again.</summary>
    public SqliteDataReader Query(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = _command.Parameters.Count; i < values.Length; i++) _command.Parameters.Add(new SqliteParameter { ParameterName = $"@{i + 1}" });
        for (var i = 0; i < values.Length; i++) _command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }

    public void Dispose() => _command.Dispose();
}

/// <summary>The prepared statements of one connection, by their text.</summary>
sealed class Statements(SqliteConnection connection) : IDisposable
{
    readonly Dictionary<string, Statement> _byText = [];

    public Statement Of(string sql)
    {
        if (!_byText.TryGetValue(sql, out var statement)) _byText[sql] = statement = new Statement(connection, sql);
        return statement;
    }

    public void Dispose()
    {
        foreach (var statement in _byText.Values) statement.Dispose();
    }
}
