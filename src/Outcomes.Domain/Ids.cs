using System.Text.RegularExpressions;

namespace Outcomes.Domain;

/// <summary>
/// The shapes of the names that files give to things. Ids stand in URLs, file names, column names and paths of faults, on every
/// operating system: so lower case, digits and single hyphens only.
/// </summary>
public static partial class Ids
{
    public const string Pattern = "^(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*$";
    public const string VersionPattern = @"^[0-9]{1,4}(\.[0-9]{1,4}){0,2}$";

    /// <summary>The part of BCP 47 that studies need: language, script, region (<c>es</c>, <c>zh-Hans</c>, <c>es-MX</c>).</summary>
    public const string LanguagePattern = "^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$";

    public static bool IsId(string text) => IdShape().IsMatch(text);

    public static bool IsVersion(string text) => VersionShape().IsMatch(text);

    public static bool IsLanguage(string text) => LanguageShape().IsMatch(text);

    // \z and not $: a name with a line break behind it is another name.
    [GeneratedRegex(@"^(?=.{1,40}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdShape();

    [GeneratedRegex(@"^[0-9]{1,4}(\.[0-9]{1,4}){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionShape();

    [GeneratedRegex(@"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageShape();
}
