using System.Globalization;
using Outcomes.Data.Audit;
using Outcomes.Domain;

namespace Outcomes.Api.Audit;

/// <summary>A search of the chain as the form sends it: empty where nothing was typed.</summary>
public sealed record AuditSearch(string? Actor, string? Action, string? Study, string? Subject, string? From, string? To, long? Before, string? As)
{
    public AuditFilter Filter => new(Actor, Action, Study, Subject, Day(From), Day(To), Before);

    public IReadOnlyList<Fault> Faults => [.. new[] { ("from", From), ("to", To) }.Where(day => !string.IsNullOrWhiteSpace(day.Item2) && Day(day.Item2) is null)
        .Select(day => new Fault(day.Item1, "audit_date", "A date is written as year-month-day, such as 2026-03-09."))];

    static DateOnly? Day(string? text) => DateOnly.TryParseExact(text?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
