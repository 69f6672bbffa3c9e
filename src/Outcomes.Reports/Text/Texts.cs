using System.Globalization;
using System.Resources;
using System.Text;

namespace Outcomes.Reports.Text;

/// <summary>
/// The words of one language (<c>Texts.resx</c> and its translations), and numbers and dates in its form. Placeholders are named,
/// <c>{change}</c>, since their order differs between languages.
/// </summary>
public sealed class Texts
{
    static readonly ResourceManager ReportWords = new("Outcomes.Reports.Text.Texts", typeof(Texts).Assembly);

    readonly ResourceManager _words;
    readonly CultureInfo _culture;

    Texts(Language language, ResourceManager words) => (Language, _words, _culture) = (language, words, CultureInfo.GetCultureInfo(language.Tag));

    public Language Language { get; }

    /// <param name="words">Other words than the reports' own: the pages have theirs.</param>
    /// <exception cref="ArgumentException">No texts in this language.</exception>
    public static Texts In(string tag, ResourceManager? words = null)
    {
        words ??= ReportWords;
        var language = Language.All.FirstOrDefault(l => l.Tag == tag);
        if (language is null || !HasWords(tag, words)) throw new ArgumentException($"There are no texts in the language '{tag}'.", nameof(tag));
        return new(language, words);
    }

    internal static bool HasReportWords(string tag) => HasWords(tag, ReportWords);

    static bool HasWords(string tag, ResourceManager words) => tag == "en" || words.GetResourceSet(CultureInfo.GetCultureInfo(tag), true, false) is not null;

    /// <exception cref="KeyNotFoundException">No such text: a fault of the program, found by the tests that draw every report.</exception>
    public string this[string key, params ReadOnlySpan<(string Name, string Value)> values]
    {
        get
        {
            var text = new StringBuilder(Find(key) ?? throw new KeyNotFoundException($"No text '{key}' in '{Language.Tag}'."));
            foreach (var (name, value) in values) text.Replace($"{{{name}}}", value);
            return text.ToString();
        }
    }

    public bool Has(string key) => Find(key) is not null;

    /// <remarks>Months and forms of numbers are written once, with the reports' words.</remarks>
    string? Find(string key) => _words.GetString(key, _culture) ?? ReportWords.GetString(key, _culture);

    /// <summary>The text whose form fits the number: <c>key.one</c>, <c>key.other</c> and so on; <c>{n}</c> is the number.</summary>
    /// <remarks>A form that a translation forgot is found by the tests; whoever reads meanwhile gets the general one instead of nothing.</remarks>
    public string Count(string key, double n, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var fitting = $"{key}.{(n == Math.Floor(n) ? Language.Plural((long)n) : "other")}";
        return this[Has(fitting) ? fitting : $"{key}.other", [("n", Number(n)), .. values]];
    }

    /// <summary>One after another: with a space between them, where the language has one.</summary>
    public string Sentences(IEnumerable<string> sentences) => string.Join(this["join.sentences"], sentences);

    /// <summary>Things beside each other in one sentence.</summary>
    public string List(IEnumerable<string> things) => string.Join(this["join.list"], things);

    /// <summary>Up to this many decimals for a whole number, exactly this many otherwise; a true minus sign, groups of three from 10,000.</summary>
    public string Number(double value, int decimals = 0) => Isolated(Digits(value, decimals));

    string Digits(double value, int decimals)
    {
        var rounded = Math.Round(value, decimals, MidpointRounding.AwayFromZero);
        var digits = Math.Abs(rounded).ToString(Math.Abs(rounded) < 10_000 ? $"F{decimals}" : $"N{decimals}", CultureInfo.InvariantCulture);
        var local = digits.Replace(",", "\u0001", StringComparison.Ordinal).Replace(".", Language.DecimalSign, StringComparison.Ordinal)
            .Replace("\u0001", Language.GroupSign, StringComparison.Ordinal);
        return rounded < 0 ? "\u2212" + local : local;
    }

    /// <summary>With its sign, also where it is positive: for changes and differences.</summary>
    public string Signed(double value, int decimals) =>
        Math.Round(value, decimals, MidpointRounding.AwayFromZero) > 0 ? Isolated("+" + Digits(value, decimals)) : Number(value, decimals);

    /// <param name="percent">0 to 100.</param>
    public string Percent(double percent, int decimals = 0) => Isolated(this["number.percent", ("n", Digits(percent, decimals))]);

    /// <summary>As the language's journals print it: three decimals, in English without the leading zero, and never 0.</summary>
    public string PValue(double p) => p < 0.001 ? Isolated("<" + Unit(0.001, 3)) : WithoutZero(p, 3);

    /// <summary>For numbers that cannot exceed 1, as alpha: in English without the leading zero.</summary>
    public string WithoutZero(double value, int decimals) => Isolated(Unit(value, decimals));

    string Unit(double value, int decimals)
    {
        var text = Digits(value, decimals);
        var at = value < 0 ? 1 : 0;
        return Language.LeadingZero || !text.AsSpan(at).StartsWith($"0{Language.DecimalSign}") ? text : text.Remove(at, 1);
    }

    /// <summary>In a line that runs to the left, a number keeps its own order: a sign would go to its other end, and '&lt;' would turn round.</summary>
    string Isolated(string number) => Language.RightToLeft ? $"\u2066{number}\u2069" : number;

    public string Date(DateTimeOffset date)
    {
        var utc = date.UtcDateTime;
        return this["date", ("day", Number(utc.Day)), ("month", this[$"month.{utc.Month}"]), ("year", utc.Year.ToString(CultureInfo.InvariantCulture))];
    }
}
