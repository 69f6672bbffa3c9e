namespace Outcomes.Domain.CheckIns;

/// <summary>Whom a school's students can talk to, in the words of the school. Plain text: an empty line begins a new paragraph.</summary>
public static class SupportText
{
    public const int MostChars = 2000;

    public static string Normal(string typed) => typed.ReplaceLineEndings("\n").Trim();

    public static Fault? Check(string text) =>
        text.Length > MostChars ? new("text", "support_too_long", $"At most {MostChars} characters: a student reads it on a phone.")
        : text.Any(c => char.IsControl(c) && c != '\n') ? new("text", "support_not_text", "There are signs in it that are no text. Type it in again.") : null;

    public static IReadOnlyList<string> Paragraphs(string text) => text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
