using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Outcomes.Api.Analyses;
using Outcomes.Api.Assessments;
using Outcomes.Api.Batches;
using Outcomes.Api.Consents;
using Outcomes.Api.Instruments;
using Outcomes.Api.Jobs;
using Outcomes.Api.Participants;
using Outcomes.Api.Plans;
using Outcomes.Api.Problems;
using Outcomes.Api.Releases;
using Outcomes.Api.Reports;
using Outcomes.Api.Sessions;
using Outcomes.Api.Studies;
using Outcomes.Api.Webhooks;
using Outcomes.Domain;
using Outcomes.Domain.Assessments;
using Outcomes.Domain.Batches;
using Outcomes.Domain.Consents;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Schedules;
using Outcomes.Domain.Sessions;
using Outcomes.Domain.Studies;

namespace Outcomes.Api;

/// <summary>The wire's JSON: snake_case, nulls left out, instants as <see cref="Utc"/> writes them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(InstantConverter), typeof(SnakeCaseEnum<BatchKind>), typeof(SnakeCaseEnum<Delivery>), typeof(SnakeCaseEnum<ScheduleRule>), typeof(SnakeCaseEnum<EntryMode>), typeof(SnakeCaseEnum<SessionStatus>), typeof(SnakeCaseEnum<PlanState>),
        typeof(SnakeCaseEnum<ConsentPurpose>), typeof(SnakeCaseEnum<ConsentGiver>), typeof(SnakeCaseEnum<ConsentAnswer>),
    ])]
[JsonSerializable(typeof(AnalysisContract))]
[JsonSerializable(typeof(IReadOnlyList<AnalysisContract>))]
[JsonSerializable(typeof(IReadOnlyList<JobContract>))]
[JsonSerializable(typeof(IReadOnlyList<AssessmentContract>))]
[JsonSerializable(typeof(BatchContract))]
[JsonSerializable(typeof(IReadOnlyList<ConsentContract>))]
[JsonSerializable(typeof(KeptOutContract))]
[JsonSerializable(typeof(IReadOnlyList<InstrumentContract>))]
[JsonSerializable(typeof(IReadOnlyList<ReportContract>))]
[JsonSerializable(typeof(SchoolRunContract))]
[JsonSerializable(typeof(ReleaseSchedule))]
[JsonSerializable(typeof(WebhookRequest))]
[JsonSerializable(typeof(NewWebhookContract))]
[JsonSerializable(typeof(WebhookContract))]
[JsonSerializable(typeof(IReadOnlyList<WebhookContract>))]
[JsonSerializable(typeof(IReadOnlyList<StudyContract>))]
[JsonSerializable(typeof(IReadOnlyList<StudyVersionContract>))]
[JsonSerializable(typeof(IReadOnlyList<ParticipantContract>))]
[JsonSerializable(typeof(PlanContract))]
[JsonSerializable(typeof(IReadOnlyList<PlanVersionContract>))]
[JsonSerializable(typeof(PlanLockRequest))]
[JsonSerializable(typeof(ProblemContract))]
[JsonSerializable(typeof(IReadOnlyList<ReleaseContract>))]
[JsonSerializable(typeof(IReadOnlyList<SessionContract>))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(StudyChangesContract))]
[JsonSerializable(typeof(ImportContract))]
public sealed partial class ApiJson : JsonSerializerContext
{
    public static IResult Ok<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) => Results.Json(value, type, statusCode: status);
}

sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) where T : struct, Enum;

sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.Parse(reader.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Utc.Text(value));
}
