using Outcomes.Domain.Instruments;
using Outcomes.Domain.Sessions;

namespace Outcomes.Data.Datasets;

// One record a grain, its fields as the database holds them: instants and ids are text in their one written form, so that nothing is
// parsed and written again on its way into a file.

public sealed record ParticipantRow
{
    public required string Id { get; init; }
    public required string Pseudonym { get; init; }
    public required string School { get; init; }
    public required string Arm { get; init; }
    public required string Language { get; init; }
    public required string EnrolledOn { get; init; }
}

public sealed record SessionRow
{
    public required string Id { get; init; }
    public required string School { get; init; }
    public required string Arm { get; init; }
    public long Week { get; init; }
    public required string Delivery { get; init; }
    public required string Status { get; init; }
    public required string StartUtc { get; init; }
    public long? DurationMinutes { get; init; }
    public bool? EducatorPresent { get; init; }
    public double? RttMs { get; init; }
    public double? JitterMs { get; init; }
    public double? LossPct { get; init; }
    public double? ConcealedPct { get; init; }
    public long Attendees { get; init; }
}

/// <summary>What was done in a session, as it was coded last.</summary>
public sealed record SessionRecordRow(string Session, string RecordedUtc, SessionRecord Record);

/// <param name="Number">Of the session's time line, counted from 1.</param>
public sealed record SessionEventRow(string Session, long Number, MusicalEvent Event);

/// <param name="Number">Of the session's record, counted from 1.</param>
public sealed record SessionAdaptationRow(string Session, long Number, Adaptation Adaptation);

/// <summary>What a dump of the connection's statistics says beside the four means in the session's own row.</summary>
public sealed record TransmissionRow
{
    public required string Session { get; init; }
    public string? Codec { get; init; }
    public double? BitrateKbps { get; init; }
    public double? Seconds { get; init; }
    public required string ImportedUtc { get; init; }
}

public sealed record ConnectionRow
{
    public required string Id { get; init; }
    public required string School { get; init; }
    public required string MeasuredUtc { get; init; }
    public double RttMs { get; init; }
    public double JitterMs { get; init; }
    public double LatePct { get; init; }
    public double DownKbps { get; init; }
    public double UpKbps { get; init; }
}

public sealed record PlayRow
{
    public required string Id { get; init; }
    public required string Session { get; init; }
    public required string Participant { get; init; }
    public required string Activity { get; init; }
    public required string BegunUtc { get; init; }
    public double? Seconds { get; init; }
    public double Length { get; init; }
}

public sealed record AttendanceRow
{
    public required string Session { get; init; }
    public required string Participant { get; init; }
}

public record AssessmentRow
{
    public required string Id { get; init; }
    public required string Participant { get; init; }
    public required string Instrument { get; init; }
    public required string Version { get; init; }
    public required string Timepoint { get; init; }
    public string? Session { get; init; }
    public required string CompletedUtc { get; init; }
    public required string Language { get; init; }
    public required string Mode { get; init; }
}

/// <summary>One item of one assessment; items that were not reached have a row as well.</summary>
public sealed record ItemRow(AssessmentRow Assessment, string Item, Answer Answer);

public sealed record ScoreRow
{
    public required string Assessment { get; init; }
    public required string Participant { get; init; }
    public required string Instrument { get; init; }
    public required string Version { get; init; }
    public required string Timepoint { get; init; }
    public string? Session { get; init; }
    public required string Scale { get; init; }
    public double? Value { get; init; }
    public long Answered { get; init; }
    public long Preferred { get; init; }
    public long NotReached { get; init; }
    public bool Prorated { get; init; }
    public required string DefinitionHash { get; init; }
}
