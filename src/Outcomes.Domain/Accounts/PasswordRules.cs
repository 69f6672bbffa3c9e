using System.Globalization;
using System.Text;

namespace Outcomes.Domain.Accounts;

/// <summary>
/// NIST SP 800-63B-4 (2025), section 3.1.1.2: at least 15 signs where the password stands alone and 8 beside a second factor, at least 64
/// allowed, no rules of composition, no expiry, and none that is commonly used, expected or known from the service or the name.
/// </summary>
public static class PasswordRules
{
    public const int LeastAlone = 15, LeastWithSecondFactor = 8, Most = 128;

    static readonly HashSet<string> Common = Read();

    /// <summary>Every fault, with a stable code.</summary>
    /// <param name="signInName">Its owner's: a password made of it is guessed first.</param>
    /// <param name="places">Names that everyone here knows: studies, schools.</param>
    public static IReadOnlyList<Fault> Check(string password, string signInName, bool secondFactor, IReadOnlyCollection<string>? places = null)
    {
        var length = password.EnumerateRunes().Count();
        var least = secondFactor ? LeastWithSecondFactor : LeastAlone;
        var faults = new List<Fault>();
        if (length < least)
            faults.Add(new("password", "password_too_short", string.Create(CultureInfo.InvariantCulture, $"A password has at least {least} signs; several words in a row are good.")));
        if (length > Most)
            faults.Add(new("password", "password_too_long", string.Create(CultureInfo.InvariantCulture, $"A password has at most {Most} signs.")));
        if (length >= least && (IsExpected(password, signInName) || places?.Any(place => IsMadeOf(Plain(password), Plain(place))) == true))
            faults.Add(new("password", "password_common", "This password is among those that are guessed first: a common one, a row of keys, one piece repeated, or made of your name or of the names of studies and schools here."));
        return faults;
    }

    static bool IsExpected(string password, string signInName)
    {
        var plain = Plain(password);
        return Common.Contains(plain) || Common.Contains(plain.TrimEnd("0123456789!?.".ToCharArray())) || IsRepeated(plain) || IsRow(plain) || IsMadeOf(plain, Plain(signInName)) || IsMadeOf(plain, "outcomes");
    }

    static string Plain(string text) => text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    /// <summary>One piece of up to a third of the length, again and again: 'abcabcabcabcabc', but also 'password1password1'.</summary>
    static bool IsRepeated(string text)
    {
        for (var piece = 1; piece <= text.Length / 2; piece++)
            if (text.Length >= 2 * piece && Enumerable.Range(piece, text.Length - piece).All(i => text[i] == text[i - piece]) && (piece <= text.Length / 3 || Common.Contains(text[..piece])))
                return true;
        return false;
    }

    /// <summary>Nothing but neighbours in the alphabet, among the digits or on a keyboard.</summary>
    static bool IsRow(string text)
    {
        string[] rows = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop"];
        bool Neighbours(char a, char b) => rows.Any(r => r.Contains($"{a}{b}", StringComparison.Ordinal) || r.Contains($"{b}{a}", StringComparison.Ordinal));
        var steps = text.Length - 1;
        return steps > 0 && Enumerable.Range(0, steps).Count(i => Neighbours(text[i], text[i + 1])) >= steps * 0.85;
    }

    /// <summary>More than half of it is the name.</summary>
    static bool IsMadeOf(string text, string name) => name.Length >= 3 && text.Contains(name, StringComparison.Ordinal) && text.Replace(name, "", StringComparison.Ordinal).Length * 2 < text.Length;

    /// <remarks>Ours holds what this service and its places suggest, the other what people choose everywhere.</remarks>
    static HashSet<string> Read() => [.. Lines("common"), .. Lines("frequent")];

    static IEnumerable<string> Lines(string list)
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream($"accounts/{list}-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line[0] != '#');
    }
}
