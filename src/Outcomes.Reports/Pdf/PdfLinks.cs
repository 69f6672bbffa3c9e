using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Outcomes.Reports.Pdf;

/// <summary>A description for each link (PDF/UA-1, 7.18.5): the words that the page links with.</summary>
static partial class PdfLinks
{
    public static void Describe(PdfUpdate update, string html)
    {
        var words = Anchors().Matches(html).GroupBy(a => a.Groups["to"].Value)
            .ToDictionary(a => a.Key, a => WebUtility.HtmlDecode(Tags().Replace(a.First().Groups["words"].Value, "")).Trim());
        foreach (Match link in Links().Matches(update.Printed))
        {
            var to = link.Groups["to"].Value;
            var hex = Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(words.GetValueOrDefault(to, to)));
            update.Replace(PdfUpdate.Number(link.Groups["number"].Value), $"<<{link.Groups["body"].Value}\n/Contents <FEFF{hex}>>>");
        }
    }

    [GeneratedRegex(@"<a [^>]*href=""#(?<to>[^""]+)""[^>]*>(?<words>.*?)</a>", RegexOptions.Singleline)]
    private static partial Regex Anchors();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"(?<=\n)(?<number>\d+) 0 obj\s*<<(?<body>/Type /Annot\s*/Subtype /Link(?:(?!endobj).)*?/Dest /(?<to>[^\s/>]+)(?:(?!endobj).)*)>>\s*endobj", RegexOptions.Singleline)]
    private static partial Regex Links();
}
