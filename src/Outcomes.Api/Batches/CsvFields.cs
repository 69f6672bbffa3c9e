using System.Globalization;
using CsvHelper;
using Outcomes.Domain;
using Outcomes.Domain.Instruments;

namespace Outcomes.Api.Batches;

/// <summary>
/// A row of a CSV file, valid until the reader goes on. An empty cell is a missing field. Fields below another carry its name in front
/// (<c>transmission_rtt_ms</c>), lists are separated by semicolons, answers stand in columns <c>item_ID</c>.
/// </summary>
sealed class CsvFields(CsvReader csv, CsvColumns columns, string prefix, long row, List<Fault> faults) : Fields(row, faults)
{
    const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public override string? OptionalText(string name) =>
        columns.Of(prefix + name) is { } i && i < csv.FieldCount && csv.GetString(i) is { Length: > 0 } text ? text : null;

    public override double? OptionalNumber(string name)
    {
        if (OptionalText(name) is not { } text) return null;
        if (double.TryParse(text, Plain, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;
        Fault(name, "wrong_type", "A number with a decimal point is expected here.");
        return null;
    }

    public override bool? OptionalFlag(string name)
    {
        var text = OptionalText(name);
        if (text is not (null or "true" or "false")) Fault(name, "wrong_type", "true or false is expected here.");
        return text switch { "true" => true, "false" => false, _ => null };
    }

    public override IReadOnlyList<string> Texts(string name) => OptionalText(name)?.Split(';') ?? [];

    public override IReadOnlyDictionary<string, Answer> Answers()
    {
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var (item, i) in columns.Items)
        {
            var cell = i < csv.FieldCount ? csv.GetString(i) : "";
            if (cell.Length == 0) continue;
            if (AnswerText.TryRead(cell, out var answer)) answers[item] = answer;
            else Fault($"answers.{item}", "not_an_answer", "A number, prefer_not_to_answer or an empty cell is expected here.");
        }
        return answers;
    }

    public override T? Group<T>(string name, Func<Fields, T> read) where T : class
    {
        var inner = $"{prefix}{name}_";
        return columns.AnyFilled(csv, inner) ? read(new CsvFields(csv, columns, inner, Row, Faults)) : null;
    }

    protected override string At(string name) => prefix + name;
}
