namespace Outcomes.Reports.Text;

/// <summary>
/// How a language writes numbers and dates, and which form of a word goes with a number (Unicode CLDR plural rules for whole numbers).
/// Written out here, not taken from the machine's culture data, so that a report has the same bytes on every machine.
/// </summary>
/// <param name="Name">As those who speak it write it.</param>
/// <param name="LeadingZero">Whether journals print 0.05 and not .05 (APA style drops the zero, others do not).</param>
/// <param name="Plural">Whole number to one of <c>zero</c>, <c>one</c>, <c>two</c>, <c>few</c>, <c>many</c>, <c>other</c>.</param>
public sealed record Language(string Tag, string Name, bool RightToLeft, string DecimalSign, string GroupSign, bool LeadingZero, Func<long, string> Plural)
{
    public static readonly IReadOnlyList<Language> All =
    [
        new("en", "English", false, ".", ",", false, n => n == 1 ? "one" : "other"),
        new("es", "Español", false, ",", "\u202F", true, n => n == 1 ? "one" : "other"),
        new("zh-Hans", "简体中文", false, ".", ",", true, _ => "other"),
        // 0 to 9 and not the Arabic-Indic digits: schools of all Arabic-speaking countries read them (the Maghreb uses no others, and those of the
        // Gulf teach them too), and a report has them anyway in its code, hashes, scale names and references. CLDR: numbers "latn" of ar.
        new("ar", "العربية", true, ".", ",", true, Arabic),
    ];

    /// <summary>Tags of the languages that reports can be made in: those that have report texts.</summary>
    public static IReadOnlyList<string> WithReportTexts { get; } = [.. All.Select(l => l.Tag).Where(Texts.HasReportWords)];

    static string Arabic(long n) => n switch
    {
        0 => "zero", 1 => "one", 2 => "two",
        _ => (n % 100) switch { >= 3 and <= 10 => "few", >= 11 => "many", _ => "other" },
    };
}
