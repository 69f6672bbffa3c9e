using System.Buffers;
using System.Text;
using System.Text.Json;
using Outcomes.Domain.Instruments;

namespace Outcomes.Domain.Assessments;

/// <summary>Answers as they are stored: canonical JSON by item id. Items that were not reached are left out, so that the same answers
/// are the same text however they were sent.</summary>
public static class AnswersJson
{
    public static string Write(IReadOnlyDictionary<string, Answer> answers)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (item, answer) in answers.OrderBy(a => a.Key, StringComparer.Ordinal))
                if (answer.Value is { } value) writer.WriteNumber(item, value);
                else if (answer.None == NoAnswer.PreferNotToAnswer) writer.WriteString(item, AnswerText.PreferNot);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <param name="json">As <see cref="Write"/> made it.</param>
    public static IReadOnlyDictionary<string, Answer> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.EnumerateObject().ToDictionary(m => m.Name, m => Answer.TryRead(m.Value, out var answer)
            ? answer : throw new InvalidDataException($"The stored answers hold something else at '{m.Name}'."), StringComparer.Ordinal);
    }
}
