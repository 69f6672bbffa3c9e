using System.Text.RegularExpressions;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Releases;
using Xunit;

namespace Outcomes.Reports.Tests.Reports;

/// <summary>What the board's and the school's pages hold: no hidden number, no other school's name, and figures that say what their tables say.</summary>
public partial class BoardHtmlTests
{
    /// <summary>As a board sees it where nothing needs to be hidden.</summary>
    static ReleasedResult Open(AnalysisResult result) =>
        Release.For(Audience.Board, result with { Study = result.Study with { Disclosure = DisclosurePolicy.Inside with { SchoolsNamed = false } } });

    static async Task<string> Html(ReleasedResult released) => Style().Replace((await ReportPages.Html(released)).Html, "");

    [Fact]
    public async Task A_school_s_report_names_its_own_school_and_no_other()
    {
        var html = await Html(Samples.Released(Audience.School, synthetic: true));
        Assert.Contains("School 08", html);
        Assert.All(Enumerable.Range(1, 24).Where(k => k != 8), k => Assert.DoesNotMatch($"(School |school-){k:00}", html));
        Assert.DoesNotMatch("district-[0-9]", html);
        Assert.Single(Regex.Matches(html, @"class=""own"""));
    }

    [Fact]
    public async Task A_board_s_report_names_no_school_and_ranks_none()
    {
        foreach (var released in new[] { Samples.Released(Audience.Board, synthetic: true), Open(SyntheticSample.ForBoard()) })
        {
            var html = await Html(released);
            Assert.DoesNotMatch("School [0-9]|school-[0-9]", html);
            Assert.DoesNotMatch(@"(?i)\brank(ing|s)\b|\bbest school|\bworst|\btop [0-9]", html);
        }
    }

    [Theory]
    [InlineData(-2.0, "within the range that chance alone gives")]
    [InlineData(-4.5, "outside the range where chance alone puts 95 of 100 schools, but inside the wider one")]
    [InlineData(-12.0, "outside the range that chance alone gives")]
    public async Task How_a_school_compares_is_said_by_rule(double change, string expected)
    {
        var result = SyntheticSample.ForBoard();
        var stress = result.Outcomes[0];
        var sites = stress.Sites.Select(s => s.School == SyntheticSample.OneSchool ? s with { Change = Samples.E(change, change - 1.5, change + 1.5) } : s);
        var released = Release.Outside(result with { Outcomes = [stress with { Sites = [.. sites] }, .. result.Outcomes.Skip(1)] }, ReleaseHistory.None).School(SyntheticSample.OneSchool);
        Assert.Contains(expected, await Html(released));
    }

    [Fact]
    public async Task A_hidden_school_is_counted_with_its_reason_and_its_numbers_are_nowhere()
    {
        var result = SyntheticSample.ForBoard();
        var small = result.Outcomes[0].Sites.Single(s => s.N.Value == 6);
        var odd = small with { Change = Samples.E(-7.77, -9.99, -5.55) };
        var html = await Html(Release.For(Audience.Board, result with { Outcomes = [result.Outcomes[0] with { Sites = [.. result.Outcomes[0].Sites.Select(s => s == small ? odd : s)] }] }));
        Assert.Matches(@"schools? (is|are) not drawn \(hidden: under 10\)", html);
        Assert.DoesNotMatch("−7[.]8 |7[.]77|9[.]99|5[.]55|−10[.]0 to −5[.]6", Regex.Replace(html, "<[^>]*>", " "));
    }

    [Fact]
    public async Task A_school_whose_result_is_hidden_says_so_and_shows_no_number_of_its_own()
    {
        var html = await Html(Release.Outside(SyntheticSample.ForBoard(), ReleaseHistory.None).School("school-15"));
        Assert.Contains("School 15: too few students for a result on stress that may be shown", html);
        Assert.DoesNotContain(@"class=""own""", html);
        Assert.Contains("What this cannot say", html);
        Assert.Contains("hidden: under 10", html);
    }

    [Fact]
    public async Task Who_was_reached_is_drawn_with_the_numbers_of_its_table()
    {
        var html = await Html(Open(SyntheticSample.ForBoard()));
        var figure = Regex.Match(html, @"<svg role=""img"" aria-labelledby=""reach-t.*?</svg>", RegexOptions.Singleline).Value;
        foreach (var row in SyntheticSample.ForBoard().Reach)
        {
            Assert.Contains($"{row.Enrolled.Value} enrolled, {row.Finished.Value} finished.", figure);
            Assert.Matches($@"<td class=""num"">{row.Enrolled.Value}</td><td class=""num"">{row.Started.Value}</td><td class=""num"">{row.Finished.Value}</td>", html);
        }
        Assert.Contains("By language: 48% of those enrolled finished in the group Arabic, 87% in the group English.", html);
        Assert.Contains("By district: about alike, 81% to 83% of those enrolled finished.", html);
    }

    [Fact]
    public async Task A_group_that_is_too_small_stands_there_with_the_reason_and_without_its_numbers()
    {
        var hidden = Quantity.None(Absence.SmallGroup);
        var result = SyntheticSample.ForBoard();
        var html = await Html(Open(result with { Reach = [.. result.Reach.Select(r => r.Level == "ar" ? r with { Enrolled = hidden, Started = hidden, Finished = hidden } : r)] }));
        Assert.Contains("Arabic: hidden: under", html);
        Assert.Contains("Groups whose numbers are hidden are not in this.", html);
        Assert.DoesNotContain("in the group Arabic", html);
        Assert.DoesNotMatch(">40 enrolled|>19 finished", html);
    }

    [Fact]
    public async Task Sessions_are_drawn_by_how_they_were_delivered_with_the_numbers_of_their_table()
    {
        var html = await Html(Samples.Released(Audience.Board, synthetic: true));
        Assert.Contains("Of 200 planned sessions: 112 live, by video; 45 recorded; 26 in person; 17 missed.", html);
        Assert.Matches(@"<td class=""num"">200</td>\s*<td class=""num"">112</td>\s*<td class=""num"">45</td>\s*<td class=""num"">26</td>\s*<td class=""num"">17</td>", html);
    }

    [Fact]
    public async Task The_funnel_has_a_mark_for_every_row_of_its_table()
    {
        var html = await Html(Open(SyntheticSample.ForBoard()));
        var rows = Regex.Matches(html[html.IndexOf(@"<section id=""schools""", StringComparison.Ordinal)..], @"<tr><th scope=""row"">").Count;
        Assert.Equal(23, Regex.Matches(html, @"class=""dot-school""").Count);
        Assert.Equal(23, rows);
        Assert.Contains("23 of 24 schools are drawn", html);
    }

    [Theory]
    [InlineData(Audience.Board, false)]
    [InlineData(Audience.Board, true)]
    [InlineData(Audience.School, true)]
    public async Task What_it_cannot_say_and_how_to_check_it_are_always_there(Audience audience, bool synthetic)
    {
        var html = await Html(Samples.Released(audience, synthetic));
        Assert.Single(Regex.Matches(html, "What this cannot say"));
        Assert.Matches($@"\./outcomes verify {audience.ToString().ToLowerInvariant()}\.pdf", html);
        Assert.Matches("code [0-9A-Z]{4}-|>[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}<", html);
    }

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();
}
