using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Outcomes.Reports.Pdf;

/// <summary>
/// Marks everything that is drawn and belongs to no element of the structure (running heads and feet, rules, backgrounds) as an artifact
/// (ISO 32000-1, 14.8.2.2; PDF/UA-1, 7.1): readers then leave it out. The browser leaves it unmarked.
/// </summary>
static partial class PdfArtifacts
{
    public static void Mark(PdfUpdate update)
    {
        foreach (Match page in Contents().Matches(update.Printed))
        {
            var number = PdfUpdate.Number(page.Groups["number"].Value);
            var drawn = Deflated(Marked(Inflated(update.Object(number))));
            update.Replace(number, string.Create(CultureInfo.InvariantCulture, $"<</Filter /FlateDecode\n/Length {drawn.Length}>> stream\n{drawn}\nendstream"));
        }
    }

    /// <summary>A page's content, one operator a line as the browser writes it.</summary>
    internal static string Marked(string content)
    {
        List<string> marked = [], piece = [];
        var depth = 0;
        foreach (var line in content.Split('\n'))
        {
            var (does, inside) = (line[(line.LastIndexOf(' ') + 1)..], depth);
            if (does.EndsWith("BDC", StringComparison.Ordinal) || does == "BMC") depth++;
            if (does == "EMC") depth--;
            if (piece.Count == 0 && (inside > 0 || depth > 0 || !Begins(does)))
            {
                marked.Add(line);
                continue;
            }
            piece.Add(line);
            if (!Ends(piece[0], does)) continue;
            marked.AddRange(does == "n" ? piece : ["/Artifact BMC", .. piece, "EMC"]);
            piece.Clear();
        }
        return string.Join('\n', marked.Concat(piece));
    }

    static bool Begins(string does) => does is "BT" or "m" or "re" or "Do" or "sh";

    /// <remarks>No mark may stand inside of a path, so a path is marked whole; one that only clips ('n') draws nothing.</remarks>
    static bool Ends(string first, string does) => first == "BT" ? does == "ET"
        : does is "S" or "s" or "f" or "F" or "f*" or "B" or "B*" or "b" or "b*" or "n" or "Do" or "sh";

    static string Inflated(string body)
    {
        var stream = Stream().Match(body);
        if (!stream.Success) throw PdfUpdate.Unknown("compressed page");
        var bytes = Encoding.Latin1.GetBytes(body.Substring(stream.Length, PdfUpdate.Number(stream.Groups["length"].Value)));
        using var plain = new StreamReader(new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress), Encoding.Latin1);
        return plain.ReadToEnd();
    }

    static string Deflated(string content)
    {
        using var bytes = new MemoryStream();
        using (var packed = new ZLibStream(bytes, CompressionLevel.Optimal)) packed.Write(Encoding.Latin1.GetBytes(content));
        return Encoding.Latin1.GetString(bytes.ToArray());
    }

    [GeneratedRegex(@"/Type /Page\s(?:(?!endobj).)*?/Contents (?<number>\d+) 0 R", RegexOptions.Singleline)]
    private static partial Regex Contents();

    [GeneratedRegex(@"^<</Filter /FlateDecode\s*/Length (?<length>\d+)>> stream\r?\n")]
    private static partial Regex Stream();
}
