using System.Text.Json.Nodes;
using Outcomes.Domain.Analyses;
using Xunit;
using static Outcomes.Jobs.Tests.Analyses.EdgeData;

namespace Outcomes.Jobs.Tests.Analyses;

/// <summary>No data make a run of an accepted plan fail: what they cannot tell is absent, and said.</summary>
public class NothingIsTooLittleTests
{
    static readonly (JsonObject Definition, Snapshot Snapshot) All = Small();

    [Fact]
    public void A_study_without_anybody_has_a_result_in_which_everything_is_absent()
    {
        var result = Run(All.Definition, All.Snapshot with { Participants = [], Sessions = [], Assessments = [] });
        Assert.All(result.Reach, r => Assert.Equal(0, r.Enrolled.Value));
        Assert.Contains(result.Deviations, d => d is { Code: "contrast_not_estimable", Outcome: "stress", Detail: "live waiting-list 0 0" });
        Assert.Contains(result.Deviations, d => d is { Code: "subgroup_not_measured", Detail: "connection" });
        Assert.Contains(result.Deviations, d => d is { Code: "moderator_not_measured", Outcome: "session-stress" });
    }

    [Fact]
    public void One_person_is_described_and_compared_with_nobody()
    {
        var one = All.Snapshot.Participants[0].Pseudonym;
        var result = Run(All.Definition, All.Snapshot.Of(p => p.Pseudonym == one));
        Assert.Equal(1, result.Flow.Sum(a => a.Enrolled.Value));
        Assert.All(result.Outcomes.SelectMany(o => o.Contrasts), c => Assert.False(c.Difference.Value.IsKnown));
    }

    [Theory]
    [InlineData("live")]
    [InlineData("hybrid")]
    [InlineData("waiting-list")]
    public void An_arm_that_nobody_is_in_takes_its_contrasts_away_and_leaves_the_other(string arm)
    {
        var stress = Run(All.Definition, All.Snapshot.Of(p => p.Arm != arm)).Outcomes[0];
        Assert.All(stress.Contrasts, c => Assert.Equal(c.Arm != arm && c.Comparator != arm, c.Difference.Value.IsKnown));
    }

    [Fact]
    public void With_one_school_an_arm_there_is_a_difference_but_no_test_of_it()
    {
        var (definition, snapshot) = Small(seed: 3, schools: 1);
        var result = Run(definition, snapshot);
        var contrast = result.Outcomes[0].Contrasts[0];
        Assert.True(contrast.Difference.Value.IsKnown);
        Assert.False(contrast.P.IsKnown || contrast.Difference.Low.IsKnown);
        Assert.Contains(result.Deviations, d => d is { Code: "cluster_robust_not_possible", Outcome: "stress", Detail: "live waiting-list 2" });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Scores_that_are_all_the_same_have_a_difference_of_zero_and_no_test(bool clustered)
    {
        var definition = (JsonObject)All.Definition.DeepClone();
        if (!clustered) definition["allocation"]!["unit"] = "participant";
        definition["plan"]!["clustering"] = clustered ? "school" : "none";
        var result = Run(definition, All.Snapshot.WithScores((_, s) => s.Value is null ? null : 3));
        Assert.All(result.Outcomes.SelectMany(o => o.Groups).Where(g => g.Finished.Value > 0), g => Assert.Equal(0, g.Change.Value.Value));
        Assert.All(result.Outcomes.SelectMany(o => o.Contrasts), c => Assert.False(c.P.IsKnown));
        Assert.All(result.Outcomes.SelectMany(o => o.Distributions), d => Assert.Empty(d.Density));
    }

    [Fact]
    public void Nobody_with_a_second_score_means_nobody_finished()
    {
        var result = Run(All.Definition, All.Snapshot.WithScores((a, s) => a.Timepoint is "baseline" or "before-session" ? s.Value : null));
        Assert.All(result.Reach, r => Assert.Equal(0, r.Finished.Value));
        Assert.All(result.Outcomes, o => Assert.Empty(o.Distributions));
        Assert.Contains(result.Deviations, d => d is { Code: "sensitivity_not_possible", Outcome: "stress", Detail: "multiple_imputation live waiting-list" });
    }

    [Fact]
    public void Without_any_session_no_moderator_was_measured_and_no_connection()
    {
        var result = Run(All.Definition, All.Snapshot with { Sessions = [], Assessments = [.. All.Snapshot.Assessments.Where(a => a.Session is null)] });
        Assert.DoesNotContain(result.Reach, r => r.By == Domain.Plans.Grouping.Connection);
        Assert.Equal(3, result.Deviations.Count(d => d.Code == "moderator_not_measured"));
    }

    [Fact]
    public void One_language_leaves_the_covariate_out_and_says_so()
    {
        var result = Run(All.Definition, All.Snapshot with { Participants = [.. All.Snapshot.Participants.Select(p => p with { Language = "en" })] });
        Assert.Contains(result.Deviations, d => d is { Code: "covariate_left_out", Outcome: "stress", Detail: "language" });
        Assert.Contains(result.Deviations, d => d is { Code: "moderation_not_estimable", Outcome: "stress", Detail: "language" });
        Assert.True(result.Outcomes[0].Contrasts[0].Difference.Value.IsKnown);
    }

    [Fact]
    public void A_plan_that_imputes_but_cannot_falls_back_on_complete_cases_and_says_so()
    {
        var definition = (JsonObject)All.Definition.DeepClone();
        definition["plan"]!["missing"] = new JsonObject { ["method"] = "multiple_imputation", ["imputations"] = 5, ["seed"] = 1 };
        definition["plan"]!["sensitivity"]!.AsArray().RemoveAt(3);   // the primary analysis does this already
        var few = All.Snapshot.WithScores((a, s) => a.Timepoint == "baseline" || a.Participant == All.Snapshot.Participants[0].Pseudonym ? s.Value : null);
        Assert.Equal("ancova_cr2_mi", Run(definition, All.Snapshot).Outcomes[0].Contrasts[0].Method);
        var result = Run(definition, few);
        Assert.Equal("ancova_cr2", result.Outcomes[0].Contrasts[0].Method);
        Assert.Contains(result.Deviations, d => d is { Code: "imputation_not_possible", Outcome: "stress" });
    }

    /// <summary>Random people, random gaps, random plans: seeds are in the name of the one that fails.</summary>
    [Fact]
    public void Whatever_is_left_of_the_data_the_plan_runs()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var definition = (JsonObject)All.Definition.DeepClone();
            if (seed % 3 == 0) definition["allocation"]!["unit"] = "participant";
            if (seed % 3 == 0 && seed % 2 == 0) definition["plan"]!["clustering"] = "none";
            var (keep, there, coarse) = (random.NextDouble(), random.NextDouble(), random.Next(1, 30));
            var people = All.Snapshot.Participants.Where(_ => random.NextDouble() < keep).Select(p => p.Pseudonym).ToHashSet();
            var snapshot = All.Snapshot.Of(p => people.Contains(p.Pseudonym))
                .WithScores((_, s) => s.Value is { } value && random.NextDouble() < there ? Math.Floor(value / coarse) * coarse : null);
            try { Run(definition, snapshot); }
            catch (Exception fault) { throw new InvalidOperationException($"seed {seed}", fault); }
        }
    }
}
