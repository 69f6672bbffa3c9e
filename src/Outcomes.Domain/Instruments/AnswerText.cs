using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Outcomes.Domain.Instruments;

/// <summary>An answer as a cell of a CSV file: the number, <c>prefer_not_to_answer</c>, or nothing for not reached.</summary>
public static class AnswerText
{
    public const string PreferNot = "prefer_not_to_answer";
    public const string NotReached = "not_reached";

    const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a cell. A decimal comma or white space is not an answer; <c>not_reached</c> is one, as on the wire.</summary>
    public static bool TryRead(ReadOnlySpan<char> cell, out Answer answer)
    {
        answer = cell is PreferNot ? Answer.PreferNot : Answer.NotReached;
        if (cell.IsEmpty || cell is PreferNot or NotReached) return true;
        if (!double.TryParse(cell, Plain, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) return false;
        answer = Answer.Of(number);
        return true;
    }

    /// <summary>Writes a cell: a number in the shortest form that reads back the same.</summary>
    public static string Write(Answer answer) => answer switch
    {
        { Value: { } number } => number.ToString("R", CultureInfo.InvariantCulture),
        { None: NoAnswer.PreferNotToAnswer } => PreferNot,
        _ => "",
    };
}

/// <summary>An answer as JSON (see <see cref="Answer"/>). No message repeats what was sent.</summary>
public sealed class AnswerJsonConverter : JsonConverter<Answer>
{
    public override Answer Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var number) && double.IsFinite(number))
            return Answer.Of(number);
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(AnswerText.PreferNot)) return Answer.PreferNot;
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(AnswerText.NotReached)) return Answer.NotReached;
        throw new JsonException("An answer is a number, prefer_not_to_answer or not_reached.");
    }

    public override void Write(Utf8JsonWriter writer, Answer value, JsonSerializerOptions options)
    {
        if (value.Value is { } number) writer.WriteNumberValue(number);
        else writer.WriteStringValue(value.None == NoAnswer.PreferNotToAnswer ? AnswerText.PreferNot : AnswerText.NotReached);
    }
}
