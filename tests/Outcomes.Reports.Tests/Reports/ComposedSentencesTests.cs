using System.Text.RegularExpressions;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Releases;
using Outcomes.Domain.Studies;
using Outcomes.Reports.Reports;
using Outcomes.Reports.Text;
using Xunit;

namespace Outcomes.Reports.Tests.Reports;

/// <summary>Sentences that are put together from words, in every language and every way in which they can be put together.</summary>
public partial class ComposedSentencesTests
{
    public static TheoryData<string> Languages => [.. Language.WithReportTexts];

    public static TheoryData<string, Audience, bool> Reports =>
        new(from tag in Language.WithReportTexts from audience in Enum.GetValues<Audience>() from synthetic in new[] { false, true }
            where synthetic || audience != Audience.School select new TheoryDataRow<string, Audience, bool>(tag, audience, synthetic));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_headline_and_lead_can_be_said(string tag)
    {
        var sentences = Contexts(tag).SelectMany(Sentences).ToList();
        Assert.True(sentences.Count > 1000);
        Assert.All(sentences.Distinct(), Whole);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_measure_and_every_verdict_has_words_of_its_own(string tag)
    {
        var c = Contexts(tag).First();
        Assert.All(Outcomes(c.Primary).Where(o => o.Domain != "something_else"), o => Assert.DoesNotContain(o.ScaleTitle, c.DomainState(o, Verdict.Better)));
        Assert.All(Outcomes(c.Primary), o => Assert.Equal(2, new[] { c.DomainState(o, Verdict.Better), c.DomainState(o, Verdict.Worse) }.Distinct().Count()));
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task Every_report_is_drawn_without_a_hole_and_in_its_own_language_and_direction(string tag, Audience audience, bool synthetic)
    {
        var report = await ReportPages.Html(Samples.Released(audience, synthetic), new(tag));
        var html = Style().Replace(report.Html, "");
        Assert.DoesNotMatch(@"\{[a-zA-Z_]+\}", html);
        Assert.StartsWith($"<!DOCTYPE html>\n<html lang=\"{tag}\" dir=\"{(tag == "ar" ? "rtl" : "ltr")}\">", html);
        Assert.DoesNotMatch(@"[\u2068\u2069]", report.Title);
    }

    static IEnumerable<ReportContext> Contexts(string tag) =>
        from result in new[] { SyntheticSample.Result(), Samples.OneArm() }
        from audience in new[] { Audience.Researcher }
        select new ReportContext(Release.For(audience, result), Texts.In(tag));

    static IEnumerable<OutcomeResult> Outcomes(OutcomeResult like) =>
        new[] { "stress", "anxiety", "emotional_regulation", "social_interaction", "wellbeing", "something_else" }.Select(domain => like with { Domain = domain });

    static IEnumerable<string> Sentences(ReportContext c) =>
        from outcome in Outcomes(c.Primary)
        from finding in Findings(c)
        from sentence in (string[])[Headline.Sentence(c, outcome, finding), .. Headline.Lead(c, outcome, finding), Headline.BeforeAfter(c, outcome, finding)]
        select sentence;

    static IEnumerable<Finding> Findings(ReportContext c) =>
        from design in Enum.GetValues<Design>()
        from estimand in Enum.GetValues<Estimand>()
        from verdict in Enum.GetValues<Verdict>()
        from magnitude in Enum.GetValues<Magnitude>()
        from effect in Effects(design, verdict)
        let arms = design == Design.OneGroup ? (null, null) : (c.Study.Arms[0].Id, c.Study.Arms[^1].Id)
        select new Finding(design, estimand, verdict, magnitude, effect, effect, arms.Item1, arms.Item2, Samples.Q(0.01));

    /// <summary>An interval that leaves out zero and is yet not clear is there only where several comparisons were made together.</summary>
    static IEnumerable<Estimate> Effects(Design design, Verdict verdict) => verdict switch
    {
        Verdict.Hidden => [Estimate.None(Absence.SmallGroup)],
        Verdict.Undefined => [Estimate.None(Absence.Undefined)],
        Verdict.NoneClear when design == Design.OneGroup => [Samples.E(1, -1, 3)],
        Verdict.NoneClear => [Samples.E(1, -1, 3), Samples.E(2, 1, 3)],
        _ => [Samples.E(3, 2, 4), Samples.E(-3, -4, -2)],
    };

    static void Whole(string sentence)
    {
        Assert.DoesNotMatch(@"[{}]|  |^\s|\s$|^$", sentence);
        Assert.Equal(sentence.Count(x => x is '\u2066' or '\u2068'), sentence.Count(x => x == '\u2069'));
    }

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();
}
