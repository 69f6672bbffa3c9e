using System.Globalization;
using Outcomes.Domain;

namespace Outcomes.Api.Sessions;

/// <summary>Reads a page's form field by field and notes every fault at its field; what was typed stays with the form.</summary>
sealed class FormReader(IFormCollection form)
{
    readonly List<Fault> _faults = [];

    public IReadOnlyList<Fault> Faults => _faults;

    public string Text(string name) => form[name].ToString().Trim();

    public T? OneOf<T>(string name, bool required = true) where T : struct, Enum
    {
        if (EnumNames<T>.TryRead(Text(name), out var value)) return value;
        if (required || Text(name).Length > 0) _faults.Add(new(name, "not_listed", "Choose one of these."));
        return null;
    }

    public int? Whole(string name, bool required, int least, int most)
    {
        if (Text(name).Length == 0 && !required) return null;
        if (int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        _faults.Add(new(name, "out_of_range", string.Create(CultureInfo.InvariantCulture, $"This is a whole number from {least} to {most}.")));
        return null;
    }

    /// <summary>What a field for date and time gives, with how many minutes its clock is ahead of UTC (0: it was typed in UTC).</summary>
    public DateTimeOffset? Instant(string name, string offset)
    {
        var ahead = int.TryParse(Text(offset), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes) && Math.Abs(minutes) <= 14 * 60 ? minutes : 0;
        if (DateTime.TryParseExact(Text(name), ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && local.Year is > 2000 and < 2200)
            return new DateTimeOffset(local, TimeSpan.FromMinutes(ahead)).ToUniversalTime();
        _faults.Add(new(name, "bad_instant", "This is a day and a time, such as 2026-03-02T09:00."));
        return null;
    }

    public List<T> Several<T>(string name) where T : struct, Enum
    {
        var values = new List<T>();
        foreach (var text in form[name])
            if (EnumNames<T>.TryRead(text ?? "", out var value)) values.Add(value);
            else _faults.Add(new(name, "not_listed", "Choose from the list."));
        return values;
    }

    public Guid Id(string name)
    {
        if (Guid.TryParseExact(Text(name), "D", out var id) && id.Version == 7) return id;
        _faults.Add(new(name, "bad_id", "This form was not drawn by us. Load the page again."));
        return default;
    }
}
