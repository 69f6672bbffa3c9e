using Outcomes.Domain;
using Outcomes.Domain.Instruments;

namespace Outcomes.Api.CheckIns;

/// <summary>What a student pressed or typed, as an answer to one item.</summary>
static class StudentAnswer
{
    public static readonly Fault NotOne = new("answer", "not_an_answer_here", "Choose one of the answers, or prefer not to answer.");

    /// <summary>More than that is no number, and is not shown again.</summary>
    const int MostSigns = 12;

    /// <summary>The button beside a number that says that there shall be none wins over what stands in its field.</summary>
    public static string Typed(IFormCollection form) => form["none"].ToString() is { Length: > 0 } none ? none : form["answer"].ToString().Trim() is { Length: <= MostSigns } or AnswerText.PreferNot ? form["answer"].ToString().Trim() : "";

    /// <returns>Null: no answer that the item takes.</returns>
    public static Answer? Read(InstrumentDefinition instrument, string item, string typed)
    {
        var digits = string.Concat(typed.Select(c => char.IsDigit(c) ? (char)('0' + (int)char.GetNumericValue(c)) : c)).Replace(',', '.').Replace('\u066B', '.');
        if (digits.Length == 0 || !AnswerText.TryRead(digits, out var answer) || answer.None == NoAnswer.NotReached) return null;
        return AnswerRules.Check(instrument, new Dictionary<string, Answer> { [item] = answer }).Count == 0 ? answer : null;
    }

    /// <summary>What can be pressed: every box, or the whole numbers of a short line. Empty: the number is typed.</summary>
    public static IReadOnlyList<double> Buttons(Item item)
    {
        if (item.Kind == ItemKind.Choice) return item.Values;
        if (!double.IsInteger(item.Min) || !double.IsInteger(item.Max) || item.Max - item.Min > 10) return [];
        var whole = Enumerable.Range(0, (int)(item.Max - item.Min) + 1).Select(i => item.Min + i).ToList();
        return item.Step is null or 1 || double.IsInteger(Math.Round(1 / item.Step.Value, 6)) ? whole : [];
    }
}
