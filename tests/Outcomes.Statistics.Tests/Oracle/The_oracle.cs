using System.Text.Json.Nodes;
using Outcomes.Oracle;
using Xunit;

namespace Outcomes.Statistics.Tests.Oracle;

/// <summary>Every reference case, and proof that the runner can fail.</summary>
public sealed class The_oracle : IDisposable
{
    static readonly string Cases = Path.Combine(AppContext.BaseDirectory, "cases");
    readonly string _copy = Directory.CreateTempSubdirectory("oracle").FullName;

    public void Dispose() => Directory.Delete(_copy, recursive: true);

    [Fact]
    public void Every_given_case_agrees_at_its_tolerance()
    {
        var outcomes = Runner.Run(Cases);
        Assert.NotEmpty(outcomes);
        Assert.Empty(outcomes.Where(outcome => !outcome.Agreement.Agrees)
            .Select(outcome => $"{outcome.Case} {outcome.Reference.Key}: {outcome.Agreement.Fault}"));
    }

    [Fact]
    public void A_reference_off_by_more_than_its_tolerance_fails_and_takes_the_exit_code_with_it()
    {
        Change(reference => reference["holm"]!["value"]![0] = 5.4e-15);
        var outcomes = Runner.Run(_copy);
        Assert.Equal("holm", Assert.Single(outcomes, outcome => !outcome.Agreement.Agrees).Reference.Key);
        var text = new StringWriter();
        Assert.Equal(1, Report.Print(outcomes, text));
        Assert.EndsWith($"4 passed, 1 failed{Environment.NewLine}", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_p_value_is_compared_on_the_relative_scale_alone()
    {
        // 1.3e-18 against 2.6e-18 is within the absolute tolerance of 1e-10, and still wrong.
        Change(reference => reference["holm"]!["value"]![1] = 2.6e-18);
        Assert.Single(Runner.Run(_copy), outcome => !outcome.Agreement.Agrees);
    }

    [Fact]
    public void An_unknown_key_is_a_failure()
    {
        Change(reference => reference["sidak"] = JsonNode.Parse("""{"value": 1, "r": "?", "rel_tol": 1e-9}"""));
        Assert.Equal("unknown key", Assert.Single(Runner.Run(_copy), outcome => !outcome.Agreement.Agrees).Agreement.Fault);
    }

    [Fact]
    public void A_value_of_another_shape_is_a_failure()
    {
        Change(reference => reference["holm"]!["value"]!.AsArray().RemoveAt(0));
        Assert.Contains("25 values", Assert.Single(Runner.Run(_copy), outcome => !outcome.Agreement.Agrees).Agreement.Fault, StringComparison.Ordinal);
        Change(reference => reference["holm"]!["value"] = new JsonObject { ["p"] = 1 });
        Assert.Contains("shape", Assert.Single(Runner.Run(_copy), outcome => !outcome.Agreement.Agrees).Agreement.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_without_tolerance_is_shown_and_not_compared()
    {
        Change(reference => reference["sidak"] = JsonNode.Parse("""{"value": 1, "r": "?", "rel_tol": null}"""));
        Assert.All(Runner.Run(_copy), outcome => Assert.True(outcome.Agreement.Agrees));
    }

    [Theory]
    [InlineData("{", null)]
    [InlineData("""{"reference": 3}""", "a\n1\n")]
    [InlineData("""{"reference": {"exact": {"value": 1, "rel_tol": 1e-9}}}""", "")]
    [InlineData("""{"reference": {"exact": {"value": 1, "rel_tol": 1e-9}}}""", "a,a\n1,2\n")]
    [InlineData("""{"model": {"formula": "y ~ x + (1 | g)"}, "reference": {"exact": {"value": 1, "rel_tol": 1e-9}}}""", "y,g\n1,1\n")]
    public void A_case_that_cannot_be_read_or_computed_fails_with_a_reason_and_the_others_still_run(string json, string? csv)
    {
        Change(_ => { });
        File.WriteAllText(Path.Combine(_copy, "lmm_broken.json"), json);
        if (csv is not null) File.WriteAllText(Path.Combine(_copy, "lmm_broken.csv"), csv);
        var outcomes = Runner.Run(_copy).ToLookup(outcome => outcome.Case);
        Assert.False(string.IsNullOrEmpty(Assert.Single(outcomes["lmm_broken"]).Agreement.Fault));
        Assert.All(outcomes["multiplicity_bfi"], outcome => Assert.True(outcome.Agreement.Agrees));
    }

    /// <summary>One given case, changed, alone in a directory.</summary>
    void Change(Action<JsonNode> change)
    {
        const string Name = "multiplicity_bfi";
        File.Copy(Path.Combine(Cases, $"{Name}.csv"), Path.Combine(_copy, $"{Name}.csv"), overwrite: true);
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(Cases, $"{Name}.json")))!;
        change(json["reference"]!);
        File.WriteAllText(Path.Combine(_copy, $"{Name}.json"), json.ToJsonString());
    }
}
