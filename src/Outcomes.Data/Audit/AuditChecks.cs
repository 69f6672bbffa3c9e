using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Audit;

/// <summary>How the audit chain stands.</summary>
/// <param name="CheckedTo">The links up to this number were looked at by the last whole check; those after it, just now.</param>
/// <param name="CheckedUtc">Of the last whole check; null: the whole chain was looked at just now.</param>
public sealed record AuditState(AuditFault? Fault, long CheckedTo, string? CheckedUtc);

/// <summary>
/// Checks of the chain: the whole of it once a day and on demand, and for each view only what came since. The end of a chain that was
/// whole is kept, signed, as the place to go on from.
/// </summary>
/// <remarks>
/// What such an end is trusted for: to save the work of looking at the links before it again until the next day, and nothing else. A whole
/// check never begins at one; it begins at the first link, and then holds the chain against every end that was kept, so that a chain which
/// was cut or written anew since is found although it fits in itself. An end counts only with a signature by the key beside the
/// database: who can write into the database alone cannot make one. A fault that was found stays until a whole check finds none. Who
/// holds the key's file as well can forge all of this, which is what a head kept elsewhere is for.
/// </remarks>
public sealed class AuditChecks(Database database, Writer writer)
{
    const string Last = "SELECT checked_utc AS CheckedUtc, fault, number, head FROM audit_check ORDER BY id DESC LIMIT 1";

    string Folder => Path.GetDirectoryName(database.Path)!;

    public bool IsDue(TimeSpan every) => database.Read(c => c.QueryFirstOrDefault<CheckRow>(Last)) is not { } last || Utc.Parse(last.CheckedUtc) + every <= database.Time.GetUtcNow();

    /// <summary>Looks at every link, and keeps what was found.</summary>
    public async Task<AuditState> Whole()
    {
        using var key = AuditHeadKey.FindOrMake(Folder);
        var (fault, number, hash) = database.Read(c => c.QueryFirstOrDefault<AuditRow>($"{AuditStore.Select} ORDER BY number DESC LIMIT 1") is var newest
            ? (WholeFault(c, PublicKey(key)), newest?.Number ?? 0, newest?.Hash ?? AuditChain.Start) : default);
        return await writer.Run(change =>
        {
            var head = fault is null ? Encoding.UTF8.GetString(SignedHead.Of(number, hash, change.Now, key).Json()) : null;
            change.Prepared("INSERT INTO audit_check (checked_utc, fault, number, head) VALUES (@1, @2, @3, @4)")
                .Run(Utc.Text(change.Now), fault is null ? null : EnumNames<AuditFaultKind>.Of(fault.Kind), fault?.Number ?? number, head);
            change.Record(new AuditEvent("job", "audit_checked", fault is null ? "whole" : EnumNames<AuditFaultKind>.Of(fault.Kind),
                Details: new Dictionary<string, string> { ["number"] = (fault?.Number ?? number).ToString(CultureInfo.InvariantCulture) }));
            return new AuditState(fault, number, Utc.Text(change.Now));
        });
    }

    /// <summary>What the last whole check found, and whether what came since fits; the whole chain where there is no end to go on from.</summary>
    public AuditState Now()
    {
        using var key = AuditHeadKey.Find(Folder);
        return database.Read(c =>
        {
            var last = c.QueryFirstOrDefault<CheckRow>(Last);
            if (last?.Fault is not null) return new AuditState(last.AsFault(), last.Number, last.CheckedUtc);
            if (last is null || key is null || last.SignedHead() is not { } head || head.PublicKey != PublicKey(key) || !head.IsSound())
                return new AuditState(WholeFault(c, key is null ? null : PublicKey(key)), 0, null);
            return new AuditState(Moved(c, head) ?? BrokenAfter(c, head), head.Number, last.CheckedUtc);
        });
    }

    /// <summary>Looks at every link and holds the chain against the ends that were kept; keeps nothing.</summary>
    public static AuditFault? WholeFault(Database database)
    {
        using var key = AuditHeadKey.Find(Path.GetDirectoryName(database.Path)!);
        return database.Read(c => WholeFault(c, key is null ? null : PublicKey(key)));
    }

    static AuditFault? WholeFault(DbConnection connection, string? publicKey) => AuditStore.FirstBreak(connection) is { } number ? new(AuditFaultKind.Broken, number)
        : connection.Query<CheckRow>("SELECT checked_utc AS CheckedUtc, fault, number, head FROM audit_check WHERE head IS NOT NULL ORDER BY id").Select(row => Against(connection, row, publicKey)).FirstOrDefault(f => f is not null);

    /// <remarks>An end under another key came with a backup from elsewhere: nothing can be said by it here.</remarks>
    static AuditFault? Against(DbConnection connection, CheckRow row, string? publicKey) => row.SignedHead() is not { } head || head.PublicKey != publicKey ? null
        : !head.IsSound() ? new(AuditFaultKind.HeadChanged, head.Number, row.CheckedUtc) : Moved(connection, head);

    /// <summary>Null where the chain still holds what it ended with then.</summary>
    static AuditFault? Moved(DbConnection connection, SignedHead head)
    {
        var there = head.Number == 0 ? AuditChain.Start : connection.QuerySingleOrDefault<string?>("SELECT hash FROM audit WHERE number = @Number", new { head.Number });
        return there == head.Hash ? null : new(there is null ? AuditFaultKind.Cut : AuditFaultKind.Rewritten, head.Number, head.TakenUtc);
    }

    static AuditFault? BrokenAfter(DbConnection connection, SignedHead head) =>
        AuditChain.FirstBreak(connection.Query<AuditRow>($"{AuditStore.Select} WHERE number > @Number ORDER BY number", new { head.Number }, buffered: false), head.Number, head.Hash) is { } number
            ? new(AuditFaultKind.Broken, number) : null;

    static string PublicKey(ECDsa key) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    sealed record CheckRow(string CheckedUtc, string? Fault, long Number, string? Head)
    {
        public AuditFault AsFault() => new(EnumNames<AuditFaultKind>.TryRead(Fault!, out var kind) ? kind : AuditFaultKind.HeadChanged, Number, CheckedUtc);

        public SignedHead? SignedHead() => Head is null ? null : Domain.Audit.SignedHead.Read(Encoding.UTF8.GetBytes(Head));
    }
}
