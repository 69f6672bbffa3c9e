using System.Globalization;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;

namespace Outcomes.Reports.Pdf;

/// <summary>
/// What the browser leaves out of an accessible and reproducible PDF: XMP metadata with title, language and the mark of PDF/UA; what is
/// neither text nor figure marked so; links described; and the two dates of the Info dictionary, overwritten in place with the data's date.
/// </summary>
static partial class PdfMetadata
{
    /// <exception cref="PdfFailure">The bytes are not laid out as the browser writes them.</exception>
    public static byte[] Append(byte[] pdf, ReportHtml report)
    {
        var update = new PdfUpdate(Dates().Replace(Latin1(pdf), m => m.Groups["key"].Value + PdfDate(report.Date)));
        var xmp = Xmp(report);
        var metadata = update.Add($"<</Type /Metadata\n/Subtype /XML\n/Length {xmp.Length}>> stream\n{xmp}\nendstream");
        update.Replace(update.Root, $"{update.Object(update.Root).TrimEnd()[..^2]}\n/Version /1.7\n/Metadata {metadata} 0 R>>");
        PdfArtifacts.Mark(update);
        PdfLinks.Describe(update, report.Html);
        return Encoding.Latin1.GetBytes(update.ToString());
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

    /// <remarks>As long as the date that it replaces: every position after it is written down in the file.</remarks>
    static string PdfDate(DateTimeOffset date) => $"(D:{date.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}+00'00')";

    static string Latin1(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    [GeneratedRegex(@"(?<key>/(?:CreationDate|ModDate) )\(D:\d{14}\+00'00'\)")]
    private static partial Regex Dates();
}
