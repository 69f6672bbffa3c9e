using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Xunit;

namespace Outcomes.Jobs.Tests.Analyses;

/// <summary>Counts of one run hang together: levels, patterns, arms and schools all add up to the same people.</summary>
public class WhoIsCountedTests
{
    static AnalysisResult Result => SyntheticData.Result;
    static OutcomeResult Stress => Result.Outcomes[0];

    static double Sum(IEnumerable<Quantity> counts) => counts.Sum(c => c.Value ?? 0);

    [Fact]
    public void Every_grouping_reaches_everyone_enrolled_once()
    {
        Assert.Equal([Grouping.Language, Grouping.District, Grouping.Connection], Result.Reach.Select(r => r.By).Distinct());
        foreach (var grouping in Result.Reach.GroupBy(r => r.By))
        {
            Assert.Equal(Sum(Result.Flow.Select(a => a.Enrolled)), Sum(grouping.Select(r => r.Enrolled)));
            Assert.Equal(Stress.Groups[0].Started.Value, Sum(grouping.Select(r => r.Started)));
            Assert.Equal(Stress.Groups[0].Finished.Value, Sum(grouping.Select(r => r.Finished)));
        }
        Assert.Equal(["better", "worse", "unknown"], Result.Reach.Where(r => r.By == Grouping.Connection).Select(r => r.Level));
    }

    [Fact]
    public void Subgroups_of_each_arm_add_up_to_those_who_finished_in_it()
    {
        foreach (var outcome in Result.Outcomes)
            foreach (var group in outcome.Groups.Where(g => g.Finished.IsKnown))
                Assert.All(Enum.GetValues<Grouping>(), by => Assert.Equal(group.Finished.Value, Sum(outcome.Subgroups.Where(s => s.By == by && s.Arm == group.Arm).Select(s => s.N))));
    }

    [Fact]
    public void Missing_patterns_hold_everyone_once_and_their_complete_pairs_are_those_who_finished()
    {
        foreach (var outcome in Result.Outcomes.Where(o => o.Estimand == Estimand.CourseChange))
        {
            Assert.Equal(Sum(Result.Flow.Select(a => a.Enrolled)), Sum(outcome.Missing.Select(m => m.N)));
            Assert.All(outcome.Missing, m => Assert.Equal(m.N.Value, Sum(m.ByArm)));
            Assert.Equal(outcome.Groups[0].Finished.Value, Sum(outcome.Missing.Where(m => m.Observed[0] && m.Observed[1]).Select(m => m.N)));
            Assert.Equal(["baseline", "endpoint", "follow-up"], outcome.Missing[0].Timepoints);
        }
    }

    [Fact]
    public void Schools_add_up_to_all_and_their_categories_to_those_who_finished_there()
    {
        Assert.Equal(Stress.Groups[0].Started.Value, Sum(Stress.Sites.Select(s => s.Started)));
        Assert.Equal(Stress.Groups[0].Categories!.Improved.Value, Sum(Stress.Sites.Select(s => s.Categories!.Improved)));
        Assert.All(Stress.Sites, s => Assert.Equal(s.N.Value, s.Categories!.Improved.Value + s.Categories.Unchanged.Value + s.Categories.Deteriorated.Value));
        Assert.Equal(Sum(Stress.SiteSummary!.ByArm.Select(a => a.Schools)), Stress.SiteSummary.Schools.Value);
    }

    [Fact]
    public void The_arms_begin_with_all_their_people_and_the_flow_ends_with_those_analysed()
    {
        var stress = Result.Baseline.Single(b => b.Variable == "stress");
        Assert.Equal(Stress.Groups.Skip(1).Select(g => g.Started.Value), stress.Arms.Select(a => a.N.Value));
        foreach (var variable in new[] { "language", "district" })
            for (var arm = 0; arm < 3; arm++)
                Assert.Equal(Result.Flow[arm].Enrolled.Value, Sum(Result.Baseline.Where(b => b.Variable == variable).Select(b => b.Arms[arm].N)));
        Assert.Equal(Stress.Groups.Skip(1).Select(g => g.Finished.Value), Result.Flow.Select(a => a.Analysed.Value));
        Assert.DoesNotContain(Result.Baseline, b => b.Variable.StartsWith("session", StringComparison.Ordinal));
    }

    [Fact]
    public void Change_within_sessions_is_told_of_arms_with_sessions_only()
    {
        var session = Result.Outcomes.Single(o => o.Id == "session-stress");
        Assert.Equal(["live", "hybrid"], session.Distributions.Select(d => d.Arm));
        Assert.DoesNotContain(session.Subgroups, s => s.Arm == "waiting-list");
        Assert.All(session.Missing, m => Assert.False(m.ByArm[2].IsKnown));
        Assert.Empty(session.Sensitivity);
    }
}
