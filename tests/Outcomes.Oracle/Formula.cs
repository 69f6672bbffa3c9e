using System.Text.RegularExpressions;
using Outcomes.Statistics.Models;

namespace Outcomes.Oracle;

/// <summary>
/// A model formula as the cases write it: <c>y ~ a * b + c + (1 + t | g)</c>. Crossings are expanded, main effects first, as R does.
/// </summary>
/// <param name="Response">The left side.</param>
/// <param name="Terms">Per fixed term the variables whose product it is, in R's order.</param>
/// <param name="Intercept">Whether there is one; <c>0</c> or <c>-1</c> says no.</param>
/// <param name="Random">Per random part the inside of its brackets: the effects, such as <c>1</c> or <c>days</c>, and the cluster.</param>
public sealed partial record Formula(
    string Response, IReadOnlyList<string[]> Terms, bool Intercept, IReadOnlyList<(string Effects, string Cluster)> Random)
{
    /// <summary>All variables of the fixed part with the response, and the clusters: those whose missing values drop a row.</summary>
    public IEnumerable<string> Variables =>
        Terms.SelectMany(term => term).Prepend(Response)
            .Concat(Random.Select(part => part.Cluster))
            .Concat(Random.SelectMany(part => Plus(part.Effects)).Where(effect => effect is not ("0" or "1")))
            .Distinct();

    public static Formula Parse(string text)
    {
        var sides = text.Split('~', 2, StringSplitOptions.TrimEntries);
        if (sides.Length != 2) throw new FormatException($"'{text}' is not a formula");
        var random = RandomPart().Matches(sides[1]).Select(match => (match.Groups[1].Value.Trim(), match.Groups[2].Value.Trim())).ToList();
        var parts = Plus(RandomPart().Replace(sides[1], " ")).ToList();
        var terms = parts.Where(part => part is not ("0" or "1" or "-1")).SelectMany(Expand).ToList();
        var ordered = terms.DistinctBy(term => string.Join(':', term.Order(StringComparer.Ordinal))).OrderBy(term => term.Length).ToList();
        return new(sides[0], ordered, !parts.Contains("0") && !parts.Contains("-1"), random);
    }

    /// <summary>The fixed part as terms over a table, whose text columns, and those with a reference level, are factors.</summary>
    public List<Term> Over(Table data, Func<string, string?> referenceLevel)
    {
        var variables = Terms.SelectMany(term => term).Distinct().ToDictionary(name => name, name => Variable(data, name, referenceLevel(name)));
        return Terms.Select(term => new Term(term.Select(name => variables[name]).ToArray())).ToList();
    }

    public static Variable Variable(Table data, string name, string? reference) =>
        reference is null && data.IsNumeric(name) ? new Numeric(name, data.Numbers(name)) : Factor.Of(name, data.Text(name), reference);

    static IEnumerable<string> Plus(string text) =>
        text.Replace("-", "+-", StringComparison.Ordinal).Split('+', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>a * b * c: every product of some of them; a : b: their product alone.</summary>
    static IEnumerable<string[]> Expand(string part)
    {
        var factors = part.Split('*', StringSplitOptions.TrimEntries);
        for (var mask = 1; mask < 1 << factors.Length; mask++)
            yield return factors.Where((_, i) => (mask >> i & 1) == 1).SelectMany(factor => factor.Split(':', StringSplitOptions.TrimEntries)).ToArray();
    }

    [GeneratedRegex(@"\(([^()|]*)\|\|?([^()|]*)\)")]
    private static partial Regex RandomPart();
}
