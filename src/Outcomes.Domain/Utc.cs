using System.Globalization;

namespace Outcomes.Domain;

/// <summary>Instants as text: ISO 8601, UTC, milliseconds, always 24 characters, so that text order is time order.</summary>
public static class Utc
{
    const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
