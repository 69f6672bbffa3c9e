using System.Text;
using System.Text.RegularExpressions;

namespace Outcomes.Reports.Figures;

/// <summary>Layout of text in drawings, which SVG leaves to its author: how wide a text is, where it breaks, and that no two overlap.</summary>
public static partial class Labels
{
    /// <summary>Width in the unit of <paramref name="size"/>, rather too much than too little: classes of Noto Sans' advance widths.</summary>
    public static double Width(string text, double size) => size * text.EnumerateRunes().Sum(Advance);

    static double Advance(Rune rune) => rune.Value switch
    {
        // Isolates, and the short vowels of Arabic, which stand above a letter.
        (>= 0x2066 and <= 0x2069) or (>= 0x064B and <= 0x0652) => 0,
        'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or ' ' => 0.28,
        'f' or 'r' or 't' or '(' or ')' or '-' or '/' => 0.40,
        'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.93,
        >= 'A' and <= 'Z' => 0.68,
        >= 0x2E80 => 1.0,
        _ => 0.58,
    };

    /// <summary>
    /// Breaks at spaces, and between Chinese characters, so that each line fits; a single word that is too long is shortened with an ellipsis.
    /// A name in another language that is broken is marked as such on each of its lines.
    /// </summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double size)
    {
        List<string> lines = [];
        foreach (Match word in Words().Matches(text))
        {
            var (space, said) = (word.Groups["space"].Length > 0 ? " " : "", word.Groups["word"].Value);
            if (lines.Count > 0 && Width(lines[^1] + space + said, size) <= width) lines[^1] += space + said;
            else lines.Add(Shorten(said, width, size));
        }
        return Isolated(lines);
    }

    /// <summary>Isolates that a break has torn apart are closed on one line and opened again on the next.</summary>
    static List<string> Isolated(List<string> lines)
    {
        var open = "";
        return [.. lines.Select(line =>
        {
            var whole = open + line;
            foreach (var c in line) open = c == '\u2069' ? open[..Math.Max(0, open.Length - 1)] : c is >= '\u2066' and <= '\u2068' ? open + c : open;
            return whole + new string('\u2069', open.Length);
        })];
    }

    public static string Shorten(string text, double width, double size)
    {
        if (Width(text, size) <= width) return text;
        var runes = text.EnumerateRunes().ToList();
        while (runes.Count > 1 && Width(string.Concat(runes) + "…", size) > width) runes.RemoveAt(runes.Count - 1);
        return Isolated([string.Concat(runes).TrimEnd() + "…"])[0];
    }

    /// <summary>
    /// Moves labels apart along one axis: order kept, at least <paramref name="gap"/> between neighbours, inside the bounds if they hold
    /// them all, and otherwise as near as can be to where each was wanted (neighbours that collide share their mean place).
    /// </summary>
    public static double[] Spread(IReadOnlyList<double> wanted, double gap, double low, double high)
    {
        var order = Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i]).ToArray();
        var places = new double[wanted.Count];
        List<(double Sum, int Count)> blocks = [];
        for (var k = 0; k < order.Length; k++)
        {
            // Less its rank times the gap, a label may touch its neighbour: then apartness is just order.
            var block = (Sum: Math.Clamp(wanted[order[k]], low, high) - k * gap, Count: 1);
            while (blocks.Count > 0 && blocks[^1].Sum / blocks[^1].Count > block.Sum / block.Count)
            {
                block = (block.Sum + blocks[^1].Sum, block.Count + blocks[^1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }
            blocks.Add(block);
        }
        var rank = 0;
        foreach (var (sum, count) in blocks)
            for (var i = 0; i < count; i++, rank++)
                places[order[rank]] = Math.Clamp(sum / count, low, Math.Max(low, high - (wanted.Count - 1) * gap)) + rank * gap;
        return places;
    }

    /// <summary>A word with the space before it; a Chinese character is a word with the punctuation that follows it.</summary>
    [GeneratedRegex(@"(?<space> *)(?<word>[\u2E80-\u2FFF\u3040-\u9FFF][\u3000-\u303F\uFF01-\uFF65\u201D\u2069]*|[^ \u2E80-\u2FFF\u3040-\u9FFF]+)")]
    private static partial Regex Words();
}
