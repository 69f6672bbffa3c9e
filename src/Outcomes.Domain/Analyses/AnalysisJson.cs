using System.Text.Json;
using System.Text.Json.Serialization;
using Outcomes.Domain.Consents;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Releases;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Analyses;

/// <summary>
/// Results as JSON: snake_case, a <see cref="Quantity"/> as a number or as <c>{"absent":"small_group"}</c>. The same result gives the
/// same bytes: members stand in the order of the records, numbers in their shortest form that reads back equal.
/// </summary>
public static class AnalysisJson
{
    public static byte[] Bytes(AnalysisResult result) => JsonSerializer.SerializeToUtf8Bytes(result, AnalysisJsonContext.Default.AnalysisResult);

    /// <summary>What an audience may read. There is no way back: only <see cref="Release"/> makes a released result.</summary>
    public static byte[] Bytes(ReleasedResult released) => JsonSerializer.SerializeToUtf8Bytes(released, AnalysisJsonContext.Default.ReleasedResult);

    /// <exception cref="JsonException">It is no result, or one of a format that this program does not know.</exception>
    public static AnalysisResult Read(ReadOnlySpan<byte> json)
    {
        var result = JsonSerializer.Deserialize(json, AnalysisJsonContext.Default.AnalysisResult) ?? throw new JsonException("No result.");
        return result.Format == AnalysisResult.CurrentFormat ? result
            : throw new JsonException($"A result of format {result.Format}; this program reads format {AnalysisResult.CurrentFormat}.");
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [
        typeof(QuantityJson), typeof(SnakeCase<Audience>), typeof(SnakeCase<Population>), typeof(SnakeCase<AllocationUnit>),
        typeof(SnakeCase<Delivery>), typeof(SnakeCase<ArmRole>), typeof(SnakeCase<TimepointKind>), typeof(SnakeCase<OutcomeRole>),
        typeof(SnakeCase<Estimand>), typeof(SnakeCase<Direction>), typeof(SnakeCase<Multiplicity>), typeof(SnakeCase<Clustering>),
        typeof(SnakeCase<Grouping>), typeof(SnakeCase<CovariateSource>), typeof(SnakeCase<MissingMethod>), typeof(SnakeCase<SensitivityKind>),
        typeof(SnakeCase<ModeratorKind>), typeof(SnakeCase<PlanState>), typeof(SnakeCase<ConsentPurpose>)])]
[JsonSerializable(typeof(AnalysisResult))]
[JsonSerializable(typeof(ReleasedResult))]
public sealed partial class AnalysisJsonContext : JsonSerializerContext;

/// <summary>An enum's member by its name in snake_case; numbers are refused.</summary>
sealed class SnakeCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) where T : struct, Enum;

/// <summary>A number, or an object that says why there is none.</summary>
sealed class QuantityJson : JsonConverter<Quantity>
{
    static readonly Dictionary<Absence, string> Names =
        Enum.GetValues<Absence>().ToDictionary(a => a, a => JsonNamingPolicy.SnakeCaseLower.ConvertName(a.ToString()));

    public override Quantity Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number) return Quantity.Of(reader.GetDouble());
        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.GetString() != "absent" || !reader.Read())
            throw new JsonException("A quantity is a number or {\"absent\": reason}.");
        var name = reader.GetString();
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndObject) throw new JsonException("An absent quantity says why, and nothing else.");
        foreach (var (absence, known) in Names)
            if (known == name) return Quantity.None(absence);
        throw new JsonException("Unknown reason for an absent quantity.");
    }

    public override void Write(Utf8JsonWriter writer, Quantity quantity, JsonSerializerOptions options)
    {
        if (quantity.Value is { } value)
        {
            writer.WriteNumberValue(value);
            return;
        }
        writer.WriteStartObject();
        writer.WriteString("absent", Names[quantity.Absent!.Value]);
        writer.WriteEndObject();
    }
}
