using System.Text.RegularExpressions;
using Outcomes.Statistics.Models;

namespace Outcomes.Oracle;

/// <summary>
/// A model formula as the cases write it: <c>y ~ a * b + c + (1 + t | g)</c>. Crossings are expanded, main effects first, as R does. A name in
/// backquotes may hold anything; <c>factor(x)</c> makes a factor of numbers.
/// </summary>
/// <param name="Response">The column of the left side.</param>
/// <param name="Terms">Per fixed term the variables whose product it is, in R's order, named as R names them.</param>
/// <param name="Intercept">Whether there is one; <c>0</c> or <c>-1</c> says no.</param>
/// <param name="Random">Per random part the inside of its brackets: the effects, such as <c>1</c> or <c>days</c>, and the cluster's column.</param>
public sealed partial record Formula(
    string Response, IReadOnlyList<string[]> Terms, bool Intercept, IReadOnlyList<(string Effects, string Cluster)> Random)
{
    /// <summary>All columns of the fixed part with the response, and the clusters: those whose missing values drop a row.</summary>
    public IEnumerable<string> Variables =>
        Terms.SelectMany(term => term).Select(Column).Prepend(Response)
            .Concat(Random.Select(part => part.Cluster))
            .Concat(Random.SelectMany(part => Split(part.Effects, "+")).Where(effect => effect is not ("0" or "1")).Select(Column))
            .Distinct();

    public static Formula Parse(string text)
    {
        var sides = Split(text, "~");
        if (sides.Count != 2) throw new FormatException($"'{text}' is not a formula");
        var random = RandomPart().Matches(sides[1]).Select(match => (match.Groups[1].Value.Trim(), Column(match.Groups[2].Value.Trim()))).ToList();
        var parts = Split(RandomPart().Replace(sides[1], " "), "+-");
        var terms = parts.Where(part => part is not ("0" or "1" or "-1")).SelectMany(Expand).ToList();
        // In a product, too, R lists variables in the order in which the formula first names them.
        var named = terms.SelectMany(term => term).Distinct().ToList();
        var ordered = terms.Select(term => term.Distinct().OrderBy(named.IndexOf).ToArray())
            .DistinctBy(term => string.Join(':', term)).OrderBy(term => term.Length).ToList();
        return new(Column(sides[0]), ordered, !parts.Contains("0") && !parts.Contains("-1"), random);
    }

    /// <summary>The fixed part as terms over a table, whose text columns, and those with a reference level, are factors.</summary>
    public List<Term> Over(Table data, Func<string, string?> referenceLevel)
    {
        var variables = Terms.SelectMany(term => term).Distinct()
            .ToDictionary(name => name, name => Variable(data, name, referenceLevel(Column(name))));
        return Terms.Select(term => new Term(term.Select(name => variables[name]).ToArray())).ToList();
    }

    public static Variable Variable(Table data, string name, string? reference)
    {
        var column = Column(name);
        if (!data.IsNumeric(column)) return Factor.Of(name, data.Text(column), reference);
        if (reference is null && !Wrapped().IsMatch(name)) return new Numeric(name, data.Numbers(column));
        // Levels that are numbers are ordered as numbers: 2 comes before 10.
        return Factor.Of(name, data.Text(column), reference ?? data.Text(column)[data.Numbers(column).Index().MinBy(row => row.Item).Index]);
    }

    /// <summary>The column that a name means: <c>factor(x)</c> and <c>`x y`</c> are x and x y.</summary>
    static string Column(string name) => Wrapped().Match(name) is { Success: true } match ? match.Groups[1].Value.Trim('`') : name.Trim('`');

    /// <summary>Parts between separators that stand neither in brackets nor in backquotes; a minus stays with what it takes away.</summary>
    static List<string> Split(string text, string separators)
    {
        var parts = new List<string> { "" };
        var (depth, quoted) = (0, false);
        foreach (var c in text)
        {
            if (c == '`') quoted = !quoted;
            else if (!quoted && c is '(' or ')') depth += c == '(' ? 1 : -1;
            var separates = !quoted && depth == 0 && separators.Contains(c);
            if (separates) parts.Add(c == '-' ? "-" : "");
            else if (quoted || !char.IsWhiteSpace(c)) parts[^1] += c;
        }
        return [.. parts.Where(part => part.Length > 0).Select(part => NeedlesslyQuoted().Replace(part, "$1"))];
    }

    /// <summary>a * b * c: every product of some of them; a : b: their product alone.</summary>
    static IEnumerable<string[]> Expand(string part)
    {
        var factors = Split(part, "*");
        for (var mask = 1; mask < 1 << factors.Count; mask++)
            yield return factors.Where((_, i) => (mask >> i & 1) == 1).SelectMany(factor => Split(factor, ":")).ToArray();
    }

    [GeneratedRegex(@"\(([^()|]*)\|\|?([^()|]*)\)")]
    private static partial Regex RandomPart();

    [GeneratedRegex(@"^(?:as\.)?factor\((.+)\)$")]
    private static partial Regex Wrapped();

    [GeneratedRegex(@"`([A-Za-z.][\w.]*)`")]
    private static partial Regex NeedlesslyQuoted();
}
