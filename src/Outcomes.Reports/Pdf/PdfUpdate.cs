using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Outcomes.Reports.Pdf;

/// <summary>
/// A PDF as the browser prints it, and objects that are appended to it as an incremental update (ISO 32000-1, 7.5.6): the printed bytes stay
/// as they are, and of an object that is in both the appended one counts.
/// </summary>
/// <remarks>Latin-1 maps each byte to one character and back, so positions in the text are positions in the file.</remarks>
sealed partial class PdfUpdate
{
    readonly SortedDictionary<int, string> _objects = [];
    readonly Match _trailer;
    int _size;

    /// <exception cref="PdfFailure">The bytes are not laid out as the browser writes them.</exception>
    public PdfUpdate(string printed)
    {
        Printed = printed;
        _trailer = Trailer().Matches(printed) is [.., var last] ? last : throw Unknown("trailer");
        (_size, Root) = (Number(_trailer.Groups["size"].Value), Number(_trailer.Groups["root"].Value));
    }

    public string Printed { get; }

    /// <summary>Number of the catalog.</summary>
    public int Root { get; }

    /// <summary>A printed object, from its dictionary to its end.</summary>
    public string Object(int number)
    {
        var start = Printed.IndexOf($"\n{number} 0 obj", StringComparison.Ordinal);
        var end = start < 0 ? -1 : Printed.IndexOf("endobj", start, StringComparison.Ordinal);
        return end < 0 ? throw Unknown($"object {number}") : Printed[(Printed.IndexOf("obj", start, StringComparison.Ordinal) + 3)..end].Trim('\r', '\n');
    }

    public void Replace(int number, string body) => _objects[number] = body;

    /// <returns>The number of the new object.</returns>
    public int Add(string body)
    {
        _objects[_size] = body;
        return _size++;
    }

    public override string ToString()
    {
        StringBuilder file = new(Printed), table = new("xref\n");
        file.Append('\n');
        foreach (var (number, body) in _objects)
        {
            table.Append(CultureInfo.InvariantCulture, $"{number} 1\n{file.Length:D10} 00000 n \n");
            file.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{body}\nendobj\n");
        }
        var start = file.Length;
        return file.Append(table).Append(CultureInfo.InvariantCulture,
            $"trailer\n<</Size {_size}\n/Root {Root} 0 R\n/Info {_trailer.Groups["info"].Value} 0 R\n/Prev {_trailer.Groups["start"].Value}>>\nstartxref\n{start}\n%%EOF\n").ToString();
    }

    public static PdfFailure Unknown(string what) =>
        new(PdfFailureKind.Refused, $"The printed PDF has no {what} where one is expected; is this browser newer than the ones known?");

    public static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"trailer\s*<</Size (?<size>\d+)\s*/Root (?<root>\d+) 0 R\s*/Info (?<info>\d+) 0 R>>\s*startxref\s+(?<start>\d+)\s+%%EOF\s*$")]
    private static partial Regex Trailer();
}
