using FsCheck;
using FsCheck.Fluent;
using Outcomes.Domain.Instruments;
using Xunit;

namespace Outcomes.Domain.Tests.Instruments;

public class ScoringTests
{
    static readonly InstrumentDefinition Example = InstrumentExample.Definition;

    static Score Of(string scale, params (string Item, Answer Answer)[] answers) =>
        Scoring.Score(Example, answers.ToDictionary(a => a.Item, a => a.Answer)).Single(s => s.Scale == scale);

    static (string, Answer) A(string item, double value) => (item, Answer.Of(value));

    // By hand: item 2 is reversed (3 - 1 = 2).
    [Fact]
    public void A_sum_adds_the_items_with_reversed_ones_turned_round() =>
        Assert.Equal(new Score("sum", 3 + 2 + 1 + 0, 4, 0, 0, false), Of("sum", A("1", 3), A("2", 1), A("3", 1), A("4", 0)));

    // By hand: (3 + 2) / 2 items x 4.
    [Fact]
    public void A_sum_is_prorated_from_the_answered_items_and_says_so() =>
        Assert.Equal(new Score("sum", 10, 2, 1, 1, true), Of("sum", A("1", 3), A("2", 1), ("3", Answer.PreferNot)));

    [Fact]
    public void With_more_missing_than_allowed_there_is_no_score_but_the_counts_stand() =>
        Assert.Equal(new Score("sum", null, 1, 2, 1, false), Of("sum", A("1", 3), ("2", Answer.PreferNot), ("3", Answer.PreferNot), ("4", Answer.NotReached)));

    [Fact]
    public void A_prorated_mean_is_the_mean_of_the_answered_items() => Assert.Equal(2, Of("mean", A("1", 3), A("2", 1), A("3", 2)).Value);

    [Fact]
    public void A_rescaled_sum_is_multiplied_and_shifted() => Assert.Equal(60 - 10 * (3 + 1), Of("rescaled", A("1", 3), A("2", 1)).Value);

    [Fact]
    public void A_table_turns_the_raw_sum_into_the_score() => Assert.Equal(25.5, Of("table", A("1", 3), A("3", 1)).Value);

    // 1 of 2 items answered with 3: raw 6 when prorated.
    [Fact]
    public void A_table_takes_the_prorated_sum() => Assert.Equal(new Score("table", 40, 1, 0, 1, true), Of("table", A("1", 3)));

    [Theory, InlineData(1, 1, 2, 5.0), InlineData(1, 1, 1, 4.0), InlineData(0, 1, 0, 1.0), InlineData(0, 0, 2, 3.0), InlineData(3, 3, 1, 9.0)]
    public void A_table_takes_the_nearest_whole_of_a_prorated_sum_halves_up(int first, int second, int third, double nearest)
    {
        // Four items of which one is missing: (a + b + c) / 3 x 4, for instance 4 / 3 x 4 = 5.33, nearest 5; the table gives the raw sum back.
        var scale = Example.FindScale("table")! with
        {
            Items = ["1", "2", "3", "4"], Table = Enumerable.Range(0, 13).ToDictionary(raw => raw, raw => (double)raw), Min = 0, Max = 12,
        };
        var answers = new Dictionary<string, Answer> { ["1"] = Answer.Of(first), ["2"] = Answer.Of(second), ["3"] = Answer.Of(third) };
        Assert.Equal(nearest, Assert.Single(Scoring.Score(Example with { Scales = [scale] }, answers)).Value);
    }

    // 1 + 2 = 3 of two answered items: 3 / 2 x 3 = 4.5, which goes up.
    [Fact]
    public void Half_a_point_goes_up()
    {
        var scale = Example.FindScale("table")! with
        {
            Items = ["1", "2", "3"], Table = Enumerable.Range(0, 10).ToDictionary(raw => raw, raw => (double)raw), Min = 0, Max = 9,
        };
        var answers = new Dictionary<string, Answer> { ["1"] = Answer.Of(1), ["2"] = Answer.Of(2) };
        Assert.Equal(5, Assert.Single(Scoring.Score(Example with { Scales = [scale] }, answers)).Value);
    }

    // Points 0, 0, 1, 2: an answer of 2 is one point and of 3 two.
    [Fact]
    public void A_recoded_scale_adds_points_and_not_answers() => Assert.Equal(new Score("recoded", 3, 2, 0, 0, false), Of("recoded", A("2", 2), A("4", 3), A("3", 1)));

    [Fact]
    public void An_answer_that_ends_the_matter_makes_the_score_nothing_even_of_what_was_left_out() =>
        Assert.Equal(new Score("recoded", 0, 0, 0, 2, false), Of("recoded", A("3", 0)));

    [Fact]
    public void A_composite_adds_scores_and_has_none_where_one_of_them_is_missing()
    {
        Assert.Equal(new Score("both", 4.5, 3, 0, 0, false), Of("both", A("line", 2.5), A("2", 2), A("4", 2), A("3", 1)));
        Assert.Equal(new Score("both", 4.5, 2, 0, 1, true), Of("both", A("line", 2.5), A("2", 2), A("3", 1)));
        Assert.Equal(new Score("both", null, 2, 0, 1, false), Of("both", A("2", 2), A("4", 2), A("3", 1)));
    }

