using System.Text.RegularExpressions;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;

namespace Outcomes.Reports.Text;

/// <summary>
/// Names that the study and its instruments bring along (arms, timepoints, schools, scales) in a report of another language. Nobody translated
/// them, so they stay as they are, each marked as text of its own language: for the order of writing, and for whoever hears the page.
/// </summary>
/// <remarks>
/// Unicode's first-strong isolates carry the mark from the result through every sentence into the finished page, where they become elements
/// with a language. The other way, a component for each such name, cannot put a name into the middle of a sentence of the texts.
/// </remarks>
public static partial class StudyWords
{
    const char Start = '\u2068', End = '\u2069';

    public static bool AreForeign(AnalysisResult result, string tag) => PrimaryTag(result.Study.Language) != PrimaryTag(tag);

    /// <summary>The same result with its names marked.</summary>
    public static AnalysisResult Marked(AnalysisResult r) => r with
    {
        Study = r.Study with
        {
            DataSource = Mark(r.Study.DataSource),
            Arms = [.. r.Study.Arms.Select(a => a with { Title = Mark(a.Title) })],
            Timepoints = [.. r.Study.Timepoints.Select(t => t with { Title = Mark(t.Title) })],
        },
        Provenance = r.Provenance with { Instruments = [.. r.Provenance.Instruments.Select(Marked)] },
        Flow = [.. r.Flow.Select(a => a with { Title = Mark(a.Title) })],
        Reach = [.. r.Reach.Select(x => x.By == Grouping.District ? x with { Title = Mark(x.Title) } : x)],
        Outcomes = [.. r.Outcomes.Select(Marked)],
    };

    static InstrumentFacts Marked(InstrumentFacts i) => i with { Title = Mark(i.Title), ShortTitle = Mark(i.ShortTitle), LicenceHolder = Mark(i.LicenceHolder) };

    static OutcomeResult Marked(OutcomeResult o) => o with
    {
        ScaleTitle = Mark(o.ScaleTitle),
        Sites = [.. o.Sites.Select(s => s with { Title = Mark(s.Title) })],
        Subgroups = [.. o.Subgroups.Select(s => s.By == Grouping.District ? s with { Title = Mark(s.Title) } : s)],
        ReliableChange = o.ReliableChange is not { } rule ? null : rule with
        {
            ReliabilitySource = rule.ReliabilitySource is { } source ? Mark(source) : null,
            Norm = rule.Norm is { } norm ? norm with { Source = Mark(norm.Source) } : null,
        },
    };

    /// <summary>A sentence in pieces: the marked names, without their marks, and what stands between them.</summary>
    public static IEnumerable<(string Words, bool Own)> Parted(string sentence) =>
        Words().Split(sentence).Select((words, at) => (words, Own: at % 2 == 1)).Where(part => part.words.Length > 0);

    public static string Mark(string words) => $"{Start}{words}{End}";

    /// <summary>Without isolates: for titles, margins and what is only heard.</summary>
    public static string Plain(string text) => Isolates().Replace(text, "");

    /// <summary>A finished page, each marked name in an element that says its language. Drawings keep the isolates: a tspan has none of its own.</summary>
    /// <remarks>The role says what the element is anyway; with it the browser takes its language over into a PDF's structure, and without it not.</remarks>
    public static string InElements(string html, string language) => Parts().Replace(html, part => part switch
    {
        _ when part.Groups["plain"].Success => Plain(part.Value),
        _ when part.Groups["drawn"].Success => Words().Replace(part.Value, $"{Start}<tspan lang=\"{language}\">$1</tspan>{End}"),
        _ => Words().Replace(part.Value, $"<bdi lang=\"{language}\" role=\"generic\">$1</bdi>"),
    });

    static string PrimaryTag(string tag) => tag.Split('-')[0];

    [GeneratedRegex(@"(?<plain><(title|desc)\b.*?</\1>)|(?<drawn><text\b.*?</text>)|(?<plain><[^>]*>)|\u2068[^\u2066\u2067\u2068\u2069<]*\u2069", RegexOptions.Singleline)]
    private static partial Regex Parts();

    [GeneratedRegex(@"\u2068([^\u2066\u2067\u2068\u2069<]*)\u2069")]
    private static partial Regex Words();

    [GeneratedRegex(@"[\u2066-\u2069]")]
    private static partial Regex Isolates();
}
