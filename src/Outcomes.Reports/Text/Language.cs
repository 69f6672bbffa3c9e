namespace Outcomes.Reports.Text;

/// <summary>
/// How a language writes numbers and dates, and which form of a word goes with a number (Unicode CLDR plural rules for whole numbers).
/// Written out here, not taken from the machine's culture data, so that a report has the same bytes on every machine.
/// </summary>
/// <param name="Plural">Whole number to one of <c>zero</c>, <c>one</c>, <c>two</c>, <c>few</c>, <c>many</c>, <c>other</c>.</param>
public sealed record Language(string Tag, bool RightToLeft, string DecimalSign, string GroupSign, Func<long, string> Plural)
{
    public static readonly IReadOnlyList<Language> All =
    [
        new("en", false, ".", ",", n => n == 1 ? "one" : "other"),
        new("es", false, ",", "\u202F", n => n == 1 ? "one" : "other"),
        new("zh-Hans", false, ".", ",", _ => "other"),
        new("ar", true, "٫", "٬", Arabic),
    ];

    /// <summary>Tags of the languages that reports can be made in: those that have report texts.</summary>
    public static IReadOnlyList<string> WithReportTexts { get; } = [.. All.Select(l => l.Tag).Where(Texts.HasReportWords)];

    static string Arabic(long n) => n switch
    {
        0 => "zero", 1 => "one", 2 => "two",
        _ => (n % 100) switch { >= 3 and <= 10 => "few", >= 11 => "many", _ => "other" },
    };
}
