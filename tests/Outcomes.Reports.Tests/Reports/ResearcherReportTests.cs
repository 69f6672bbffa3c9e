using System.Globalization;
using System.Text.RegularExpressions;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Releases;
using Xunit;

namespace Outcomes.Reports.Tests.Reports;

public partial class ResearcherReportTests
{
    static readonly AnalysisResult Full = SyntheticSample.Full();

    static async Task<string> Html(AnalysisResult result) =>
        Style().Replace((await ReportPages.Html(Release.For(Audience.Researcher, result))).Html, "");

    static string Words(string html) => System.Net.WebUtility.HtmlDecode(Spaces().Replace(Tag().Replace(html, " "), " "));

    /// <summary>A part's markup, by its heading's anchor.</summary>
    static string Part(string html, string id) => Regex.Match(html, $@"<section id=""{id}"".*?(?=<section id=""[a-z-]+"" class=""part|</main>)", RegexOptions.Singleline).Value;

    static string Interval(Estimate e, int digits) => $"{Signed(e.Value, digits)} ({Plain(e.Low, digits)} to {Plain(e.High, digits)})";
    static string Plain(Quantity q, int digits) => q.Value!.Value.ToString($"F{digits}", CultureInfo.InvariantCulture).Replace('-', '−');
    static string Signed(Quantity q, int digits) => q.Value > 0 ? "+" + Plain(q, digits) : Plain(q, digits);

    [Fact]
    public async Task Headings_go_down_one_level_at_a_time()
    {
        foreach (var result in new[] { Full, Samples.OneArm() })
        {
            var levels = Heading().Matches(await Html(result)).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(1, levels[0]);
            Assert.Single(levels, 1);
            Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
        }
    }

    [Fact]
    public async Task The_contents_lead_to_every_part_and_every_link_has_a_goal()
    {
        var html = await Html(Full);
        var goals = Regex.Matches(html, @"\sid=""([^""]+)""").Select(m => m.Groups[1].Value).ToHashSet();
        var links = Regex.Matches(html, @"href=""#([^""]+)""").Select(m => m.Groups[1].Value).ToList();
        Assert.All(links, link => Assert.Contains(link, goals));
        Assert.All(Regex.Matches(html, @"<section id=""([^""]+)"" class=""part").Select(m => m.Groups[1].Value), part => Assert.Contains(part, links));
        Assert.All(Full.Outcomes, o => Assert.Contains($"outcome-{o.Id}", links));
    }

    [Fact]
    public async Task Primary_equivalence_sensitivity_and_secondary_stand_apart_and_in_this_order()
    {
        var html = await Html(Full);
        string[] parts = ["plan", "flow", "baseline", "primary-course", "equivalence", "sensitivity", "secondary-course", "secondary-session", "moderation", "subgroups", "missing", "measurement", "methods", "references", "session"];
        Assert.Equal(parts, Regex.Matches(html, @"<section id=""([^""]+)"" class=""part").Select(m => m.Groups[1].Value).Where(parts.Contains));
        Assert.DoesNotContain("outcome-wellbeing", Part(html, "primary-course"));
    }

    [Fact]
    public async Task A_study_of_one_arm_without_sessions_has_no_empty_parts()
    {
        var html = await Html(Samples.OneArm());
        Assert.Equal(["study", "plan", "flow", "primary-course", "measurement", "instruments", "methods", "references", "session"],
            Regex.Matches(html, @"<section id=""([^""]+)"" class=""part").Select(m => m.Groups[1].Value));
        Assert.DoesNotMatch(@"</h(\d)>\s*(</section>|<h\1)", html);
    }

    [Fact]
    public async Task Numbers_in_figures_and_tables_are_those_of_the_result()
    {
        var html = await Html(Full);
        var primary = Full.Outcomes[0];
        foreach (var k in primary.Contrasts) InDrawingAndTable(Part(html, "primary-course"), Interval(k.Difference, 2));
        foreach (var s in primary.SiteSummary!.ByArm) InDrawingAndTable(Part(html, "primary-course"), Interval(s.Mean, 2));
        foreach (var s in primary.SiteSummary.ByArm) InDrawingAndTable(Part(html, "primary-course"), $"{Plain(s.Prediction.Low, 2)} to {Plain(s.Prediction.High, 2)}");
        foreach (var e in primary.Equivalence) InDrawingAndTable(Part(html, "equivalence"), Interval(e.Difference, 2));
        foreach (var s in primary.Sensitivity.Where(s => s.Kind != SensitivityKind.PermutationTest)) InDrawingAndTable(Part(html, "sensitivity"), Interval(s.Difference, 2));
        foreach (var l in primary.Moderation[1].Levels) InDrawingAndTable(Part(html, "moderation"), Interval(l.Effect, 2));
        foreach (var s in primary.Subgroups.Where(s => s.Change.Value.IsKnown)) InDrawingAndTable(Part(html, "subgroups"), Interval(s.Change, 2));
        foreach (var m in primary.Missing) InDrawingAndTable(Part(html, "missing"), $"{m.N.Value} (");
        var cloud = primary.Distributions[0];
        Assert.Contains($"median and quartiles of change {Signed(Samples.Q(cloud.FiveNumbers[2]), 1)}", html);
        Assert.Equal(cloud.Changes.Count, Regex.Count(Regex.Match(html, @"<path class=""rain s1"" d=""([^""]+)""").Groups[1].Value, "M"));
    }

