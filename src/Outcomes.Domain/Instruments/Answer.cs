using System.Text.Json;
using System.Text.Json.Serialization;

namespace Outcomes.Domain.Instruments;

/// <summary>Why an item has no number. The two are kept apart for ever: one is a choice, the other an accident.</summary>
public enum NoAnswer { PreferNotToAnswer, NotReached }

/// <summary>What a participant did with one item: a number, or one of two ways of not giving one.</summary>
/// <remarks>On the wire and in the database: a JSON number, <c>"prefer_not_to_answer"</c> or <c>"not_reached"</c>.
/// In CSV: the number, <c>prefer_not_to_answer</c>, or an empty cell for not reached.</remarks>
[JsonConverter(typeof(AnswerJsonConverter))]
public readonly record struct Answer
{
    readonly double _value;
    readonly NoAnswer? _none;

    Answer(double value, NoAnswer? none) => (_value, _none) = (value, none);

    public static Answer Of(double value) => new(value, null);

    public static readonly Answer PreferNot = new(0, NoAnswer.PreferNotToAnswer);
    public static readonly Answer NotReached = new(0, NoAnswer.NotReached);

    public double? Value => _none is null ? _value : null;

    public NoAnswer? None => _none;

    /// <summary>Reads an answer from JSON that is already parsed.</summary>
    public static bool TryRead(JsonElement element, out Answer answer)
    {
        answer = NotReached;
        if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var number) && double.IsFinite(number))
            answer = Of(number);
        else if (element.ValueKind != JsonValueKind.String) return false;
        else if (JsonText.TextOf(element) == AnswerText.PreferNot) answer = PreferNot;
        else return JsonText.TextOf(element) == AnswerText.NotReached;
        return true;
    }
}
