using System.Security.Cryptography;
using System.Text;
using Outcomes.Domain;

namespace Outcomes.Data.Batches;

/// <summary>A row made ready to be stored, before the writer's turn comes: texts as the table holds them, and the hash of its content.</summary>
abstract record BatchRow(string Id, string ContentHash)
{
    /// <summary>SHA-256 of the fields, one a line. No field can hold a line break: each is an id, a number, an instant or JSON.</summary>
    protected static string HashOf(params ReadOnlySpan<string?> fields)
    {
        var text = string.Join('\n', fields);
        Span<byte> utf8 = text.Length <= 1024 ? stackalloc byte[text.Length * 3] : new byte[text.Length * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(text, utf8)], hash);
        return Convert.ToHexStringLower(hash);
    }

    protected static string Text(Guid id) => id.ToString("D");
}

/// <summary>What a noun's store knows of its table, for <see cref="BatchWriter{TRow}"/>.</summary>
abstract class BatchTable<TRow>(Change change, string study) where TRow : BatchRow
{
    protected Change Change => change;

    protected string Study => study;

    /// <summary>The instant that rows of this batch carry.</summary>
    protected string Received { get; } = Utc.Text(change.Now);

    /// <summary>Faults of what the row refers to; the row is inserted only without any.</summary>
    public abstract bool RefersToKnown(TRow row, long number, Action<Fault> fault);

    /// <returns>False when a row with this id, or one that says the same of the same participant, is there already.</returns>
    public abstract bool Insert(TRow row, string receipt);

    /// <summary>SELECT content_hash, receipt_id, study_id of the row with id @1.</summary>
    public abstract string ExistingSql { get; }

    /// <summary>The fault of a row that cannot stand beside one with another id.</summary>
    public abstract Fault Clash(long number);
}
