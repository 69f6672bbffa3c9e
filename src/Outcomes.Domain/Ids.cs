using System.Text.RegularExpressions;

namespace Outcomes.Domain;

/// <summary>
/// The shapes of the names that files give to things. Ids stand in URLs, file names, column names and paths of faults, on every
/// operating system: so lower case, digits and single hyphens only.
/// </summary>
public static partial class Ids
{
    public const string Pattern = "^(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*$";
    public const string VersionPattern = @"^(0|[1-9][0-9]{0,3})(\.(0|[1-9][0-9]{0,3})){0,2}$";

    /// <summary>The part of BCP 47 that studies need: language, script, region (<c>es</c>, <c>zh-Hans</c>, <c>es-MX</c>).</summary>
    public const string LanguagePattern = "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$";

    // The patterns are those of the JSON schemas. In .NET alone $ also matches before a line break that ends the text.
    const string AtTheEnd = @"(?!\n)";

    public static bool IsId(string text) => IdShape().IsMatch(text);

    public static bool IsVersion(string text) => VersionShape().IsMatch(text);

    public static bool IsLanguage(string text) => LanguageShape().IsMatch(text);

    [GeneratedRegex(Pattern + AtTheEnd, RegexOptions.CultureInvariant)]
    private static partial Regex IdShape();

    [GeneratedRegex(VersionPattern + AtTheEnd, RegexOptions.CultureInvariant)]
    private static partial Regex VersionShape();

    [GeneratedRegex(LanguagePattern + AtTheEnd, RegexOptions.CultureInvariant)]
    private static partial Regex LanguageShape();
}