    static void InDrawingAndTable(string part, string number)
    {
        Assert.Contains(Drawing().Matches(part), d => System.Net.WebUtility.HtmlDecode(d.Value).Contains(number, StringComparison.Ordinal));
        Assert.Contains(Table().Matches(part), t => System.Net.WebUtility.HtmlDecode(t.Value).Contains(number, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_flow_counts_schools_and_participants_at_every_step()
    {
        var text = Words(Part(await Html(Full), "flow"));
        Assert.Contains("Live sessions 8 schools; n = 310", text);
        Assert.Contains("In at least one session 8 285 8 290", text);
        Assert.Contains("Analysed: Perceived stress 7 schools; n = 258 not analysed: n = 52", text);
        Assert.Contains("Answered: End of the course 7 270 8 274 8 253", text);
    }

    [Fact]
    public async Task Arms_at_the_start_are_described_and_not_tested()
    {
        var text = Words(Part(await Html(Full), "baseline"));
        Assert.Contains("Perceived stress, Baseline 20.60 (6.40); n = 296", text);
        Assert.Contains("English 155 (50%)", text);
        Assert.Contains("No p values", text);
        Assert.DoesNotContain("p =", text);
    }

    [Fact]
    public async Task What_was_analysed_before_the_lock_says_exploratory_at_the_head_and_in_every_conclusion()
    {
        var text = Words(await Html(SyntheticSample.Full(PlanStanding.Draft)));
        Assert.Contains("EXPLORATORY. The plan was not locked", text);
        var conclusions = Full.Outcomes.Sum(o => o.Contrasts.Count > 0 ? o.Contrasts.Count : o.Groups.Count(g => g.Arm is not null));
        Assert.Equal(conclusions, Regex.Count(text, "Exploratory: "));
        Assert.DoesNotContain("Exploratory: ", Words(await Html(Full)));
    }

    [Fact]
    public async Task The_life_of_the_plan_and_every_deviation_are_listed()
    {
        var text = Words(Part(await Html(Full), "plan"));
        Assert.Contains("Locked on 1 September 2026 by key principal, before the first data.", text);
        Assert.Contains("1.0.0 20 August 2026 key principal first version", text);
        Assert.Contains("a_code_of_tomorrow 3", text);
        Assert.Contains("Mental well-being: Live and recorded sessions in turn against Waiting list could not be estimated", text);
        var late = SyntheticSample.Locked with { FirstDataUtc = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero) };
        Assert.Contains("after the first data had been received", Words(await Html(SyntheticSample.Full(late))));
    }

    [Theory]
    [InlineData("between", -12, 104.5, "at observed values up to 104.5")]
    [InlineData("between", 30, 60, "at values between 30.0 and 60.0")]
    [InlineData("between", 30, 600, "at observed values from 30.0 up")]
    [InlineData("between", 300, 600, "at no observed value")]
    [InlineData("between", -12, 600, "at every observed value")]
    [InlineData("outside", 30, 60, "at values below 30.0 and above 60.0")]
    [InlineData("outside", 30, 600, "at observed values up to 30.0")]
    [InlineData("outside", -12, 60, "at observed values from 60.0 up")]
    [InlineData("everywhere", 0, 0, "at every observed value")]
    [InlineData("nowhere", 0, 0, "at no observed value")]
    public async Task The_region_is_told_within_what_was_observed(string region, double low, double high, string told)
    {
        var primary = Full.Outcomes[0];
        var moderated = primary.Moderation[0] with { Region = region, RegionLow = Samples.Q(low), RegionHigh = Samples.Q(high) };
        var text = Words(Part(await Html(Full with { Outcomes = [primary with { Moderation = [moderated] }] }), "moderation"));
        Assert.Contains($"It differs from zero {told}.", text);
    }

    [Theory]
    [InlineData(true, "equivalent")]
    [InlineData(false, "equivalence not shown")]
    [InlineData(null, "cannot be computed")]
    public async Task Equivalence_has_its_verdict_in_words_beside_the_margin(bool? equivalent, string verdict)
    {
        var primary = Full.Outcomes[0];
        var text = Words(Part(await Html(Full with { Outcomes = [primary with { Equivalence = [primary.Equivalence[0] with { Equivalent = equivalent }] }] }), "equivalence"));
        Assert.Contains("Difference (90% interval)", text);
        Assert.Matches($@"±2\.0 \+1\.52 \(0\.71 to 2\.33\) 11\.8 \.157 {verdict}", text);
    }

    [Fact]
    public async Task The_session_information_has_every_hash()
    {
        var text = Words(Part(await Html(Full), "session"));
        var p = Full.Provenance;
        Assert.All([p.StudyHash, p.PlanHash, p.SnapshotHash, p.EngineVersion, .. p.Instruments.Select(i => i.Hash)], hash => Assert.Contains(hash, text));
    }

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex(@"<h([1-6])[ >]")]
    private static partial Regex Heading();

    [GeneratedRegex(@"<svg role=""img"".*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Drawing();

    [GeneratedRegex("<table.*?</table>", RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
