using System.Globalization;
using System.Text.RegularExpressions;
using Outcomes.Reports.Theme;
using Xunit;

namespace Outcomes.Reports.Tests.Theme;

/// <summary>WCAG 2.2, 1.4.3 (text 4.5 : 1) and 1.4.11 (parts of figures 3 : 1), computed from the style sheet's own values.</summary>
public partial class ContrastTests
{
    static readonly string[] OnPaper = ["ink", "ink-soft", "accent", "better-ink", "unchanged-ink", "worse-ink", "series-0", "series-1", "series-2", "series-3"];
    static readonly string[] Parts = ["better", "unchanged", "worse", "line-strong", "notice-line"];

    public static TheoryData<string> Modes => ["light", "dark"];

    [Theory]
    [MemberData(nameof(Modes))]
    public void Text_can_be_read_on_paper_and_on_boxes(string mode)
    {
        var tokens = Tokens(mode);
        Assert.All(OnPaper, name => Assert.True(Ratio(tokens[name], tokens["paper"]) >= 4.5, name));
        Assert.All(new[] { "ink", "ink-soft", "worse-ink" }, name => Assert.True(Ratio(tokens[name], tokens["surface"]) >= 4.5, name));
        Assert.True(Ratio(tokens["notice-ink"], tokens["notice"]) >= 4.5);
        Assert.True(Ratio(tokens["on-accent"], tokens["accent"]) >= 4.5);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Parts_of_figures_stand_out_from_paper(string mode)
    {
        var tokens = Tokens(mode);
        Assert.All(Parts, name => Assert.True(Ratio(tokens[name], tokens["paper"]) >= 3, name));
    }

    [Fact]
    public void Dark_is_for_screens_only() => Assert.Contains("@media screen and (prefers-color-scheme: dark)", ThemeSheet.Css);

    [Fact]
    public void Nothing_is_placed_left_or_right_and_nothing_moves() =>
        Assert.DoesNotMatch(@"(margin|padding|border)-(left|right)|text-align: *(left|right)|float:|transition|animation", ThemeSheet.Css);

    static Dictionary<string, string> Tokens(string mode)
    {
        var roots = Root().Matches(ThemeSheet.Css).Select(m => Token().Matches(m.Value).ToDictionary(t => t.Groups[1].Value, t => t.Groups[2].Value)).ToList();
        Assert.Equal(2, roots.Count);
        if (mode == "light") return roots[0];
        return roots[0].ToDictionary(t => t.Key, t => roots[1].GetValueOrDefault(t.Key, t.Value));
    }

    static double Ratio(string a, string b)
    {
        double[] both = [Luminance(a), Luminance(b)];
        return (both.Max() + 0.05) / (both.Min() + 0.05);
    }

    static double Luminance(string colour)
    {
        double Channel(int at)
        {
            var c = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * Channel(0) + 0.7152 * Channel(2) + 0.0722 * Channel(4);
    }

    [GeneratedRegex(@":root \{[^}]*\}")]
    private static partial Regex Root();

    [GeneratedRegex(@"--([\w-]+): #([0-9a-f]{6});")]
    private static partial Regex Token();
}
