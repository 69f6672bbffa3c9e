using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;
using Outcomes.Data.Audit;

namespace Outcomes.Data;

/// <summary>
/// The only way to write. Requests that arrive while the disk is busy share the next transaction, each behind a savepoint of its
/// own, and each is answered only after the commit is on disk: one sync serves them all (group commit).
/// </summary>
/// <remarks>One thread and one connection: SQLite has one writer anyway, and a queue in memory is fairer than its busy handler.</remarks>
public sealed class Writer : IDisposable
{
    /// <summary>So that the first of a group does not wait for an endless row of others.</summary>
    const int LargestGroup = 512;

    readonly BlockingCollection<Request> _queue = new(boundedCapacity: 4096);
    readonly Database _database;
    readonly SqliteConnection _connection;
    readonly Statements _statements;
    readonly AuditStore _audit = new();
    readonly Thread _thread;

    public Writer(Database database)
    {
        _database = database;
        _connection = database.Connect();
        _connection.Execute("PRAGMA cache_size = -65536"); // KiB: the default of 2 MB reads index pages again and again in a large batch
        _statements = new Statements(_connection);
        _thread = new Thread(Work) { Name = "writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs <paramref name="write"/> in a transaction; the task ends after the commit, or with what it threw.</summary>
    /// <param name="alone">For long work: others do not have to wait for it to be answered.</param>
    public Task<T> Run<T>(Func<Change, T> write, bool alone = false)
    {
        var request = new Request<T>(write, alone);
        _queue.Add(request);
        return request.Answer;
    }

    void Work()
    {
        Request? carried = null;
        while (carried is not null || !_queue.IsCompleted)
        {
            if (carried is null && !_queue.TryTake(out carried, Timeout.Infinite)) return;
            carried = Group(carried);
        }
    }

    /// <returns>A request that was taken from the queue but must have a transaction of its own.</returns>
    Request? Group(Request first)
    {
        var group = new List<Request> { first };
        Request? after = null;
        try
        {
            Execute("BEGIN IMMEDIATE");
            InSavepoint(first);
            while (after is null && !first.Alone && group.Count < LargestGroup && _queue.TryTake(out var next))
                if (next.Alone) after = next; else { group.Add(next); InSavepoint(next); }
            Execute("COMMIT");
            foreach (var request in group) request.Acknowledge();
        }
        catch (Exception fault) { Abandon(group, fault); }
        return after;
    }

    void InSavepoint(Request request)
    {
        var change = new Change(_connection, _statements, _audit, _database.Time.GetUtcNow());
        Execute("SAVEPOINT request");
        var before = Written();
        var keep = request.Attempt(change);
        if (keep && !change.IsTold && Written() != before) keep = request.Untold();
        if (!keep) Execute("ROLLBACK TO request");
        Execute("RELEASE request");
    }

    /// <summary>Rows that this connection has changed since it was opened.</summary>
    int Written() => SQLitePCL.raw.sqlite3_total_changes(_connection.Handle);

    /// <remarks>Where SQLite itself has undone the transaction (a full disk), there is nothing left to roll back.</remarks>
    void Abandon(List<Request> group, Exception fault)
    {
        try { Execute("ROLLBACK"); }
        catch (SqliteException) { }
        foreach (var request in group) request.Fail(fault);
    }

    void Execute(string sql) => _statements.Of(sql).Run();

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _statements.Dispose();
        _connection.Dispose();
    }

    abstract class Request(bool alone)
    {
        public bool Alone => alone;
        public abstract bool Attempt(Change change);

        /// <summary>It wrote, and the audit chain says nothing of it: a slip in our code, which must not reach the disk.</summary>
        /// <returns>False: nothing of it is kept.</returns>
        public abstract bool Untold();
        public abstract void Acknowledge();
        public abstract void Fail(Exception fault);
    }

    sealed class Request<T>(Func<Change, T> write, bool alone) : Request(alone)
    {
        readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T? _value;
        Exception? _fault;

        public Task<T> Answer => _answer.Task;

        public override bool Attempt(Change change)
        {
            try { _value = write(change); }
            catch (Exception fault) { _fault = fault; }
            return _fault is null && !change.Refused;
        }

        public override bool Untold()
        {
            _fault = new InvalidOperationException("This write left no event in the audit chain, so it was undone. Record one in it, or say with LeavesNoEvent why it needs none.");
            return false;
        }

        public override void Acknowledge()
        {
            if (_fault is null) _answer.SetResult(_value!); else _answer.SetException(_fault);
        }

        public override void Fail(Exception fault) => _answer.TrySetException(fault);
    }
}
