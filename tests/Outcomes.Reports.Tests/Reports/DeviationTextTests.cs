using System.Text.RegularExpressions;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Releases;
using Outcomes.Reports.Reports;
using Outcomes.Reports.Text;
using Xunit;

namespace Outcomes.Reports.Tests.Reports;

public partial class DeviationTextTests
{
    static readonly ReportContext Context = new(Release.For(Audience.Researcher, SyntheticSample.Full()), Texts.In("en"));

    /// <summary>Codes as they stand in the engine's source: words joined by underscores in quotes, on lines that note a deviation or choose a code.</summary>
    public static TheoryData<string> Codes
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Outcomes.slnx"))) folder = Path.GetDirectoryName(folder)!;
            var lines = Directory.GetFiles(Path.Combine(folder, "src", "Outcomes.Jobs", "Analyses"), "*.cs").SelectMany(File.ReadAllLines);
            var named = lines.Where(l => l.Contains("Deviations.", StringComparison.Ordinal) || l.Contains(" Add(", StringComparison.Ordinal) || l.Contains("Noted(", StringComparison.Ordinal) || l.Contains("var code", StringComparison.Ordinal))
                .SelectMany(l => Code().Matches(l)).Select(m => m.Groups[1].Value);
            return [.. named.Concat(["locked_after_data", "contrast_not_estimable", "model_not_fitted"]).Distinct().Order(StringComparer.Ordinal)];
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_of_the_engine_has_words(string code)
    {
        Assert.True(Context.T.Has($"deviation.{code}"), code);
        Assert.DoesNotMatch(@"[{}]", DeviationText.Of(Context, new(code, "stress", "live waiting-list 12 3 4")));
    }

    [Fact]
    public void Ids_and_instants_are_written_as_a_reader_knows_them()
    {
        Assert.Equal("Mental well-being: Live and recorded sessions in turn against Waiting list could not be estimated (n = 3 and 0).",
            DeviationText.Of(Context, new("contrast_not_estimable", "wellbeing", "hybrid waiting-list 3 0")));
        Assert.Equal("Perceived stress: Moderator Round-trip time, ms: too few schools for an error clustered by school.",
            DeviationText.Of(Context, new("cluster_robust_not_possible", "stress", "latency")));
        Assert.Equal("The plan was first locked on 20 September 2026, after the first data of 14 September 2026.",
            DeviationText.Of(Context, new("locked_after_data", null, "2026-09-20T08:00:00Z 2026-09-14T07:45:00Z")));
    }

    [Theory]
    [InlineData("a_code_of_tomorrow", "3 4", "a_code_of_tomorrow 3 4")]
    [InlineData("contrast_not_estimable", "hybrid", "contrast_not_estimable hybrid")]
    [InlineData("a_code_of_tomorrow", null, "a_code_of_tomorrow")]
    public void One_without_words_or_with_too_few_details_is_told_by_its_code_and_all_that_came_with_it(string code, string? detail, string told) =>
        Assert.EndsWith(told, DeviationText.Of(Context, new(code, "stress", detail)));

    [GeneratedRegex(@"""([a-z]+(?:_[a-z]+)+)""")]
    private static partial Regex Code();
}
