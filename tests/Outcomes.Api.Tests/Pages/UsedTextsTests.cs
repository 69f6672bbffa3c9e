using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Outcomes.Reports.Text;
using Xunit;

namespace Outcomes.Api.Tests.Pages;

/// <summary>
/// Compares the pages' texts with the source that asks for them: no text that nobody asks for, none asked for that is missing. A key that is
/// put together (<c>$"role.{name}"</c>, <c>"report." + audience</c>) counts as asking for every key of that form.
/// </summary>
public sealed partial class UsedTextsTests
{
    static readonly string[] Keys = [.. typeof(OutcomesHost).Assembly.GetManifestResourceNames().Where(n => n.EndsWith("Texts.resources", StringComparison.Ordinal)).SelectMany(name =>
        new ResourceManager(name[..^".resources".Length], typeof(OutcomesHost).Assembly).GetResourceSet(CultureInfo.InvariantCulture, true, false)!.Cast<DictionaryEntry>().Select(e => (string)e.Key))];

    static readonly string Pages = Source("Outcomes.Api"), All = Pages + Source("Outcomes.Domain") + Source("Outcomes.Data") + Source("Outcomes.Jobs");
    static readonly HashSet<string> Literals = [.. Literal().Matches(All).Select(m => m.Groups[2].Value)];
    static readonly Regex[] Forms = [.. Literal().Matches(Pages).Where(m => m.Groups[1].Value.Contains('$') || m.Groups[2].Value.EndsWith('.')).Select(m => m.Groups[2].Value).Distinct().Where(IsOfKeys).Select(Form)];

    [Fact]
    public void No_text_is_left_that_nothing_asks_for() => Assert.Equal([], Keys.Where(key => !IsUsed(key)));

    [Fact]
    public void A_text_that_nothing_asks_for_is_found()
    {
        Assert.False(IsUsed("studies.never_written"));
        Assert.False(IsUsed("fault.never_found"));
    }

    [Fact]
    public void No_page_asks_for_a_text_that_is_missing()
    {
        var english = Texts.In("en", new ResourceManager("Outcomes.Api.Pages.PageTexts", typeof(OutcomesHost).Assembly));
        var known = Keys.ToHashSet(StringComparer.Ordinal);
        var asked = Indexed().Matches(Pages).SelectMany(m => Literal().Matches(m.Groups[1].Value)).Select(m => m.Groups[2].Value)
            .Where(key => KeyLike().IsMatch(key) && key is not ['.', ..] && !key.EndsWith('.')).ToList();
        Assert.True(asked.Count > 150);
        Assert.Empty(asked.Where(key => !known.Contains(key) && !english.Has(key)).Distinct());
        Assert.Empty(Counted().Matches(Pages).Select(m => m.Groups[1].Value).Where(key => !known.Contains(key + ".other")).Distinct());
    }

    static bool IsUsed(string key)
    {
        if (key.StartsWith("fault.", StringComparison.Ordinal)) return Literals.Contains(key) || Literals.Contains(key["fault.".Length..]);
        var (start, end) = (Base(key), key[Base(key).Length..]);
        return IsNamed(key) || (PluralForm().IsMatch(end) || Literals.Contains(end)) && IsNamed(start);
    }

    static bool IsNamed(string key) => Literals.Contains(key) || Forms.Any(form => form.IsMatch(key));

    /// <summary>Holds enough of a key to tell it from any other text.</summary>
    static bool IsOfKeys(string literal) => !literal.StartsWith("fault.", StringComparison.Ordinal) && KeyLike().IsMatch(Holes().Replace(literal, "")) && Letters().Count(Holes().Replace(literal, "")) >= 3;

    static Regex Form(string literal) =>
        new($"^{string.Join(@"[\w.-]+", Holes().Split(literal).Select(Regex.Escape))}{(literal.EndsWith('.') ? @"[\w.-]+" : "")}$", RegexOptions.CultureInvariant);

    static string Base(string key) => key[..Math.Max(0, key.LastIndexOf('.'))];

    static string Source(string project) => string.Join('\n', Directory.EnumerateFiles(Repository.PathOf("src", project), "*.*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")).Select(File.ReadAllText));

    /// <summary>From every quotation mark to the next: in a component an attribute in quotation marks holds a text in quotation marks.</summary>
    [GeneratedRegex(@"(?=(\$?)""((?:\{[^{}]*\}|[^""\\\n{}])*)"")")] private static partial Regex Literal();
    [GeneratedRegex("""[Tt]exts\[((?:[^\[\]]|\[[^\[\]]*\])*?)(?:,\s*\(|\])""")] private static partial Regex Indexed();
    [GeneratedRegex(@"[Tt]exts\.Count\(""([^""]+)""")] private static partial Regex Counted();
    [GeneratedRegex(@"\{[^{}]*\}")] private static partial Regex Holes();
    [GeneratedRegex(@"^[\w.]+$")] private static partial Regex KeyLike();
    [GeneratedRegex(@"\p{L}")] private static partial Regex Letters();
    [GeneratedRegex(@"^\.(one|other)$")] private static partial Regex PluralForm();
}
