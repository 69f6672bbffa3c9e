using Outcomes.Domain.Releases;
using Outcomes.Domain.Reports;
using Outcomes.Reports.Reports;
using Outcomes.Reports.Text;
using Outcomes.Reports.Theme;

namespace Outcomes.Reports;

public enum Paper { A4, Letter }

/// <param name="Language">Tag of a language that has texts, for instance <c>en</c>.</param>
public sealed record ReportOptions(string Language = "en", Paper Paper = Paper.A4);

/// <summary>A report as one self-contained page: no script, nothing to fetch.</summary>
/// <param name="Date">The data's date, not the day it was made: the same input gives the same bytes.</param>
/// <param name="ContentSecurityPolicy">What the page needs, for the header of whoever serves it; the page says the same in a meta element.</param>
public sealed record ReportHtml(string Html, string Title, string Language, DateTimeOffset Date, string ContentSecurityPolicy, ReportStamp Stamp);

/// <summary>Draws what was released: the board's report for a board, the researcher's for a researcher.</summary>
public static class ReportPages
{
    /// <exception cref="ArgumentException">There are no texts in this language.</exception>
    public static async Task<ReportHtml> Html(ReleasedResult released, ReportOptions? options = null)
    {
        options ??= new();
        var texts = Texts.In(options.Language);
        var result = released.Result;
        var context = new ReportContext(released, texts);
        var title = StudyWords.Plain(texts["report.title", ("study", context.StudyTitle), ("report", context.ReportName)]);
        var style = ThemeSheet.Css + PageRules.For(options.Paper, context);
        var policy = $"default-src 'none'; style-src {ThemeSheet.HashOf(style)}; base-uri 'none'; form-action 'none'";
        var stamp = ReportStamp.Of(released, texts.Language.Tag);
        var html = await HtmlDocument.Of<ReportDocument>(new()
        {
            [nameof(ReportDocument.Context)] = context, [nameof(ReportDocument.Title)] = title,
            [nameof(ReportDocument.Style)] = style, [nameof(ReportDocument.Policy)] = policy, [nameof(ReportDocument.Stamp)] = stamp,
        });
        if (StudyWords.AreForeign(released.Result, texts.Language.Tag)) html = StudyWords.InElements(html, released.Result.Study.Language);
        return new(html, title, texts.Language.Tag, result.Provenance.DataThroughUtc, policy, stamp);
    }
}
