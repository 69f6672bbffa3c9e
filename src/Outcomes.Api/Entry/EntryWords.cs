using System.Globalization;
using Outcomes.Domain;
using Outcomes.Domain.Instruments;
using Outcomes.Reports.Text;

namespace Outcomes.Api.Entry;

/// <summary>What the entry pages say of a fault: of an item's, with the values that it takes.</summary>
static class EntryWords
{
    public static string Of(Texts texts, InstrumentDefinition instrument, Fault fault)
    {
        if (fault is { Field: "on", Code: "in_the_future" }) return texts["entry.fault.future"];
        var item = instrument.Items.FirstOrDefault(i => EntryForm.FieldOf(i.Id) == fault.Field);
        if ((item is null || fault.Code is "two_answers" or "left_open" or "needs_choice") && texts.Has($"fault.{fault.Code}")) return texts[$"fault.{fault.Code}"];
        return item is null ? fault.Reason : texts["entry.fault.values", ("min", Number(item.Min)), ("max", Number(item.Max))]
            + (item.Step is { } step ? " " + texts["entry.fault.step", ("step", Number(step))] : "");
    }

    public static string Answer(Texts texts, IReadOnlyDictionary<string, Answer> answers, string item) => answers.TryGetValue(item, out var answer) ? Answer(texts, answer) : texts["entry.open"];

    /// <summary>The field of a page that a fault of an assessment belongs to.</summary>
    public static string FieldOf(string field) => field switch
    {
        "completed_utc" => "on",
        "language" => field,
        _ => field.StartsWith("answers.", StringComparison.Ordinal) ? EntryForm.FieldOf(field["answers.".Length..]) : "form",
    };

    public static string Answer(Texts texts, Answer answer) =>
        answer.Value is { } value ? Number(value) : texts[answer.None == NoAnswer.PreferNotToAnswer ? "entry.prefer_not_to_answer" : "entry.not_reached"];

    public static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The key that gives this answer: the digit that stands at the box, where it is one.</summary>
    public static string? Key(Item item, double value) => item.Values.All(v => v is >= 0 and <= 9 && double.IsInteger(v)) ? Number(value) : null;
}
