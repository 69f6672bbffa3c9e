using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Outcomes.Domain.Audit;

/// <summary>
/// Events in a chain of hashes: each hash covers the event and the hash before it, so that no event can be changed, dropped or
/// slipped in without breaking every hash that follows.
/// </summary>
public static class AuditChain
{
    /// <summary>What stands before the first event.</summary>
    public static readonly string Start = new('0', 64);

    /// <summary>The next link after the row with this number and hash (0 and <see cref="Start"/> for the first).</summary>
    public static AuditRow Next(long lastNumber, string lastHash, AuditEvent what, DateTimeOffset when)
    {
        var text = Canonical(lastNumber + 1, what, when);
        return new(lastNumber + 1, text, lastHash, Hash(lastHash, text));
    }

    /// <summary>The number of the first row that does not fit, or null when all rows, in order, form an unbroken chain.</summary>
    public static long? FirstBreak(IEnumerable<AuditRow> rows) => FirstBreak(rows, 0, Start);

    /// <summary>The same for the rows that follow the one with this number and hash, which is taken as it is.</summary>
    public static long? FirstBreak(IEnumerable<AuditRow> rows, long number, string hash)
    {
        foreach (var row in rows)
        {
            number++;
            if (row.Number != number || row.PreviousHash != hash || row.Hash != Hash(hash, row.Event) || NumberIn(row.Event) != number) return number;
            hash = row.Hash;
        }
        return null;
    }

    static string Hash(string previous, string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(previous + text)));

    /// <returns>Null where the event can no longer be read.</returns>
    static long? NumberIn(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.TryGetProperty("number", out var number) && number.TryGetInt64(out var value) ? value : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) { return null; }
    }

    /// <remarks>Members in ordinal order by hand: the same bytes as <see cref="CanonicalJson"/> gives.</remarks>
    static string Canonical(long number, AuditEvent what, DateTimeOffset when)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, CanonicalJson.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("action", what.Action);
            writer.WriteString("actor", what.Actor);
            writer.WriteStartObject("details");
            foreach (var (name, value) in (what.Details ?? new Dictionary<string, string>()).OrderBy(d => d.Key, StringComparer.Ordinal))
                writer.WriteString(name, value);
            writer.WriteEndObject();
            writer.WriteNumber("number", number);
            writer.WriteString("occurred_utc", Utc.Text(when));
            writer.WriteString("study", what.Study);
            writer.WriteString("subject", what.Subject);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
