using System.Text.RegularExpressions;

namespace Outcomes.Domain.Participants;

/// <summary>
/// A pseudonym is 4 to 20 capital letters, digits and hyphens: at least one letter and two digits, never three letters or six
/// digits in a row, such as <c>S07-014</c>.
/// One that a school's browser made has a check sign (<see cref="PseudonymCheck"/>); a partner's own has none.
/// The shape is a guard: a name, a birth date or an address typed in its place does not fit, and is refused.
/// </summary>
public static partial class PseudonymRules
{
    public const string Pattern = "^(?=[^A-Z]*[A-Z])(?=(?:[^0-9]*[0-9]){2})(?!.*[A-Z]{3})(?!.*[0-9]{6})[A-Z0-9][A-Z0-9-]{2,18}[A-Z0-9]$";

    /// <summary>The fault of a pseudonym whose check sign does not fit, wherever it is typed.</summary>
    public const string Mistyped = "pseudonym_mistyped";

    public const string MistypedReason = "A sign of this pseudonym was typed wrong: its check sign, the last one, does not fit the others. Compare it with the list sign by sign, and type it again.";

    // The pattern also stands in schemas. In .NET alone $ matches before a line break that ends the text, too.
    const string AtTheEnd = @"(?!\n)";

    public static bool IsValid(string text) => Shape().IsMatch(text);

    [GeneratedRegex(Pattern + AtTheEnd, RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
