using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using Outcomes.Reports.Text;
using Xunit;

namespace Outcomes.Api.Tests.Pages;

/// <summary>
/// Holds the pages' texts of every noun to English's: whoever adds a text adds it in all languages. The files are found in the program, so
/// a new noun is held to it without being told.
/// </summary>
public sealed partial class PageTranslationTests
{
    /// <summary>Words that another language writes as English does.</summary>
    static readonly HashSet<string> SameInEnglish =
    [
        "product", "report.pdf", "nav.api", "es record.tradition.popular", "es record.tradition.jazz", "es record.tradition.hip_hop", "es record.element.tempo", "es record.element.timbre", "es record.adaptation.material", "es no", "es roster.no", "ar plan.lock.data", "es role.auditor", "es verify.Plan", "es plan.multiplicity.Holm", "es plan.multiplicity.Hochberg",
        "zh-Hans plan.multiplicity.Holm", "zh-Hans plan.multiplicity.Hochberg",
    ];

    static readonly string[] Nouns = [.. typeof(OutcomesHost).Assembly.GetManifestResourceNames().Where(n => n.EndsWith("Texts.resources", StringComparison.Ordinal)).Select(n => n[..^".resources".Length])];

    public static TheoryData<string, string> Translated => [.. Nouns.SelectMany(noun => Language.All.Where(l => l.Tag != "en").Select(l => (noun, l.Tag)))];

    [Fact]
    public void A_text_stands_in_one_place()
    {
        Assert.Contains("Outcomes.Api.Pages.PageTexts", Nouns);
        Assert.Empty(Nouns.SelectMany(noun => Of(noun, "en").Keys).GroupBy(key => key).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Theory]
    [MemberData(nameof(Translated))]
    public void A_language_has_exactly_the_texts_of_English_in_the_plural_forms_of_its_own(string noun, string tag)
    {
        var english = Of(noun, "en");
        Assert.Equal(english.Keys.SelectMany(key => Forms(english, key, tag)).Distinct().Order(StringComparer.Ordinal), Of(noun, tag).Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Translated))]
    public void A_text_has_the_same_holes_in_every_language(string noun, string tag)
    {
        var english = Of(noun, "en");
        Assert.All(Of(noun, tag), text =>
        {
            // 'One school', 'two schools': some forms of a word are their own number.
            var mayOmit = SaysItsNumber().IsMatch(text.Key) && english.ContainsKey(Base(text.Key) + ".other");
            var expected = Holes(english.GetValueOrDefault(text.Key) ?? english[Base(text.Key) + ".other"]).Where(h => !mayOmit || h != "n");
            Assert.Equal(expected, Holes(text.Value).Where(h => !mayOmit || h != "n"));
        });
    }

    [Theory]
    [MemberData(nameof(Translated))]
    public void Nothing_is_left_in_English(string noun, string tag)
    {
        var english = Of(noun, "en");
        Assert.Empty(Of(noun, tag).Where(text => !SameInEnglish.Contains(text.Key) && !SameInEnglish.Contains($"{tag} {text.Key}")
            && Word().IsMatch(Hole().Replace(text.Value, "")) && text.Value == english.GetValueOrDefault(text.Key)).Select(text => $"{text.Key}={text.Value}"));
    }

    /// <summary>Arabic is the only one of ours with letters of its own order: a sign left from another script stands out.</summary>
    [Theory]
    [MemberData(nameof(Translated))]
    public void Sentences_end_as_the_language_ends_them(string noun, string tag) => Assert.Empty(Of(noun, tag).Where(text => tag switch
    {
        "zh-Hans" => Han().IsMatch(text.Value) && HalfWidth().IsMatch(text.Value),
        "ar" => Arabic().IsMatch(text.Value) && text.Value.AsSpan().IndexOfAny('?', ';', ',') >= 0,
        _ => false,
    }).Select(text => $"{text.Key}={text.Value}"));

    static Dictionary<string, string> Of(string noun, string tag)
    {
        var culture = tag == "en" ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(tag);
        return new ResourceManager(noun, typeof(OutcomesHost).Assembly).GetResourceSet(culture, createIfNotExists: true, tryParents: false) is { } set
            ? set.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!) : [];
    }

    static IEnumerable<string> Forms(Dictionary<string, string> english, string key, string tag)
    {
        if (!PluralForm().IsMatch(key) || !english.ContainsKey(Base(key) + ".one") || !english.ContainsKey(Base(key) + ".other")) return [key];
        var language = Language.All.First(l => l.Tag == tag);
        return Enumerable.Range(0, 200).Select(n => language.Plural(n)).Append("other").Distinct().Select(form => $"{Base(key)}.{form}");
    }

    static string Base(string key) => key[..Math.Max(0, key.LastIndexOf('.'))];

    static IEnumerable<string> Holes(string text) => Hole().Matches(text).Select(m => m.Groups[1].Value).Distinct().Order();

    [GeneratedRegex(@"\{([A-Za-z_]+)\}")] private static partial Regex Hole();
    [GeneratedRegex(@"\.(one|other)$")] private static partial Regex PluralForm();
    [GeneratedRegex(@"\.(zero|one|two)$")] private static partial Regex SaysItsNumber();

    /// <summary>More than a letter, a sign or a hole.</summary>
    [GeneratedRegex(@"\p{L}{2}")] private static partial Regex Word();
    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")] private static partial Regex Han();
    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}[,;:?!.]|[,;:?!.]\p{IsCJKUnifiedIdeographs}")] private static partial Regex HalfWidth();
    [GeneratedRegex(@"\p{IsArabic}")] private static partial Regex Arabic();
}
