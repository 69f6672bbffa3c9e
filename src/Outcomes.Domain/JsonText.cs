using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Outcomes.Domain;

/// <summary>From the bytes of a file to a JSON document, or to the one fault that says where it stops being JSON.</summary>
static partial class JsonText
{
    /// <summary>Parses UTF-8 and reads the root. A byte order mark, as some editors write it, is skipped.</summary>
    public static Checked<T> Read<T>(ReadOnlyMemory<byte> utf8, Func<JsonElement, Checked<T>> read) where T : class
    {
        if (utf8.Span.StartsWith(Encoding.UTF8.Preamble)) utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return read(document.RootElement);
        }
        catch (JsonException stopped)
        {
            return Checked<T>.Bad([NotJson(stopped)]);
        }
    }

    /// <summary>A member's name as a fault may say it again: only in the shape of one of ours, since whatever else stands in its place could be a person's.</summary>
    public static string Shown(string name) => NameOfOurs().IsMatch(name) ? name : "…";

    [GeneratedRegex(@"^([$A-Za-z][A-Za-z0-9_-]{0,39}|[0-9]{1,4})(\[[0-9]+\])*(\.([A-Za-z][A-Za-z0-9_-]{0,39}|[0-9]{1,4})(\[[0-9]+\])*)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameOfOurs();

    /// <summary>The text of a string element, or null where it is not text (half a surrogate pair, broken UTF-8).</summary>
    public static string? TextOf(JsonElement element)
    {
        try { return element.GetString(); }
        catch (InvalidOperationException) { return null; }
    }

    // The exception's own message may quote what was sent; line and column do not.
    static Fault NotJson(JsonException stopped) => new("", "not_json", string.Create(CultureInfo.InvariantCulture,
        $"This is not complete, valid JSON: reading stopped at line {stopped.LineNumber + 1}, column {stopped.BytePositionInLine + 1}."));
}
