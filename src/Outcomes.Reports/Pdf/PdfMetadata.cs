using System.Globalization;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;

namespace Outcomes.Reports.Pdf;

/// <summary>
/// What the browser leaves out: XMP metadata with title, language and the PDF/UA mark, appended as an incremental update (ISO 32000-1, 7.5.6),
/// so that the printed bytes stay as they are; and the two dates of the Info dictionary, overwritten in place with the data's date.
/// </summary>
static partial class PdfMetadata
{
    /// <exception cref="PdfFailure">The bytes are not laid out as the browser writes them.</exception>
    public static byte[] Append(byte[] pdf, ReportHtml report)
    {
        // Latin-1 maps each byte to one character and back, so positions in the text are positions in the file.
        var text = Latin1(pdf);
        var trailer = Last(Trailer(), text, "trailer");
        var (size, root) = (Number(trailer, "size"), Number(trailer, "root"));
        var catalog = Last(new Regex($@"(?<=\n){root} 0 obj\s*<<(?<body>.*?)>>\s*endobj", RegexOptions.Singleline), text, "catalog").Groups["body"].Value;
        var dated = Dates().Replace(text, m => m.Groups["key"].Value + PdfDate(report.Date));
        return Encoding.Latin1.GetBytes(dated + Update(text.Length, size, root, catalog, trailer, Xmp(report)));
    }

    static string Update(int offset, int size, int root, string catalog, Match trailer, string xmp)
    {
        var stream = $"{size} 0 obj\n<</Type /Metadata\n/Subtype /XML\n/Length {xmp.Length}>> stream\n{xmp}\nendstream\nendobj\n";
        var newCatalog = $"{root} 0 obj\n<<{catalog}\n/Version /1.7\n/Metadata {size} 0 R>>\nendobj\n";
        var first = offset + 1;
        var second = first + stream.Length;
        var table = $"xref\n{root} 1\n{second:D10} 00000 n \n{size} 1\n{first:D10} 00000 n \n";
        var end = $"trailer\n<</Size {size + 1}\n/Root {root} 0 R\n/Info {trailer.Groups["info"].Value} 0 R\n/Prev {trailer.Groups["start"].Value}>>\n";
        return $"\n{stream}{newCatalog}{table}{end}startxref\n{second + newCatalog.Length}\n%%EOF\n";
    }

    /// <remarks>Written as the UTF-8 bytes' Latin-1 characters, like all the text here.</remarks>
    static string Xmp(ReportHtml report)
    {
        var date = report.Date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var packet = $"""
            <?xpacket begin="{'\uFEFF'}" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
              xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:{ReportStampReader.XmpPrefix}="urn:outcomes:report:1">
            <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{SecurityElement.Escape(report.Title)}</rdf:li></rdf:Alt></dc:title>
            <dc:language><rdf:Bag><rdf:li>{SecurityElement.Escape(report.Language)}</rdf:li></rdf:Bag></dc:language>
            <xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
            <pdfuaid:part>1</pdfuaid:part>
            {string.Concat(report.Stamp.Members.Select(m => $"<{ReportStampReader.XmpPrefix}:{m.Name}>{SecurityElement.Escape(m.Value)}</{ReportStampReader.XmpPrefix}:{m.Name}>"))}
            </rdf:Description></rdf:RDF></x:xmpmeta>
            <?xpacket end="r"?>
            """.ReplaceLineEndings("\n");
        return Latin1(Encoding.UTF8.GetBytes(packet));
    }

    static string PdfDate(DateTimeOffset date) => date.UtcDateTime.ToString("'(D:'yyyyMMddHHmmss'+00''00'')'", CultureInfo.InvariantCulture);

    static string Latin1(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture);

    static Match Last(Regex pattern, string text, string what) => pattern.Matches(text) is [.., var last]
        ? last : throw new PdfFailure(PdfFailureKind.Refused, $"The printed PDF has no {what} where one is expected; is this browser newer than the ones known?");

    [GeneratedRegex(@"trailer\s*<</Size (?<size>\d+)\s*/Root (?<root>\d+) 0 R\s*/Info (?<info>\d+) 0 R>>\s*startxref\s+(?<start>\d+)\s+%%EOF\s*$")]
    private static partial Regex Trailer();

    [GeneratedRegex(@"(?<key>/(?:CreationDate|ModDate) )\(D:\d{14}\+00'00'\)")]
    private static partial Regex Dates();
}
