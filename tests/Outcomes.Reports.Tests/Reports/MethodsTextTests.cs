using System.Text.RegularExpressions;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Releases;
using Outcomes.Reports.Reports;
using Outcomes.Reports.Text;
using Xunit;

namespace Outcomes.Reports.Tests.Reports;

public class MethodsTextTests
{
    /// <summary>A method, and the words that name it in the methods and nothing else.</summary>
    static readonly Dictionary<string, string> Names = new()
    {
        ["consort"] = "CONSORT 2025", ["consort_cluster"] = "extension to cluster trials", ["ancova"] = "analysis of covariance", ["cr2"] = "CR2", ["multiple_imputation"] = "chained equations",
        ["barnard_rubin"] = "small-sample degrees of freedom", ["holm"] = "Holm's method", ["hochberg"] = "Hochberg's method", ["benjamini_hochberg"] = "false discovery rate",
        ["change_score"] = "Welch's test", ["rank_based"] = "Hodges-Lehmann shift", ["mixed_model"] = "mixed model", ["delta_adjusted"] = "delta-adjusted", ["permutation_test"] = "permutation test",
        ["equivalence"] = "two one-sided tests", ["johnson_neyman"] = "Johnson-Neyman", ["reliable_change"] = "called reliable", ["site_synthesis"] = "synthesized by random effects",
        ["prediction_interval"] = "prediction interval", ["i_squared"] = "share of variation between schools", ["alpha"] = "Cronbach's alpha", ["omega"] = "Omega total", ["density"] = "kernel densities",
        ["raincloud"] = "raincloud plots", ["d_z"] = "standard deviation of the differences", ["d_av"] = "mean of the two standard deviations", ["g"] = "exact small-sample correction",
    };

    static ReportContext Context(AnalysisResult result) => new(Release.For(Audience.Researcher, result), Texts.In("en"));

    static string Written(AnalysisResult result) => string.Join('\n', MethodsText.Of(Context(result)).Paragraphs.Select(p => p.Text));

    static int Times(string text, string words) => Regex.Matches(text, Regex.Escape(words), RegexOptions.IgnoreCase).Count;

    public static IEnumerable<AnalysisResult> Studies =>
    [
        SyntheticSample.Full(), SyntheticSample.Result(), Samples.OneArm(),
        .. Enum.GetValues<Multiplicity>().Select(m => With(SyntheticSample.Full(), p => p with { Multiplicity = m })),
        .. Enum.GetValues<SensitivityKind>().Select(k => With(SyntheticSample.Full(), p => p with { Missing = MissingData.Complete, Sensitivity = [new(k, 20, 1, [-1, 1])] })),
        With(SyntheticSample.Full(), p => p with { Moderators = [], Equivalence = [], Subgroups = [], Sensitivity = [] }),
    ];

    static AnalysisResult With(AnalysisResult result, Func<PlanDefinition, PlanDefinition> change) => result with { Plan = change(result.Plan) };

    [Fact]
    public void Each_method_used_is_named_once_and_no_other() => Assert.All(Studies, study =>
    {
        var (text, methods) = (Written(study), MethodsText.Of(Context(study)).Methods);
        // A sensitivity analysis by imputation, beside a primary one without, is named in other words.
        Assert.All(Names.Where(n => n.Key != "multiple_imputation"), n => Assert.Equal(methods.Contains(n.Key) ? 1 : 0, Times(text, n.Value)));
        Assert.All(methods, m => Assert.Contains(m, Names.Keys));
    });

    [Fact]
    public void What_the_plan_asks_for_is_what_is_named()
    {
        var methods = MethodsText.Of(Context(SyntheticSample.Full())).Methods;
        foreach (var planned in new[] { "holm", "cr2", "multiple_imputation", "change_score", "rank_based", "mixed_model", "delta_adjusted", "permutation_test", "equivalence", "johnson_neyman" }) Assert.Contains(planned, methods);
        foreach (var other in new[] { "hochberg", "benjamini_hochberg" }) Assert.DoesNotContain(other, methods);
        var text = Written(SyntheticSample.Full());
        foreach (var said in new[] { "m = 20, seed 20260901", "a margin of ±2.0 points", "α = .05", "language and Mental well-being at Baseline", "−2 and +2 points", "language, district and connection quality",
            "Perceived Stress Scale, 10 items, version 1.0 (Sheldon Cohen)", "24 schools with 928 students", "locked on 1 September 2026, after one amendment", "engine version 0.1.0" }) Assert.Contains(said, text);
    }

    [Fact]
    public void The_references_are_those_of_the_methods_each_once_and_each_is_cited() => Assert.All(Studies, study =>
    {
        var (text, methods) = (Written(study), MethodsText.Of(Context(study)).Methods);
        var listed = References.Of(methods);
        Assert.Equal(listed.Distinct(), listed);
        Assert.All(listed, r => Assert.Contains(r.Cite, text));
        Assert.All(References.ByMethod.Values.SelectMany(r => r).Except(listed), r => Assert.DoesNotContain($"{r.Cite})", text));
    });

    [Fact]
    public void A_reference_has_its_year_in_citation_and_entry_and_a_DOI_that_can_be_followed() => Assert.All(References.ByMethod.Values.SelectMany(r => r), r =>
    {
        Assert.Contains($"({r.Cite[^4..]}).", r.Entry);
        if (r.Address is not null) Assert.Matches(@"^https://(doi\.org/10\.\d{4,5}/\S+|www\.jstor\.org/stable/\d+)$", r.Address);
    });

    [Fact]
    public void Every_DOI_of_the_statistics_pages_is_written_the_same_here()
    {
        var pages = string.Join('\n', Directory.GetFiles(Path.Combine(Root(), "docs", "statistics"), "*.md").Select(File.ReadAllText));
        // Those that no page of the statistics cites: how to report and to draw, and the case for analysis of covariance.
        string[] elsewhere = ["consort", "consort_cluster", "ancova", "density", "raincloud"];
        Assert.All(References.ByMethod.Where(m => !elsewhere.Contains(m.Key)).SelectMany(m => m.Value).Select(r => r.Address).OfType<string>(), address => Assert.Contains(address, pages));
    }

    [Fact]
    public void Without_a_lock_the_methods_say_so() => Assert.Contains("was not locked before the analysis; all results were exploratory", Written(SyntheticSample.Full(PlanStanding.Draft)));

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Outcomes.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
