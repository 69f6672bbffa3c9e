using System.Text.Json;
using System.Text.Json.Serialization;

namespace Outcomes.Domain.Webhooks;

/// <summary>What a receiver is told: that something is there, and where. No number of any result.</summary>
/// <param name="Event"><c>report.made</c>, <c>school_reports.made</c> or <c>test</c>.</param>
/// <param name="Link">Path below the system's own address; it needs a key, as everything there does.</param>
public sealed record Notice(string Event, string Study, string? Analysis = null, string? Audience = null, string? Language = null, string? Code = null, string? Link = null)
{
    public string Json() => JsonSerializer.Serialize(this, NoticeJson.Default.Notice);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Notice))]
public sealed partial class NoticeJson : JsonSerializerContext;
