using System.Data.Common;
using System.Globalization;
using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Accounts;

/// <summary>ASP.NET Core's data-protection keys, as XML, sealed with the key of a file.</summary>
public sealed class ProtectionKeyStore(Database database, Writer writer, KeyFile file)
{
    public IReadOnlyList<string> All() =>
        [.. Rows(database).Select(row => KeyFile.KeyOf(row.Xml) is null ? row.Xml : file.Unseal(row.Name, row.Xml))];

    public Task<bool> Add(string name, string xml) => writer.Run(change =>
    {
        change.Record(new AuditEvent("system", "protection_key_made", name));
        return change.Prepared("INSERT INTO protection_key (name, xml, created_utc) VALUES (@1, @2, @3) ON CONFLICT (name) DO UPDATE SET xml = @2").Run(name, file.Seal(name, xml), Utc.Text(change.Now)) == 1;
    });

    /// <summary>Seals what an earlier version stored as it is, and anew what was sealed with an earlier key.</summary>
    public Task<int> SealAll() => writer.Run(change =>
    {
        var others = Rows(change.Connection).Where(row => KeyFile.KeyOf(row.Xml) != file.Id).ToList();
        if (others.Count == 0) return 0;
        // Otherwise SQLite leaves what stood there in the file's free space.
        change.Connection.Execute("PRAGMA secure_delete = ON");
        foreach (var row in others)
            change.Prepared("UPDATE protection_key SET xml = @2 WHERE name = @1").Run(row.Name, file.Seal(row.Name, KeyFile.KeyOf(row.Xml) is null ? row.Xml : file.Unseal(row.Name, row.Xml)));
        change.Record(new AuditEvent("system", "protection_keys_sealed", file.Id, Details: Count(others.Count)));
        return others.Count;
    });

    /// <summary>Drops what no key opens any more: everyone signs in again, and authenticator apps must be set up anew.</summary>
    public static Task<int> Forget(Database database, Writer writer, string actor) => writer.Run(change =>
    {
        var dropped = change.Prepared("DELETE FROM protection_key").Run();
        change.Record(new AuditEvent(actor, "protection_keys_forgotten", "all", Details: Count(dropped)));
        return dropped;
    });

    public static bool AnySealed(Database database) => Rows(database).Any(row => KeyFile.KeyOf(row.Xml) is not null);

    /// <exception cref="DatabaseRefused">Something is sealed with a key that the file does not hold.</exception>
    public static void RequireOpened(Database database, KeyFile file)
    {
        if (Rows(database).Select(row => KeyFile.KeyOf(row.Xml)).FirstOrDefault(id => id is not null && !file.Ids.Contains(id)) is { } missing)
            throw new DatabaseRefused($"This database is sealed with the key {missing}, which {file.Path} does not hold. Put the key file of that id there, or name it by OUTCOMES_KEY_FILE.");
    }

    /// <summary>Ids of the keys that a database asks for.</summary>
    /// <remarks>A backup may be of a version that had no such table.</remarks>
    internal static IReadOnlyList<string> KeysNeeded(DbConnection connection) => connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'protection_key'") == 0 ? [] : [.. Rows(connection).Select(row => KeyFile.KeyOf(row.Xml)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    static IReadOnlyList<Row> Rows(Database database) => database.Read(Rows);

    static List<Row> Rows(DbConnection connection) => connection.Query<Row>("SELECT name, xml FROM protection_key ORDER BY created_utc, name").AsList();

    static Dictionary<string, string> Count(int count) => new() { ["count"] = count.ToString(CultureInfo.InvariantCulture) };

    sealed record Row(string Name, string Xml);
}
