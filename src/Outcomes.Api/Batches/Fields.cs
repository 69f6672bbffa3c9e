using System.Globalization;
using Outcomes.Domain;
using Outcomes.Domain.Instruments;

namespace Outcomes.Api.Batches;

/// <summary>
/// The fields of one row, whatever it was written in. A field that is missing or not of its kind is noted as a fault and read as a
/// stand-in, so that the row's other faults are found as well; the row counts only without any. No reason repeats what was sent.
/// </summary>
abstract class Fields(long row, List<Fault> faults)
{
    const string InstantForm = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";
    const DateTimeStyles NoStyle = DateTimeStyles.None;

    protected long Row => row;

    protected List<Fault> Faults => faults;

    /// <returns>Null when the field is missing, or noted as faulty.</returns>
    public abstract string? OptionalText(string name);

    public abstract double? OptionalNumber(string name);

    public abstract bool? OptionalFlag(string name);

    /// <summary>A list that may be left out, and is empty then.</summary>
    public abstract IReadOnlyList<string> Texts(string name);

    /// <summary>Answers by item.</summary>
    public abstract IReadOnlyDictionary<string, Answer> Answers();

    /// <summary>The fields below another; null when none is there.</summary>
    public abstract T? Group<T>(string name, Func<Fields, T> read) where T : class;

    /// <summary>How a fault names this field.</summary>
    protected virtual string At(string name) => name;

    public void Fault(string name, string code, string reason) => faults.Add(new Fault(At(name), code, reason, row));

    public string Text(string name) => Present(name, OptionalText(name)) ?? "";

    public Guid Id(string name) => Present(name, OptionalId(name)) ?? Guid.Empty;

    public int Whole(string name) => Present(name, OptionalWhole(name)) ?? 0;

    public Guid? OptionalId(string name)
    {
        if (OptionalText(name) is not { } text) return null;
        if (Guid.TryParseExact(text, "D", out var id) && id.Version == 7 && id.Variant is >= 8 and <= 11) return id;
        Fault(name, "bad_id", "An id is a UUID of version 7, written with hyphens (RFC 9562).");
        return null;
    }

    public int? OptionalWhole(string name)
    {
        if (OptionalNumber(name) is not { } number) return null;
        if (number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue) return (int)number;
        Fault(name, "not_whole", "A whole number is expected here.");
        return null;
    }

    public DateOnly Day(string name)
    {
        if (Present(name, OptionalText(name)) is not { } text) return default;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, NoStyle, out var day)) return day;
        Fault(name, "bad_date", "A date is written as year-month-day, such as 2026-03-09.");
        return default;
    }

    public DateTimeOffset Instant(string name)
    {
        if (Present(name, OptionalText(name)) is not { } text) return default;
        if (!DateTimeOffset.TryParseExact(text, InstantForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            Fault(name, "bad_instant", "An instant is written as 2026-03-09T10:15:00Z.");
        else if (!text.EndsWith('Z') && !text.EndsWith("+00:00", StringComparison.Ordinal))
            Fault(name, "not_utc", "An instant is in UTC and ends in Z.");
        return instant;
    }

    public T OneOf<T>(string name) where T : struct, Enum
    {
        if (Present(name, OptionalText(name)) is not { } text) return default;
        if (!EnumNames<T>.TryRead(text, out var value)) Fault(name, "not_listed", $"One of these is expected here: {string.Join(", ", EnumNames<T>.All)}.");
        return value;
    }

    T? Present<T>(string name, T? value) where T : class
    {
        if (value is null) Missing(name);
        return value;
    }

    T? Present<T>(string name, T? value) where T : struct
    {
        if (value is null) Missing(name);
        return value;
    }

    /// <remarks>Null also comes of a fault that was noted; one fault a field is enough.</remarks>
    void Missing(string name)
    {
        if (faults.Count == 0 || faults[^1].Field != At(name)) Fault(name, "missing_field", "This field is missing.");
    }
}
