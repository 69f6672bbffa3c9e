using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Releases;
using Outcomes.Domain.Studies;
using Outcomes.Reports.Reports;
using Outcomes.Reports.Text;
using Xunit;

namespace Outcomes.Reports.Tests.Reports;

public class HeadlineTests
{
    [Theory]
    [InlineData(1.27, 0.34, 2.20, 0.12, Direction.LowerIsBetter, "Participants were slightly more anxious at the end than at the start")]
    [InlineData(3.00, 2.00, 4.00, 0.30, Direction.LowerIsBetter, "Participants were more anxious at the end than at the start")]
    [InlineData(-3.0, -4.0, -2.0, -0.9, Direction.LowerIsBetter, "Participants were less anxious at the end than at the start")]
    [InlineData(3.00, 2.00, 4.00, 0.30, Direction.HigherIsBetter, "Participants were less anxious at the end than at the start")]
    [InlineData(-0.1, -0.9, -0.0, -0.1, Direction.LowerIsBetter, "No clear change in anxiety from start to end")]
    [InlineData(2.00, -0.1, 4.10, 0.60, Direction.LowerIsBetter, "No clear change in anxiety from start to end")]
    public void One_group_is_said_to_have_changed_only_where_the_interval_leaves_out_zero(
        double change, double low, double high, double g, Direction direction, string expected)
    {
        var result = Samples.OneArm();
        var outcome = result.Outcomes[0] with { Direction = direction, Groups = [Change(result, Samples.E(change, low, high), Samples.E(g, g - 0.1, g + 0.1))] };
        Assert.Equal(expected, Sentence(result with { Outcomes = [outcome] }));
    }

    [Theory]
    [InlineData(-3.3, -4.5, -2.1, true, "Students in the Live sessions group ended less stressed than students in the Waiting list group")]
    [InlineData(-3.3, -4.5, -2.1, false, "Students in the Live sessions group ended less stressed than students in the Waiting list group")]
    [InlineData(2.2, 0.5, 3.9, true, "Students in the Live sessions group ended more stressed than students in the Waiting list group")]
    [InlineData(-1.0, -2.5, 0.5, true, "No clear difference in stress between the Live sessions group and the Waiting list group")]
    public void Two_groups_are_said_to_differ_only_where_the_interval_leaves_out_zero(double difference, double low, double high, bool randomized, string expected)
    {
        var result = SyntheticSample.Result();
        var contrast = result.Outcomes[0].Contrasts[0] with { Difference = Samples.E(difference, low, high), G = Samples.E(difference / 6, low / 6, high / 6) };
        result = result with
        {
            Study = result.Study with { Allocation = new(AllocationUnit.School, randomized) },
            Outcomes = [result.Outcomes[0] with { Contrasts = [contrast] }],
        };
        Assert.Equal(expected, Sentence(result));
    }

    [Fact]
    public void Change_within_sessions_has_words_of_its_own()
    {
        var result = SyntheticSample.Result();
        var session = result.Outcomes.First(o => o.Estimand == Estimand.SessionChange);
        Assert.Equal("Students were less stressed after sessions than before", Sentence(result with { Outcomes = [session] }));
    }

    [Theory]
    [InlineData(Absence.SmallGroup, "Too few participants for a result on anxiety that may be shown")]
    [InlineData(Absence.Complementary, "Too few participants for a result on anxiety that may be shown")]
    [InlineData(Absence.Undefined, "No result on anxiety can be worked out from these answers")]
    public void Where_there_is_no_number_the_headline_says_why(Absence why, string expected)
    {
        var result = Samples.OneArm();
        result = result with { Outcomes = [result.Outcomes[0] with { Groups = [Change(result, Estimate.None(why), Estimate.None(why))] }] };
        Assert.Equal(expected, Sentence(result));
    }

    [Fact]
    public void A_scale_without_a_better_end_is_only_higher_or_lower()
    {
        var result = Samples.OneArm();
        result = result with { Outcomes = [result.Outcomes[0] with { Direction = Direction.Neither, Domain = "something_else" }] };
        Assert.Equal("Participants were slightly higher on State anxiety at the end than at the start", Sentence(result));
    }

    [Theory]
    [InlineData(true, "by lot, so chance apart")]
    [InlineData(false, "not formed by lot, so the difference may come from who was in which group")]
    public void The_lead_says_what_the_design_allows(bool randomized, string expected)
    {
        var result = SyntheticSample.Result();
        result = result with { Study = result.Study with { Allocation = new(AllocationUnit.School, randomized) } };
        var context = Context(result);
        Assert.Contains(expected, string.Join(' ', Headline.Lead(context, context.Primary, Finding.Of(context.Study, context.Primary))));
    }

    [Fact]
    public void The_lead_of_a_fall_writes_it_without_minus_signs_and_its_interval_in_order()
    {
        var context = Context(SyntheticSample.Result());
        var lead = Headline.Lead(context, context.Primary, Finding.Of(context.Study, context.Primary)).ElementAt(1);
        Assert.StartsWith("Stress ended 3.30 points lower than in the comparison group (95% interval 2.08 to 4.52 lower), on a scale from 0 to 40", lead);
    }

    static GroupChange Change(AnalysisResult result, Estimate change, Estimate g) => result.Outcomes[0].Groups[0] with { Change = change, G = g };

    static ReportContext Context(AnalysisResult result) => new(Release.For(Audience.Researcher, result), Texts.In("en"));

    static string Sentence(AnalysisResult result)
    {
        var context = Context(result);
        return Headline.Sentence(context, context.Primary, Finding.Of(context.Study, context.Primary));
    }
}
