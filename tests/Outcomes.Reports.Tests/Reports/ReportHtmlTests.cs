using System.Text.RegularExpressions;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Releases;
using Outcomes.Domain.Studies;
using Outcomes.Reports.Theme;
using Xunit;

namespace Outcomes.Reports.Tests.Reports;

public partial class ReportHtmlTests
{
    public static TheoryData<Audience, bool> Reports =>
        new() { { Audience.Board, false }, { Audience.Board, true }, { Audience.School, true }, { Audience.Researcher, false }, { Audience.Researcher, true } };

    static async Task<string> Html(Audience audience, bool synthetic, ReportOptions? options = null) =>
        (await ReportPages.Html(Samples.Released(audience, synthetic), options)).Html;

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task Nothing_in_a_page_runs_or_is_styled_in_line(Audience audience, bool synthetic)
    {
        var html = await Html(audience, synthetic);
        Assert.DoesNotMatch(@"<script|\son\w+=|\sstyle=|javascript:", html);
        Assert.DoesNotMatch(@"(src|href)=""(?!#)", html);
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task The_policy_allows_the_one_style_element_by_its_hash(Audience audience, bool synthetic)
    {
        var html = await Html(audience, synthetic);
        var style = Assert.Single(Style().Matches(html)).Groups[1].Value;
        Assert.Contains($"style-src {ThemeSheet.HashOf(style)}", System.Net.WebUtility.HtmlDecode(html));
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task The_same_input_gives_the_same_page(Audience audience, bool synthetic) => Assert.Equal(await Html(audience, synthetic), await Html(audience, synthetic));

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task Every_figure_says_what_it_shows_and_has_its_numbers_in_a_table_after_it(Audience audience, bool synthetic)
    {
        var html = await Html(audience, synthetic);
        var figures = Figure().Matches(html);
        Assert.NotEmpty(figures);
        Assert.All(figures, figure =>
        {
            Assert.Matches(@"<title id=""[^""]+"">[^<]{5,}</title>\s*<desc id=""[^""]+"">[^<]{5,}</desc>", figure.Value);
            Assert.Contains("<table", html[figure.Index..]);
        });
        Assert.All(Drawing().Matches(html), drawing => Assert.Contains("<caption", html[drawing.Index..]));
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task Every_table_has_a_caption_and_headers_with_a_scope(Audience audience, bool synthetic)
    {
        var tables = Table().Matches(await Html(audience, synthetic));
        Assert.All(tables, table =>
        {
            Assert.Contains("<caption>", table.Value);
            Assert.DoesNotMatch(@"<th(?![^>]*scope=)[ >]", table.Value);
            Assert.Matches(@"<th scope=""row(group)?""", table.Value);
        });
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task No_identifier_is_used_twice(Audience audience, bool synthetic)
    {
        var ids = Identifier().Matches(await Html(audience, synthetic)).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task No_text_is_left_with_a_hole_in_it(Audience audience, bool synthetic) =>
        Assert.DoesNotMatch(@"\{[a-zA-Z_]+\}", Style().Replace(await Html(audience, synthetic), ""));

    [Fact]
    public async Task Without_a_lot_no_sentence_speaks_of_causes()
    {
        var result = SyntheticSample.Result();
        var compared = result with { Study = result.Study with { Allocation = new(AllocationUnit.School, Randomized: false) } };
        foreach (var study in new[] { Samples.OneArm(), compared })
        {
            var text = Words((await ReportPages.Html(Release.For(Audience.Board, study))).Html);
            Assert.DoesNotMatch(@"(?i)\bcaus|\bdue to\b|\bthanks to\b|\bled to\b|\bleads? to\b|\bbecause of\b|\bimpact|\beffective\b|\bhelped (students|participants)\b", text);
        }
    }

    [Fact]
    public async Task A_hidden_count_shows_its_reason_and_no_number()
    {
        var html = await Html(Audience.Board, synthetic: false);
        var hidden = Withheld().Matches(html);
        Assert.NotEmpty(hidden);
        Assert.All(hidden, cell => Assert.Matches("^hidden: (under 10|linked)$", cell.Groups[1].Value));
        Assert.DoesNotContain("dots-", html);
        Assert.DoesNotMatch(@">\s*7 of 97|>\s*90 of 97|>7<|>90<", html);
    }

    [Fact]
    public async Task The_researcher_sees_every_number_of_the_reference_study()
    {
        var text = Words(await Html(Audience.Researcher, synthetic: false));
        foreach (var number in new[] { "+1.27 (0.34 to 2.20)", "2.71", ".008", ".923", ".899 to .944", "8.06", "4.111", "39.38", "UNCONFIRMED" }) Assert.Contains(number, text);
        Assert.Matches(@"All participants\s+97\s+0\s+0\s+90\s+7\s+1", text);
    }

    [Fact]
    public async Task What_cannot_be_computed_says_so_in_its_cell()
    {
        var html = await Html(Audience.Researcher, synthetic: true);
        Assert.Contains(@"<td class=""num withheld"">cannot be computed</td>", html);
        Assert.DoesNotContain("NaN", html);
    }

    [Fact]
    public async Task A_study_that_gave_nobody_therapy_says_that_it_tells_nothing_about_it() =>
        Assert.Contains("Anything about music therapy: nobody in this study was given any.", await Html(Audience.Board, synthetic: false));

    [Fact]
    public async Task Synthetic_data_are_named_in_the_page_and_in_the_margin_of_every_sheet()
    {
        var html = await Html(Audience.Board, synthetic: true);
        Assert.Matches(@"@top-right \{ content: ""SYNTHETIC DATA · EXPLORATORY""", html);
        Assert.Contains(@"<span class=""badge"">SYNTHETIC DATA</span>", html);
        Assert.DoesNotContain("SYNTHETIC", await Html(Audience.Board, synthetic: false));
    }

    [Theory]
    [InlineData(Audience.Board)]
    [InlineData(Audience.Researcher)]
    public async Task What_was_analysed_before_the_lock_says_exploratory_on_every_sheet_and_what_was_locked_does_not(Audience audience)
    {
        Assert.Matches(@"@top-right \{ content: ""EXPLORATORY""", await Html(audience, synthetic: false));
        var locked = Samples.OneArm() with { Standing = PlanStanding.Draft with { State = PlanState.Locked } };
        Assert.DoesNotContain("EXPLORATORY", (await ReportPages.Html(Release.For(audience, locked))).Html);
    }

    static string Words(string html) => System.Net.WebUtility.HtmlDecode(Spaces().Replace(Tag().Replace(Style().Replace(html, ""), " "), " "));

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex(@"<svg role=""img"".*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Figure();

    [GeneratedRegex(@"<div class=""figure"">", RegexOptions.Singleline)]
    private static partial Regex Drawing();

    [GeneratedRegex("<table.*?</table>", RegexOptions.Singleline)]
    private static partial Regex Table();

    [GeneratedRegex(@"\sid=""([^""]+)""")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"<td class=""num withheld"">([^<]*)</td>")]
    private static partial Regex Withheld();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
