using System.Globalization;

namespace Outcomes.Domain.Activities;

/// <summary>Which parts of a sound were played, in seconds from its beginning: sorted, apart from each other, never beyond its length.</summary>
public sealed record PlayedParts(IReadOnlyList<(double From, double To)> Parts)
{
    public const int MostParts = 500;

    /// <summary>Two parts that all but touch are one: a player reports in steps.</summary>
    const double Gap = 0.05;

    public static readonly PlayedParts None = new([]);

    public double Seconds => Parts.Sum(p => p.To - p.From);

    /// <param name="text"><c>0-12.5,20-31</c>.</param>
    /// <returns>Null: no such text. What a browser claims beyond the length is cut off.</returns>
    public static PlayedParts? Read(string text, double length)
    {
        var parts = new List<(double, double)>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (parts.Count == MostParts || part.Split('-') is not [var first, var last] || Number(first) is not { } from || Number(last) is not { } to || from > to) return null;
            parts.Add((Math.Min(from, length), Math.Min(to, length)));
        }
        return Merged(parts);
    }

    public PlayedParts With(PlayedParts other) => Merged([.. Parts, .. other.Parts]);

    static PlayedParts Merged(List<(double From, double To)> parts)
    {
        var merged = new List<(double From, double To)>();
        foreach (var part in parts.Where(p => p.To > p.From).Order())
            if (merged.Count > 0 && part.From <= merged[^1].To + Gap) merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, part.To));
            else merged.Add(part);
        return new(merged);
    }

    public override string ToString() => string.Join(',', Parts.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.From:0.###}-{p.To:0.###}")));

    static double? Number(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= ActivityRules.MostSeconds * 2 ? number : null;
}
