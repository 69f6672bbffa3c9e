using System.Text.Json;
using System.Text.Json.Serialization;

namespace Outcomes.Domain.Schedules;

/// <summary>When those outside the study get new reports.</summary>
public enum ScheduleRule { OnEachAnalysis, Monthly, AfterTerm }

/// <summary>When boards and schools get new reports. The researcher's are always of the newest analysis.</summary>
/// <param name="Day">Of the month, with <see cref="ScheduleRule.Monthly"/>: 1 to 28, so that every month has it.</param>
/// <param name="Dates">The last days of the terms, with <see cref="ScheduleRule.AfterTerm"/>.</param>
public sealed record ReleaseSchedule(ScheduleRule Rule, int? Day = null, IReadOnlyList<DateOnly>? Dates = null)
{
    const int LastDay = 28, MostDates = 100;

    public static readonly ReleaseSchedule Default = new(ScheduleRule.OnEachAnalysis);

    /// <summary>
    /// The latest instant, not after now, at which a report was due: the month's day begins (UTC), or the day after a term's last. Null:
    /// none yet, or there are no dates.
    /// </summary>
    public DateTimeOffset? LastDue(DateTimeOffset now) => Rule switch
    {
        ScheduleRule.Monthly => LastMonthly(now),
        ScheduleRule.AfterTerm => Dates!.Select(d => At(d.AddDays(1))).Where(d => d <= now).Select(d => (DateTimeOffset?)d).Max(),
        _ => null,
    };

    DateTimeOffset LastMonthly(DateTimeOffset now)
    {
        var thisMonth = At(new DateOnly(now.UtcDateTime.Year, now.UtcDateTime.Month, Day!.Value));
        return thisMonth <= now ? thisMonth : thisMonth.AddMonths(-1);
    }

    static DateTimeOffset At(DateOnly date) => new(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>Everything that is wrong with it; empty for one that can be kept.</summary>
    public IReadOnlyList<Fault> Faults()
    {
        var faults = new List<Fault>();
        if (Rule == ScheduleRule.Monthly && Day is null or < 1 or > LastDay) faults.Add(new("day", Day is null ? "missing_field" : "out_of_range", $"A day of the month from 1 to {LastDay} is needed."));
        if (Rule != ScheduleRule.Monthly && Day is not null) faults.Add(new("day", "not_used", "Only a monthly schedule has a day."));
        if (Rule == ScheduleRule.AfterTerm && Dates is null or { Count: 0 }) faults.Add(new("dates", "missing_field", "The last day of at least one term is needed."));
        if (Rule != ScheduleRule.AfterTerm && Dates is { Count: > 0 }) faults.Add(new("dates", "not_used", "Only a schedule after terms has dates."));
        if (Dates is { Count: > MostDates }) faults.Add(new("dates", "too_many", $"At most {MostDates} dates can be kept."));
        if (Dates is { } dates && dates.Distinct().Count() < dates.Count) faults.Add(new("dates", "duplicate", "A date stands here twice."));
        return faults;
    }

    public string Json() => JsonSerializer.Serialize(this, ScheduleJson.Default.ReleaseSchedule);

    /// <summary>As it was sent or stored, or everything that is wrong with it.</summary>
    public static Checked<ReleaseSchedule> Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var read = JsonSerializer.Deserialize(json, ScheduleJson.Default.ReleaseSchedule);
            if (read is null) return Checked<ReleaseSchedule>.Bad([new("", "wrong_type", "An object is expected here.")]);
            return read.Faults() is { Count: > 0 } faults ? Checked<ReleaseSchedule>.Bad(faults) : Checked<ReleaseSchedule>.Good(read);
        }
        catch (JsonException stopped)
        {
            // The exception's own message may quote what was sent.
            return Checked<ReleaseSchedule>.Bad([new(stopped.Path?.TrimStart('$', '.') is { Length: > 0 } path ? JsonText.Shown(path) : "", "not_json",
                "A schedule has a rule (on_each_analysis, monthly, after_term), for monthly a day, for after_term a list of dates such as 2026-12-18, and nothing else.")]);
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, Converters = [typeof(RuleName)])]
[JsonSerializable(typeof(ReleaseSchedule))]
public sealed partial class ScheduleJson : JsonSerializerContext;

sealed class RuleName() : JsonStringEnumConverter<ScheduleRule>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);
