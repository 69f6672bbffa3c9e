using Dapper;
using Outcomes.Domain;
using Outcomes.Domain.Audit;

namespace Outcomes.Data.Entry;

/// <param name="PublicKey">base64url of 65 bytes.</param>
/// <param name="Protected">The private half, as whoever made it protected it.</param>
public sealed record EntryKey(string Id, string PublicKey, string Protected);

/// <summary>Keys that browsers seal forms to while they have no network. The newest is given out; earlier ones open what was sealed before.</summary>
public sealed class EntryKeyStore(Database database, Writer writer)
{
    const string Columns = "SELECT id, public_key AS PublicKey, private_key AS Protected FROM entry_key";

    public EntryKey? Newest() => database.Read(c => c.QueryFirstOrDefault<EntryKey>($"{Columns} ORDER BY created_utc DESC, id DESC LIMIT 1"));

    public EntryKey? Find(string id) => database.Read(c => c.QuerySingleOrDefault<EntryKey>($"{Columns} WHERE id = @id", new { id }));

    public Task<bool> Add(EntryKey key) => writer.Run(change =>
    {
        change.Record(new AuditEvent("system", "entry_key_made", key.Id));
        return change.Prepared("INSERT INTO entry_key (id, public_key, private_key, created_utc) VALUES (@1, @2, @3, @4)").Run(key.Id, key.PublicKey, key.Protected, Utc.Text(change.Now)) == 1;
    });
}
