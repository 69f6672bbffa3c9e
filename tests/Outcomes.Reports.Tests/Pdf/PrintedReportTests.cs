using System.Text;
using System.Text.RegularExpressions;
using Outcomes.Domain.Releases;
using Xunit;

namespace Outcomes.Reports.Tests.Pdf;

public class PrintedReportTests(PrintedReports printed) : IClassFixture<PrintedReports>
{
    public static TheoryData<Audience, bool, Paper> All => new(PrintedReports.All.Select(r => new TheoryDataRow<Audience, bool, Paper>(r.Audience, r.Synthetic, r.Paper)));

    [Theory]
    [MemberData(nameof(All))]
    public void Synthetic_stands_on_every_page_of_synthetic_data_and_on_none_of_real(Audience audience, bool synthetic, Paper paper) =>
        Assert.All(PrintedReports.PagesOf(printed.Path(audience, synthetic, paper)), page => Assert.Equal(synthetic, page.Contains("SYNTHETIC DATA", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(All))]
    public void Each_page_says_which_of_how_many_it_is(Audience audience, bool synthetic, Paper paper)
    {
        var pages = PrintedReports.PagesOf(printed.Path(audience, synthetic, paper));
        for (var i = 0; i < pages.Length; i++) Assert.Contains($"Page {i + 1} of {pages.Length}", pages[i]);
    }

    [Theory]
    [InlineData(false, Paper.A4)]
    [InlineData(true, Paper.A4)]
    [InlineData(false, Paper.Letter)]
    [InlineData(true, Paper.Letter)]
    public void A_board_s_report_has_two_to_four_pages_and_the_first_ends_with_what_it_cannot_say(bool synthetic, Paper paper)
    {
        var pages = PrintedReports.PagesOf(printed.Path(Audience.Board, synthetic, paper));
        Assert.InRange(pages.Length, 1, synthetic ? 4 : 2);
        Assert.Contains("How sure are we?", pages[0]);
        Assert.Contains("What this cannot say", pages[0]);
        Assert.Contains("Anything about one", pages[0]);
    }

    [Theory]
    [InlineData(Paper.A4)]
    [InlineData(Paper.Letter)]
    public void A_school_s_report_has_at_most_two_pages_and_says_on_the_first_what_one_school_cannot_say(Paper paper)
    {
        var pages = PrintedReports.PagesOf(printed.Path(Audience.School, true, paper));
        Assert.InRange(pages.Length, 1, 2);
        Assert.Contains("What this cannot say", pages[0]);
        Assert.Contains("How this school compares", pages[0]);
        Assert.Contains("outcomes verify school.pdf", pages[^1]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void All_fonts_are_embedded_with_their_characters(Audience audience, bool synthetic, Paper paper)
    {
        var fonts = PrintedReports.Run("pdffonts", printed.Path(audience, synthetic, paper)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).ToList();
        Assert.NotEmpty(fonts);
        // Columns from the end: embedded, subset, has a Unicode map, and the object's two numbers.
        Assert.All(fonts, font => Assert.Equal(["yes", "yes", "yes"], font.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^5..^2]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void It_is_tagged_and_has_title_language_dates_of_the_data_and_the_mark_of_PDF_UA(Audience audience, bool synthetic, Paper paper)
    {
        var path = printed.Path(audience, synthetic, paper);
        var info = PrintedReports.Run("pdfinfo", "-isodates", path);
        Assert.Matches(@"Title: +(State anxiety|Tele-music).*: (report for the board|report for the school|researcher's report)", info);
        Assert.Matches(@"Tagged: +yes", info);
        Assert.Matches(@"Metadata Stream: +yes", info);
        Assert.Matches(@"PDF version: +1\.7", info);
        Assert.Matches(@"CreationDate: +2026-11-20T14:30:00", info);
        Assert.Matches(@"ModDate: +2026-11-20T14:30:00", info);
        Assert.Contains(paper == Paper.A4 ? "(A4)" : "(letter)", info);
        var metadata = PrintedReports.Run("pdfinfo", "-meta", path);
        Assert.Contains("<pdfuaid:part>1</pdfuaid:part>", metadata);
        Assert.Contains("<dc:language><rdf:Bag><rdf:li>en</rdf:li>", metadata);
        Assert.Contains("/Lang (en)", Raw(path));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Its_structure_has_headings_tables_with_headers_and_figures_with_a_text_alternative(Audience audience, bool synthetic, Paper paper)
    {
        var path = printed.Path(audience, synthetic, paper);
        var structure = PrintedReports.Run("pdfinfo", "-struct", path);
        Assert.Single(Regex.Matches(structure, @"^ +H1\b", RegexOptions.Multiline));
        Assert.Matches(@"(?m)^ +H2\b", structure);
        Assert.Matches(@"/Scope /Column", structure);
        Assert.Matches(@"/Scope /Row", structure);
        var raw = Raw(path);
        var figures = Regex.Matches(raw, @"<</Type /StructElem\s*/S /Figure.*?endobj", RegexOptions.Singleline);
        Assert.NotEmpty(figures);
        Assert.All(figures, figure => Assert.Contains("/Alt", figure.Value));
        Assert.Contains("/Outlines", raw);
    }

    static string Raw(string path) => Encoding.Latin1.GetString(File.ReadAllBytes(path));
}
