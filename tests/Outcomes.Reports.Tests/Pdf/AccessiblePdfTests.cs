using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Outcomes.Domain.Releases;
using Outcomes.Reports.Text;
using Xunit;

namespace Outcomes.Reports.Tests.Pdf;

/// <summary>What PDF/UA-1 asks of a file and poppler, or the file's own bytes, can answer; docs/accessibility.md lists what is not tested here.</summary>
public partial class AccessiblePdfTests(TranslatedReports printed) : IClassFixture<TranslatedReports>
{
    public static TheoryData<string, Audience> All => new(TranslatedReports.All.Select(r => new TheoryDataRow<string, Audience>(r.Tag, r.Audience)));

    public static TheoryData<string> Tags => [.. Language.WithReportTexts];

    [Theory]
    [MemberData(nameof(All))]
    public void The_document_has_its_language_its_title_in_the_window_and_tabs_in_the_order_of_its_structure(string tag, Audience audience)
    {
        var raw = Raw(tag, audience);
        Assert.Contains($"/Lang ({tag})", raw);
        Assert.Contains("/DisplayDocTitle true", raw);
        Assert.Contains("/Marked true", raw);
        Assert.Equal(Regex.Count(raw, @"/Type /Page\s"), Regex.Count(raw, @"/Tabs /S\b"));
        var texts = Texts.In(tag);
        Assert.Contains(texts[audience == Audience.Board ? "report.board" : "report.researcher"], PrintedReports.Run("pdfinfo", printed.Path(tag, audience)));
        Assert.Contains($"<dc:language><rdf:Bag><rdf:li>{tag}</rdf:li>", PrintedReports.Run("pdfinfo", "-meta", printed.Path(tag, audience)));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Names_that_were_not_translated_are_said_in_their_own_language(string tag, Audience audience) =>
        Assert.Equal(tag != "en", Regex.IsMatch(Raw(tag, audience), @"<</Type /StructElem\s*/S /NonStruct\s*/Lang \(en\)"));

    [Theory]
    [MemberData(nameof(All))]
    public void Headings_begin_with_one_of_the_first_level_and_skip_none(string tag, Audience audience)
    {
        var levels = Regex.Matches(Structure(tag, audience), @"(?m)^ +H([1-6])\b").Select(m => m.Groups[1].Value[0] - '0').ToList();
        Assert.Equal(1, levels[0]);
        Assert.Equal(1, levels.Count(l => l == 1));
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Tables_have_captions_and_headers_that_say_what_they_head(string tag, Audience audience)
    {
        var structure = Structure(tag, audience);
        var tables = Regex.Count(structure, @"(?m)^ +Table\b");
        Assert.True(tables > 0);
        Assert.Equal(tables, Regex.Count(structure, @"(?m)^ +Caption\b"));
        Assert.Equal(Regex.Count(structure, @"(?m)^ +TH\b"), Regex.Count(structure, @"/Scope /(Column|Row)\b"));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_figure_has_a_text_alternative_and_every_link_a_description(string tag, Audience audience)
    {
        var raw = Raw(tag, audience);
        Assert.All(Regex.Matches(raw, @"/S /Figure(?:(?!endobj).)*endobj", RegexOptions.Singleline), figure => Assert.Contains("/Alt", figure.Value));
        var links = Regex.Matches(raw, @"(\d+) 0 obj\s*<</Type /Annot\s*/Subtype /Link(?:(?!endobj).)*endobj", RegexOptions.Singleline);
        Assert.NotEmpty(links);
        // An object that was appended counts for the printed one of its number.
        Assert.All(links.GroupBy(l => l.Groups[1].Value), link => Assert.Matches(@"/Contents <FEFF([0-9A-F]{4})+>", link.Last().Value));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Nothing_is_drawn_that_is_neither_in_the_structure_nor_an_artifact(string tag, Audience audience)
    {
        var pages = Appended(Raw(tag, audience)).ToList();
        Assert.NotEmpty(pages);
        foreach (var page in pages)
        {
            var depth = 0;
            foreach (var does in page.Split('\n').Select(line => line[(line.LastIndexOf(' ') + 1)..]))
            {
                if (does.EndsWith("BDC", StringComparison.Ordinal) || does == "BMC") depth++;
                else if (does == "EMC") depth--;
                else if (does is "Tj" or "TJ" or "f" or "f*" or "S" or "s" or "B" or "B*" or "b" or "Do" or "sh") Assert.True(depth > 0);
            }
            Assert.Equal(0, depth);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_position_that_the_file_writes_down_is_that_of_its_object(string tag, Audience audience)
    {
        var raw = Raw(tag, audience);
        var entries = XrefEntry().Matches(raw[raw.LastIndexOf("\nxref\n", StringComparison.Ordinal)..]);
        Assert.True(entries.Count > 2);
        Assert.All(entries, entry => Assert.StartsWith($"{entry.Groups["number"].Value} 0 obj", raw[Number(entry.Groups["at"].Value)..]));
        Assert.All(Regex.Matches(raw, @"startxref\n(\d+)\n"), start => Assert.StartsWith("xref\n", raw[Number(start.Groups[1].Value)..]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Fonts_are_embedded_as_text_and_not_as_drawings(string tag, Audience audience)
    {
        var fonts = PrintedReports.Run("pdffonts", printed.Path(tag, audience)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).ToList();
        Assert.NotEmpty(fonts);
        Assert.All(fonts, font => Assert.Matches(@"CID TrueType +Identity-H +yes yes yes", font));
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void A_board_s_report_is_no_longer_in_another_language_than_four_pages(string tag) =>
        Assert.InRange(PrintedReports.PagesOf(printed.Path(tag, Audience.Board)).Length, 2, 4);

    /// <remarks>Not in Arabic: poppler gives its joined letters in the order in which they are drawn.</remarks>
    [Theory]
    [InlineData("es")]
    [InlineData("zh-Hans")]
    public void What_a_report_cannot_say_stands_on_page_one_in_other_languages_too(string tag) =>
        Assert.Contains(Texts.In(tag)["limits.heading"], PrintedReports.PagesOf(printed.Path(tag, Audience.Board))[0]);

    string Raw(string tag, Audience audience) => Encoding.Latin1.GetString(File.ReadAllBytes(printed.Path(tag, audience)));

    string Structure(string tag, Audience audience) => PrintedReports.Run("pdfinfo", "-struct", printed.Path(tag, audience));

    static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Content of the pages as it stands in the update at the file's end.</summary>
    static IEnumerable<string> Appended(string raw)
    {
        foreach (Match stream in CompressedStream().Matches(raw, raw.IndexOf("%%EOF", StringComparison.Ordinal)))
        {
            var bytes = Encoding.Latin1.GetBytes(raw.Substring(stream.Index + stream.Length, Number(stream.Groups[1].Value)));
            using var reader = new StreamReader(new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress), Encoding.Latin1);
            yield return reader.ReadToEnd();
        }
    }

    [GeneratedRegex(@"<</Filter /FlateDecode\n/Length (\d+)>> stream\n")]
    private static partial Regex CompressedStream();

    [GeneratedRegex(@"(?<number>\d+) 1\n(?<at>\d{10}) 00000 n ")]
    private static partial Regex XrefEntry();
}
