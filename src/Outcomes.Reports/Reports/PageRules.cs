using System.Globalization;
using System.Text;
using Outcomes.Reports.Text;

namespace Outcomes.Reports.Reports;

/// <summary>What of a page's margins depends on the report: paper, running header and footer. CSS margin boxes, so that a browser prints them.</summary>
static class PageRules
{
    public static string For(Paper paper, ReportContext context)
    {
        var t = context.T;
        var (start, end) = t.Language.RightToLeft ? ("right", "left") : ("left", "right");
        var badge = context.Badges.Count > 0 ? $"@top-{end} {{ content: {Quoted(string.Join(" · ", context.Badges))}; {Badge} }}\n" : "";
        var pages = $"{Quoted(t["page.before"])} counter(page) {Quoted(t["page.between"])} counter(pages) {Quoted(t["page.after"])}";
        return $$"""

            @page {
              size: {{(paper == Paper.A4 ? "A4" : "letter")}};
              @top-{{start}} { content: {{Quoted(StudyWords.Plain(context.StudyTitle))}}; {{Running}} }
              {{badge}}  @bottom-{{start}} { content: {{Quoted(StudyWords.Plain(t["footer", ("report", context.ReportName), ("date", t.Date(context.Result.Provenance.DataThroughUtc)), ("code", context.Code)]))}}; {{Running}} }
              @bottom-{{end}} { content: {{pages}}; {{Running}} }
            }

            """.ReplaceLineEndings("\n");
    }

    const string Fonts = "'Noto Sans', 'Noto Sans Arabic', 'WenQuanYi Zen Hei', sans-serif";
    const string Running = $"font: 8.2pt {Fonts}; color: #4a5058; white-space: nowrap;";
    const string Badge = $"font: 700 8.2pt {Fonts}; color: #5c4700; white-space: nowrap; background: #fff3cd; border: 0.6pt solid #8a6d00; padding: 1pt 6pt; height: 15pt; margin-block: auto; width: max-content;";

    /// <summary>A CSS string; everything that is not plainly a letter, digit, space or simple sign is written as its code point.</summary>
    static string Quoted(string text)
    {
        var css = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
            css.Append(Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or ',' or ':' or '-' or '·' ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\{rune.Value:x} "));
        return css.Append('"').ToString();
    }
}
