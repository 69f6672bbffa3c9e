using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Outcomes.Domain.Tests.Architecture;

/// <summary>What <c>docs/security</c> points to as evidence is there; and the table of ASVS 5.0 has every requirement of levels 1 and 2 once.</summary>
public sealed partial class SecurityDocsTests
{
    /// <summary>OWASP ASVS 5.0.0: section, then how many requirements of level 1 and of level 2 it has, in this order.</summary>
    const string Sections =
        """
        1.1 0 2 · 1.2 5 4 · 1.3 2 9 · 1.4 0 3 · 1.5 1 1 · 2.1 1 2 · 2.2 2 1 · 2.3 1 3 · 2.4 0 1 · 3.2 2 0 · 3.3 1 3 · 3.4 2 4 · 3.5 3 2 · 3.7 0 2 · 4.1 1 2 · 4.2 0 1 ·
        4.3 0 2 · 4.4 1 3 · 5.1 0 1 · 5.2 2 1 · 5.3 2 0 · 5.4 0 3 · 6.1 1 2 · 6.2 8 4 · 6.3 2 2 · 6.4 2 2 · 6.5 0 5 · 6.6 0 3 · 6.8 0 4 · 7.1 0 3 · 7.2 4 0 · 7.3 0 2 ·
        7.4 2 3 · 7.5 0 2 · 7.6 0 2 · 8.1 1 1 · 8.2 2 1 · 8.3 1 0 · 8.4 0 1 · 9.1 3 0 · 9.2 1 3 · 10.1 0 2 · 10.2 0 2 · 10.3 0 4 · 10.4 5 6 · 10.5 0 5 · 10.6 0 2 · 10.7 0 3 ·
        11.1 0 2 · 11.2 0 3 · 11.3 2 1 · 11.4 1 3 · 11.5 0 1 · 11.6 0 1 · 12.1 1 2 · 12.2 2 0 · 12.3 0 4 · 13.1 0 1 · 13.2 0 5 · 13.3 0 2 · 13.4 1 4 · 14.1 0 2 · 14.2 1 3 ·
        14.3 1 2 · 15.1 1 2 · 15.2 1 2 · 15.3 1 6 · 16.1 0 1 · 16.2 0 5 · 16.3 0 4 · 16.4 0 3 · 16.5 0 3 · 17.1 0 1 · 17.2 0 4 · 17.3 0 2
        """;

    static readonly Lazy<Dictionary<string, string>> Tests = new(() => Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .GroupBy(f => Path.GetFileName(f)).ToDictionary(g => g.Key, g => string.Concat(g.Select(File.ReadAllText))));

    static string Text(string name) => File.ReadAllText(Repository.PathOf("docs", "security", name));

    [Fact]
    public void The_table_has_every_requirement_of_levels_one_and_two_once_with_its_level()
    {
        var expected = Sections.Split('·', StringSplitOptions.TrimEntries).SelectMany(section =>
        {
            var parts = section.Split(' ');
            var (first, second) = (int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
            return Enumerable.Range(1, first + second).Select(n => $"{parts[0]}.{n} level {(n <= first ? 1 : 2)}");
        }).ToList();
        Assert.Equal(253, expected.Count);
        Assert.Equal(expected, Row().Matches(Text("asvs.md")).Select(m => $"{m.Groups[1].Value} level {m.Groups[2].Value}"));
    }

    [Fact]
    public void Whatever_is_met_or_partly_met_names_its_evidence()
    {
        var rows = Row().Matches(Text("asvs.md"));
        Assert.Empty(rows.Where(m => m.Groups[3].Value is "met" or "partly" && !Evidence().IsMatch(m.Groups[4].Value)).Select(m => m.Value));
        Assert.Empty(rows.Where(m => m.Groups[3].Value is "not met" or "not applicable" && m.Groups[4].Value.Trim().Length < 6).Select(m => m.Value));
    }

    [Fact]
    public void The_counts_above_the_table_are_its_own()
    {
        var text = Text("asvs.md");
        foreach (var status in new[] { "met", "partly", "not met", "not applicable" })
            Assert.Contains($"{Row().Matches(text).Count(m => m.Groups[3].Value == status)} {status}", text);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("asvs.md")]
    [InlineData("threats.md")]
    [InlineData("laws.md")]
    public void Every_file_and_test_that_is_named_exists(string page)
    {
        var missing = Evidence().Matches(Text(page)).Select(m => m.Groups[1].Value).Distinct().Where(named => !Exists(named)).ToList();
        Assert.True(missing.Count == 0, $"docs/security/{page} names what is not there: {string.Join(", ", missing)}");
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("threats.md")]
    [InlineData("laws.md")]
    public void Every_link_leads_somewhere(string page) => Assert.All(Link().Matches(Text(page)).Select(m => m.Groups[1].Value).Where(to => !to.StartsWith("http", StringComparison.Ordinal)), to =>
        Assert.True(Path.Exists(Path.Combine(Repository.PathOf("docs", "security"), to)), $"docs/security/{page} links to {to}, which is not there."));

    static bool Exists(string named)
    {
        if (named.Contains('/') || !named.Contains('.')) return File.Exists(Repository.PathOf(named.Split('/'))) || Directory.Exists(Repository.PathOf(named.Split('/')));
        if (Tests.Value.ContainsKey(named) || File.Exists(Repository.PathOf(named))) return true;
        var (file, method) = (named[..named.IndexOf('.')] + ".cs", named[(named.IndexOf('.') + 1)..]);
        return Tests.Value.TryGetValue(file, out var source) && source.Contains($" {method}(", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\| V(\d+\.\d+\.\d+) \| ([12]) \| [^|]+ \| (met|partly|not met|not applicable) \| ([^|]+) \|\r?$", RegexOptions.Multiline)] private static partial Regex Row();

    /// <summary>A path in the repository, a test file, or a test as <c>Class.Method</c>.</summary>
    [GeneratedRegex(@"`((?:src|tests|docs|db|instruments|examples|bench|scripts)(?:/[\w.-]+)+|\w+\.cs|\w+Tests\.\w+|Directory\.\w+\.props|BannedSymbols\.txt|global\.json)`")] private static partial Regex Evidence();
    [GeneratedRegex(@"\]\(([^)#\s]+)[^)]*\)")] private static partial Regex Link();
}
