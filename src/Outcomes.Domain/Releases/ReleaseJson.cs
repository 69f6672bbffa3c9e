using System.Text.Json;
using System.Text.Json.Serialization;

namespace Outcomes.Domain.Releases;

/// <summary>The parts of a ledger's entry as JSON.</summary>
public static class ReleaseJson
{
    public static string Text(IReadOnlyList<ReleasedCount> counts) => JsonSerializer.Serialize(counts, ReleaseJsonContext.Default.IReadOnlyListReleasedCount);

    public static string Text(IReadOnlyList<string> names) => JsonSerializer.Serialize(names, ReleaseJsonContext.Default.IReadOnlyListString);

    public static IReadOnlyList<ReleasedCount> Counts(string json) => JsonSerializer.Deserialize(json, ReleaseJsonContext.Default.IReadOnlyListReleasedCount) ?? [];

    public static IReadOnlyList<string> Names(string json) => JsonSerializer.Deserialize(json, ReleaseJsonContext.Default.IReadOnlyListString) ?? [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(IReadOnlyList<ReleasedCount>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
sealed partial class ReleaseJsonContext : JsonSerializerContext;
