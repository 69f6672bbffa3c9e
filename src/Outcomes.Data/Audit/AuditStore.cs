using System.Data.Common;
using Dapper;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Audit;

/// <summary>The chain of events, written only by <see cref="Writer"/> inside the transaction of what it tells of.</summary>
public sealed class AuditStore
{
    internal const string Select = "SELECT number, event, previous_hash AS PreviousHash, hash FROM audit";
    const string Last = "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1";
    const string Insert = "INSERT INTO audit (number, event, previous_hash, hash) VALUES (@1, @2, @3, @4)";

    internal void Append(Change change, AuditEvent what)
    {
        var (number, hash) = (0L, AuditChain.Start);
        using (var last = change.Prepared(Last).Query())
            if (last.Read()) (number, hash) = (last.GetInt64(0), last.GetString(1));
        var row = AuditChain.Next(number, hash, what, change.Now);
        change.Prepared(Insert).Run(row.Number, row.Event, row.PreviousHash, row.Hash);
    }

    /// <summary>The number of the first event that does not fit the chain; null when it is whole.</summary>
    public static long? FirstBreak(Database database) => database.Read(FirstBreak);

    internal static long? FirstBreak(DbConnection connection) => AuditChain.FirstBreak(connection.Query<AuditRow>($"{Select} ORDER BY number", buffered: false));

    /// <summary>One link, or null: there is none of that number.</summary>
    public static AuditRow? Find(Database database, long number) =>
        database.Read(c => c.QuerySingleOrDefault<AuditRow>($"{Select} WHERE number = @number", new { number }));

    /// <summary>The last link; null before the first.</summary>
    public static AuditRow? Newest(Database database) => database.Read(c => c.QueryFirstOrDefault<AuditRow>($"{Select} ORDER BY number DESC LIMIT 1"));
}
