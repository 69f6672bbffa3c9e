using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Releases;
using Outcomes.Domain.Studies;
using Outcomes.Reports.Reports;
using Outcomes.Reports.Text;
using Xunit;

namespace Outcomes.Reports.Tests.Reports;

/// <summary>What the first page may claim, case by case: no more than interval, adjusted test, design and plan allow.</summary>
public class ClaimsTests
{
    const string Better = "ended less stressed than", Worse = "ended more stressed than", None = "No clear difference in stress";
    const string ByChance = "Allowing for all comparisons made together, this may be chance", Holds = "This holds after allowing for all comparisons";

    [Theory]
    // difference, low, high, adjusted p (−1: the plan adjusts nothing), headline, lead must say, lead must not say
    [InlineData(-3.3, -4.5, -2.1, -1, Better, "3.3 points lower", "allowing for all")]
    [InlineData(-3.3, -4.5, -2.1, 0.003, Better, Holds, "may be chance")]
    [InlineData(-3.3, -4.5, -2.1, 0.049, Better, Holds, "may be chance")]
    [InlineData(-1.3, -2.5, -0.1, 0.05, None, ByChance, "includes no difference")]
    [InlineData(-1.3, -2.5, -0.1, 0.09, None, ByChance, "lower than")]
    [InlineData(1.3, 0.1, 2.5, 0.09, None, ByChance, "higher than")]
    [InlineData(2.2, 0.5, 3.9, 0.02, Worse, "2.2 points higher", "may be chance")]
    [InlineData(-1.0, -2.5, 0.5, -1, None, "includes no difference", "may be chance")]
    [InlineData(-1.0, -2.5, 0.5, 0.01, None, "includes no difference", "This holds")]
    [InlineData(-1.0, -2.0, 0.0, 0.01, None, "includes no difference", "This holds")]
    public void A_difference_is_claimed_only_where_the_interval_and_the_adjusted_test_both_show_it(
        double difference, double low, double high, double adjusted, string headline, string says, string not)
    {
        var (sentence, lead) = Page(Study(Samples.E(difference, low, high), adjusted < 0 ? Quantity.None(Absence.NotPlanned) : Samples.Q(adjusted)));
        Assert.Contains(headline, sentence);
        Assert.Contains(says, lead);
        Assert.DoesNotContain(not, lead);
    }

    [Theory]
    [InlineData(Absence.Undefined)]
    [InlineData(Absence.SmallGroup)]
    public void An_adjusted_test_that_was_planned_and_is_not_there_shows_nothing(Absence why) =>
        Assert.Contains(None, Page(Study(Samples.E(-3.3, -4.5, -2.1), Quantity.None(why))).Sentence);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Before_the_plan_is_locked_the_lead_begins_with_exploratory_and_no_design_makes_it_a_cause(bool exploratory, bool randomized)
    {
        var study = Study(Samples.E(-3.3, -4.5, -2.1), Samples.Q(0.01));
        var (sentence, lead) = Page(study with
        {
            Standing = exploratory ? PlanStanding.Draft : Locked, Study = study.Study with { Allocation = new(AllocationUnit.School, randomized) },
        });
        Assert.Equal(exploratory, lead.StartsWith("Exploratory: the plan was not locked", StringComparison.Ordinal));
        Assert.Contains(randomized ? "by lot, so chance apart" : "may come from who was in which group", lead);
        Assert.DoesNotMatch("(?i)caus|because|thanks|effective", sentence + lead);
    }

