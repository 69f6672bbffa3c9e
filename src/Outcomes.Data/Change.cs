using Microsoft.Data.Sqlite;
using Outcomes.Data.Audit;
using Outcomes.Domain.Audit;

namespace Outcomes.Data;

/// <summary>
/// One request's part of a transaction. Whatever it writes is kept when it ends, or undone to its beginning when it throws or was
/// refused; the other requests of the same transaction see nothing of that.
/// </summary>
public sealed class Change
{
    readonly Statements _statements;
    readonly AuditStore _audit;

    internal Change(SqliteConnection connection, Statements statements, AuditStore audit, DateTimeOffset now) =>
        (Connection, _statements, _audit, Now) = (connection, statements, audit, now);

    /// <summary>The instant that everything written here carries.</summary>
    public DateTimeOffset Now { get; }

    internal SqliteConnection Connection { get; }

    internal bool Refused { get; private set; }

    /// <summary>Undoes this request's writes when it ends; its answer is still given.</summary>
    public void Refuse() => Refused = true;

    /// <summary>A statement prepared once and kept; its parameters are @1, @2, … in order.</summary>
    internal Statement Prepared(string sql) => _statements.Of(sql);

    internal void Record(AuditEvent what)
    {
        _audit.Append(this, what);
        IsTold = true;
    }

    /// <summary>Keeps the system's own books (how far a job is, when a browser was last seen): nothing that anyone could be asked about.</summary>
    /// <param name="because">For whoever reads the code: why the chain need not tell of it.</param>
    internal void LeavesNoEvent(string because)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(because);
        IsTold = true;
    }

    /// <summary>The audit chain tells of it, or the code says why it need not.</summary>
    internal bool IsTold { get; private set; }
}
