using System.Text.Json;

namespace Outcomes.Domain;

/// <summary>How an enum's values are written in files, on the wire and in the database: <c>lower_is_better</c>.</summary>
public static class EnumNames<T> where T : struct, Enum
{
    static readonly Dictionary<string, T> ByName = Enum.GetValues<T>().ToDictionary(Of, StringComparer.Ordinal);

    /// <summary>All names, in the order of declaration.</summary>
    public static IEnumerable<string> All => Enum.GetValues<T>().Select(Of);

    public static string Of(T value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static bool TryRead(string name, out T value) => ByName.TryGetValue(name, out value);
}
