using System.Globalization;
using Outcomes.Domain.Analyses;

namespace Outcomes.Reports.Reports;

/// <summary>A deviation from the plan as a sentence: the text of its code, or one that fits every code, so that none is ever left out.</summary>
public static class DeviationText
{
    static readonly string[] Places = ["a", "b", "c", "d", "e"];

    public static string Of(ReportContext c, Deviation deviation)
    {
        var sentence = OfCode(c, deviation) ?? c.T["deviation.other", ("code", deviation.Code), ("detail", deviation.Detail ?? "")].TrimEnd();
        var outcome = deviation.Outcome is { } id ? c.Outcomes.FirstOrDefault(o => o.Id == id)?.ScaleTitle ?? id : null;
        return outcome is null ? sentence : c.T["deviation.of", ("outcome", outcome), ("text", sentence)];
    }

    /// <summary>A code may have a text of its own for so many details. Null without any, or with fewer details than it has places for.</summary>
    static string? OfCode(ReportContext c, Deviation deviation)
    {
        var parts = (deviation.Detail ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] keys = [$"deviation.{deviation.Code}.{parts.Length}", $"deviation.{deviation.Code}"];
        if (keys.FirstOrDefault(c.T.Has) is not { } key) return null;
        var text = c.T[key, [.. parts.Take(Places.Length).Select((part, i) => (Places[i], Readable(c, part)))]];
        return Places.Skip(parts.Length).Any(place => text.Contains($"{{{place}}}", StringComparison.Ordinal)) ? null : text;
    }

    /// <summary>Arms by their titles, moderators, methods and groupings by their names, instants as dates, and anything else as the engine wrote it.</summary>
    static string Readable(ReportContext c, string part)
    {
        if (c.Study.Arms.FirstOrDefault(a => a.Id == part) is { } arm) return arm.Title;
        if (c.Result.Plan.Moderators.FirstOrDefault(m => m.Id == part) is { } moderator) return c.T[$"moderator.{moderator.By.ToString().ToLowerInvariant()}"];
        foreach (var key in new[] { $"sensitivity.{part}", $"model.{part}", $"grouping.{part}" })
            if (c.T.Has(key)) return c.T[key];
        return part.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(part, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? c.T.Date(date) : part;
    }
}