    [Fact]
    public void A_composite_that_may_lack_a_scale_is_prorated_from_the_others()
    {
        var both = Example.FindScale("both")! with { Scales = ["line", "recoded", "sum"], Missing = new MissingRule(1, true, "manual", true, Round: true) };
        var d = Example with { Scales = [.. Example.Scales.Where(s => s.Id != "both"), both] };
        var answers = new Dictionary<string, Answer> { ["2"] = Answer.Of(3), ["3"] = Answer.Of(1), ["1"] = Answer.Of(1) };
        // recoded 2 of one answered item, twice that: 4; sum 1 + (3 - 3) + 1 = 2 of three, times 4 / 3: 2.67; their mean of 3.33, three times: 10.
        Assert.Equal(10, Scoring.Score(d, answers).Single(s => s.Scale == "both").Value);
    }

    // Four points of three answered items are 6.67 of five, and SDQ rounds that to 7: the example that its scoring instructions give.
    [Fact]
    public void A_prorated_score_of_the_SDQ_is_a_whole_number() => Assert.Equal(7, Scoring.Score(InstrumentCatalogue.BuiltIn.Find("sdq-self-11-17", "1.0")!,
        new Dictionary<string, Answer> { ["3"] = Answer.Of(2), ["8"] = Answer.Of(1), ["16"] = Answer.Of(1) }).Single(s => s.Scale == "emotional").Value);

    [Fact]
    public void Nothing_answered_is_no_score() => Assert.All(Scoring.Score(Example, new Dictionary<string, Answer>()), s =>
        Assert.Equal((null, 0, 0, false), (s.Value, s.Answered, s.Preferred, s.Prorated)));

    [Fact]
    public void Any_answers_that_pass_the_rules_score_within_the_scale_s_range() => ForAnyAnswers((d, answers) =>
        AnswerRules.Check(d, answers).Count == 0
        && Scoring.Score(d, answers).All(s => s.Value is not { } v || (v >= d.FindScale(s.Scale)!.Min - 1e-9 && v <= d.FindScale(s.Scale)!.Max + 1e-9)));

    [Fact]
    public void A_score_is_there_exactly_if_no_more_is_missing_than_allowed() => ForAnyAnswers((d, answers) => Scoring.Score(d, answers).All(s =>
    {
        var scale = d.FindScale(s.Scale)!;
        if (scale.ZeroIf is { } zero && answers[zero.Item].Value == zero.Value) return s is { Value: 0, Prorated: false };
        if (scale.Rule == ScoreRule.Composite)
            return (s.Value is not null) == (scale.Scales.Count(part => Scoring.Score(d, answers).Single(p => p.Scale == part).Value is null) <= scale.Missing.Allowed);
        return s.Answered + s.Preferred + s.NotReached == scale.Items.Count
            && (s.Value is not null) == (s.Preferred + s.NotReached <= scale.Missing.Allowed && s.Answered > 0);
    }));

    [Fact]
    public void The_order_of_answers_is_irrelevant() => ForAnyAnswers((d, answers) =>
        Scoring.Score(d, answers).SequenceEqual(Scoring.Score(d, answers.Reverse().ToDictionary(a => a.Key, a => a.Value))));

    [Fact]
    public void Turning_every_answer_of_a_scale_round_and_every_key_as_well_leaves_the_score() => ForAnyAnswers((d, answers) =>
    {
        // Points of a recoding are not turned round, nor is what makes a score 0; a composite that adds such a scale is left out with it.
        bool Turns(Scale s) => s.Recode.Count == 0 && s.ZeroIf is null && s.Scales.All(part => Turns(d.FindScale(part)!));
        d = d with { Scales = [.. d.Scales.Where(Turns)] };
        var turned = answers.ToDictionary(a => a.Key, a => a.Value.Value is { } v && d.Items.Single(i => i.Id == a.Key) is var i ? Answer.Of(i.Min + i.Max - v) : a.Value);
        var keys = d with { Scales = [.. d.Scales.Select(s => s with { Reverse = [.. s.Items.Except(s.Reverse)] })] };
        return Scoring.Score(d, answers).Zip(Scoring.Score(keys, turned)).All(p => p.First.Value is { } a && p.Second.Value is { } b
            ? Math.Abs(a - b) < 1e-9 : p.First.Value is null == p.Second.Value is null);
    });

    static void ForAnyAnswers(Func<InstrumentDefinition, IReadOnlyDictionary<string, Answer>, bool> holds)
    {
        var definitions = InstrumentCatalogue.BuiltIn.All.Append(Example).ToArray();
        var cases = from d in Gen.Elements(definitions) from answers in Gen.CollectToSequence(d.Items, AnyAnswer) select (d, answers: (IReadOnlyDictionary<string, Answer>)d.Items.Zip(answers).ToDictionary(x => x.First.Id, x => x.Second));
        Prop.ForAll(cases.ToArbitrary(), c => holds(c.d, c.answers)).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    /// <summary>Seven of nine items answered, so that allowed and forbidden numbers of missing items both come up.</summary>
    static Gen<Answer> AnyAnswer(Item item) => Gen.Frequency(
        (7, Value(item)), (1, Gen.Constant(Answer.PreferNot)), (1, Gen.Constant(Answer.NotReached)));

    static Gen<Answer> Value(Item item) => item.Kind == ItemKind.Choice
        ? Gen.Elements(item.Values.ToArray()).Select(Answer.Of)
        : Gen.Choose(0, (int)Math.Round((item.Max - item.Min) / (item.Step ?? 0.01))).Select(n => Answer.Of(item.Min + n * (item.Step ?? 0.01)));
}
