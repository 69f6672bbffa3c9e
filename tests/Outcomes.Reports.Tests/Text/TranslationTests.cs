using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Outcomes.Reports.Text;
using Xunit;

namespace Outcomes.Reports.Tests.Text;

/// <summary>Holds every language to English's texts: whoever adds a text adds it in all of them.</summary>
public partial class TranslationTests
{
    /// <summary>Words that another language writes as English does.</summary>
    static readonly HashSet<string> SameInEnglish = ["no", "sd", "df", "dav", "g", "rci.sdiff", "model.ancova", "measurement.omega", "measurement.sem", "reproduce.plan"];

    static readonly ResourceManager Words = new("Outcomes.Reports.Text.Texts", typeof(Texts).Assembly);
    static readonly Dictionary<string, string> English = Of("en");

    public static TheoryData<string> Translated => [.. Language.WithReportTexts.Where(tag => tag != "en")];

    [Fact]
    public void Reports_can_be_made_in_four_languages() => Assert.Equal(["en", "es", "zh-Hans", "ar"], Language.WithReportTexts);

    [Theory]
    [MemberData(nameof(Translated))]
    public void A_language_has_exactly_the_texts_of_English_in_the_plural_forms_of_its_own(string tag) =>
        Assert.Equal(English.Keys.SelectMany(key => Forms(key, tag)).Distinct().Order(StringComparer.Ordinal), Of(tag).Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Translated))]
    public void A_text_has_the_same_holes_in_every_language(string tag) => Assert.All(Of(tag), text =>
    {
        // 'One school', 'two schools': some forms of a word are their own number.
        var said = SaysItsNumber().IsMatch(text.Key) && English.ContainsKey(Base(text.Key) + ".other");
        var expected = Holes(English.GetValueOrDefault(text.Key) ?? English[Base(text.Key) + ".other"]);
        Assert.Equal(said ? expected.Append("n").Distinct().Order() : expected, said ? Holes(text.Value).Append("n").Distinct().Order() : Holes(text.Value));
    });

    [Theory]
    [MemberData(nameof(Translated))]
    public void Nothing_is_left_in_English(string tag) =>
        Assert.Empty(Of(tag).Where(text => !SameInEnglish.Contains(text.Key) && Word().IsMatch(Hole().Replace(text.Value, "")) && text.Value == English.GetValueOrDefault(text.Key)).Select(text => $"{text.Key}={text.Value}"));

    [Theory]
    [MemberData(nameof(Translated))]
    public void Isolates_are_closed_in_the_text_that_opens_them(string tag) =>
        Assert.All(Of(tag), text => Assert.Equal(text.Value.Count(c => c is '\u2066' or '\u2067' or '\u2068'), text.Value.Count(c => c == '\u2069')));

    static Dictionary<string, string> Of(string tag)
    {
        var culture = tag == "en" ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(tag);
        return Words.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);
    }

    static IEnumerable<string> Forms(string key, string tag)
    {
        if (!PluralForm().IsMatch(key) || !English.ContainsKey(Base(key) + ".one") || !English.ContainsKey(Base(key) + ".other")) return [key];
        var language = Language.All.First(l => l.Tag == tag);
        return Enumerable.Range(0, 200).Select(n => language.Plural(n)).Append("other").Distinct().Select(form => $"{Base(key)}.{form}");
    }

    static string Base(string key) => key[..Math.Max(0, key.LastIndexOf('.'))];

    /// <remarks>{Who} and {who} are one: a sentence of another language begins otherwise.</remarks>
    static IEnumerable<string> Holes(string text) => Hole().Matches(text).Select(m => m.Groups[1].Value.ToLowerInvariant()).Distinct().Order();

    [GeneratedRegex(@"\{([A-Za-z_]+)\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\.(one|other)$")]
    private static partial Regex PluralForm();

    /// <summary>More than a letter, a sign or a hole.</summary>
    [GeneratedRegex(@"\p{L}{2}")]
    private static partial Regex Word();

    [GeneratedRegex(@"\.(zero|one|two)$")]
    private static partial Regex SaysItsNumber();
}
