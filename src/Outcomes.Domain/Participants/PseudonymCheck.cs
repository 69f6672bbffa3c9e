namespace Outcomes.Domain.Participants;

/// <summary>
/// The check sign of a pseudonym that a school's browser made (<c>Rosters/pseudonym.js</c> is the twin): <c>K4T7-M2W9-R5X8Q</c>, six
/// times a letter and a digit, and a check sign over them. Damm's scheme over the field of 32 elements finds every single wrong sign and
/// every swap of two neighbours.
/// </summary>
/// <remarks>
/// Source: H. M. Damm, Totally anti-symmetric quasigroups for all orders n not 2 or 6, Discrete Mathematics 307 (2007): x ∗ y = c·(x + y)
/// over GF(2^k) with c other than 0 and 1 is one. Rejected: ISO 7064 MOD 37,36, whose sign can be O or I, which are read as 0 and 1.
/// </remarks>
public static class PseudonymCheck
{
    /// <summary>The place of a sign is its value. Without I, L, O and U, which are read as other signs.</summary>
    public const string Signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>What stands where: a letter (A), a digit (0), a hyphen, and the check sign (?), which may be either.</summary>
    const string Layout = "A0A0-A0A0-A0A0?", WithoutHyphens = "A0A0A0A0A0A0?";

    /// <summary>x⁵ + x² + 1, irreducible over GF(2).</summary>
    const int Polynomial = 0b100101;

    /// <summary>True: it was made by a browser and typed with a fault. Pseudonyms of other shapes, a partner's own, have no check sign.</summary>
    public static bool IsMistyped(string pseudonym) => LooksMade(pseudonym) && !(Spoilt(pseudonym, Layout) == 0 && Holds(pseudonym));

    /// <summary>
    /// In the shape but for two places at most. One wrong sign spoils one place and a swap two, so neither can make a made pseudonym look
    /// like somebody's own and pass unchecked.
    /// </summary>
    static bool LooksMade(string pseudonym) => Spoilt(pseudonym, Layout) <= 2 || Spoilt(pseudonym.Replace("-", "", StringComparison.Ordinal), WithoutHyphens) <= 2;

    static int Spoilt(string text, string layout) => text.Length != layout.Length ? int.MaxValue : text.Zip(layout).Count(place => place.Second == '?' ? place.First == '-' : Kind(place.First) != place.Second);

    static char Kind(char sign) => char.IsAsciiDigit(sign) ? '0' : sign == '-' ? '-' : 'A';

    static bool Holds(string pseudonym)
    {
        var interim = 0;
        foreach (var sign in pseudonym)
        {
            if (sign == '-') continue;
            var value = Signs.IndexOf(sign, StringComparison.Ordinal);
            if (value < 0) return false;
            interim = Next(interim, value);
        }
        return interim == 0;
    }

    static int Next(int interim, int value)
    {
        var doubled = (interim ^ value) << 1;
        return doubled < Signs.Length ? doubled : doubled ^ Polynomial;
    }
}