    [Theory]
    [InlineData(Direction.LowerIsBetter, 0.2, -1.0, 1.4, true, "the Live sessions group ended as good as the Waiting list group, within 2 points (difference +0.2, 90% interval −1.0 to 1.4)")]
    [InlineData(Direction.LowerIsBetter, 0.9, 0.1, 1.7, true, "the Live sessions group ended worse than the Waiting list group, by less than 2 points")]
    [InlineData(Direction.HigherIsBetter, 0.9, 0.1, 1.7, true, "the Live sessions group ended as good as the Waiting list group, within 2 points")]
    [InlineData(Direction.HigherIsBetter, -0.9, -1.7, -0.1, true, "the Live sessions group ended worse than the Waiting list group, by less than 2 points")]
    [InlineData(Direction.LowerIsBetter, 0.9, -0.7, 2.5, false, "was not shown to be as good")]
    [InlineData(Direction.LowerIsBetter, 4.0, 3.0, 5.0, false, "was not shown to be as good")]
    [InlineData(Direction.LowerIsBetter, -4.0, -5.0, -3.0, false, "were not shown to end within 2 points of each other")]
    [InlineData(Direction.HigherIsBetter, 4.0, 3.0, 5.0, false, "were not shown to end within 2 points of each other")]
    [InlineData(Direction.Neither, 0.2, -1.0, 1.4, true, "ended within 2 points of each other")]
    [InlineData(Direction.Neither, 0.2, -1.0, 2.4, false, "were not shown to end within 2 points of each other")]
    [InlineData(Direction.LowerIsBetter, 0.0, 0.0, 0.0, null, "cannot be said: hidden: under 0")]
    public void As_good_as_is_said_only_where_both_one_sided_tests_show_it(Direction direction, double difference, double low, double high, bool? equivalent, string expected)
    {
        var result = SyntheticSample.Result();
        var tested = new EquivalenceResult("live", "waiting-list", 2, equivalent is null ? Estimate.None(Absence.SmallGroup) : Samples.E(difference, low, high), Samples.Q(400), Samples.Q(0.02), equivalent);
        var outcome = result.Outcomes[0] with { Direction = direction };
        var sentence = AsGood.Sentence(Context(result), outcome, tested);
        Assert.Contains(expected, sentence);
        Assert.Equal(equivalent == true && expected.Contains("as good", StringComparison.Ordinal), sentence.Contains("ended as good", StringComparison.Ordinal) && equivalent is not null);
    }

    [Fact]
    public void What_was_to_be_shown_equivalent_stands_in_the_lead()
    {
        var result = Study(Samples.E(-0.3, -1.5, 0.9), Quantity.None(Absence.NotPlanned));
        var tested = new EquivalenceResult("hybrid", "live", 2.5, Samples.E(0.1, -0.9, 1.1), Samples.Q(400), Samples.Q(0.01), true);
        var (_, lead) = Page(result with { Outcomes = [result.Outcomes[0] with { Equivalence = [tested] }] });
        Assert.EndsWith("ended as good as the Live sessions group, within 2.5 points (difference +0.1, 90% interval −0.9 to 1.1).", lead);
    }

    static readonly PlanStanding Locked = PlanStanding.Draft with { State = PlanState.Locked, LockedUtc = Samples.Date, LockedBy = "steward" };

    static AnalysisResult Study(Estimate difference, Quantity adjusted)
    {
        var result = SyntheticSample.Result();
        var contrast = result.Outcomes[0].Contrasts[0] with { Difference = difference, G = Samples.E(-0.4, -0.6, -0.2), AdjustedP = adjusted };
        return result with { Standing = Locked, Outcomes = [result.Outcomes[0] with { Contrasts = [contrast] }] };
    }

    static (string Sentence, string Lead) Page(AnalysisResult result)
    {
        var c = Context(result);
        var finding = Finding.Of(c.Study, c.Primary);
        return (Headline.Sentence(c, c.Primary, finding), string.Join(' ', Headline.Lead(c, c.Primary, finding)));
    }

    /// <remarks>As a board sees it where nothing needs to be hidden.</remarks>
    static ReportContext Context(AnalysisResult result) =>
        new(Release.For(Audience.Board, result with { Study = result.Study with { Disclosure = DisclosurePolicy.Inside } }), Texts.In("en"));
}
