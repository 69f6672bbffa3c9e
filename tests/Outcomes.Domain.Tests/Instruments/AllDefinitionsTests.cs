using Outcomes.Domain.Instruments;
using Xunit;

namespace Outcomes.Domain.Tests.Instruments;

/// <summary>Walks every definition in <c>instruments/</c>: a new one is tested by being there.</summary>
public class AllDefinitionsTests
{
    public static TheoryData<string> Files => [.. Directory.GetDirectories(Repository.PathOf("instruments"))
        .SelectMany(Directory.GetFiles).Select(f => Path.GetRelativePath(Repository.PathOf("instruments"), f).Replace('\\', '/')).Order()];

    static InstrumentDefinition Read(string file)
    {
        var read = InstrumentReader.Read(File.ReadAllBytes(Repository.PathOf("instruments", file)));
        Assert.Empty(read.Faults);
        return read.Value!;
    }

    /// <summary>What each answer adds, read from the definition without asking the program's scoring.</summary>
    static double Points(InstrumentDefinition d, Scale scale, string item, double answer)
    {
        var i = d.Items.Single(x => x.Id == item);
        return scale.Recode.Count > 0 ? scale.Recode[answer] : scale.Reverse.Contains(item) ? i.Min + i.Max - answer : answer;
    }

    static IEnumerable<double> Possible(Item item) => item.Values.Count > 0 ? item.Values : [item.Min, item.Min + (item.Max - item.Min) / 4, item.Max];

    static Dictionary<string, Answer> Fill(InstrumentDefinition d, Func<Item, double> value) => d.Items.ToDictionary(i => i.Id, i => Answer.Of(value(i)));

    [Theory, MemberData(nameof(Files))]
    public void Is_read_without_a_fault_and_built_in_under_the_id_and_version_of_its_path(string file)
    {
        var d = Read(file);
        Assert.Equal(file, $"{d.Id}/{d.Version}.json");
        Assert.Equal(d.Hash, InstrumentCatalogue.BuiltIn.Find(d.Id, d.Version)?.Hash);
        Assert.Equal(Files.Count, InstrumentCatalogue.BuiltIn.All.Count());
    }

    [Theory, MemberData(nameof(Files))]
    public void The_best_and_the_worst_answers_give_the_ends_of_every_scale(string file)
    {
        var d = Read(file);
        foreach (var scale in d.Scales)
        {
            // The order by points of any scale that holds the item: those of a composite do not share items.
            double Of(Item i, double answer) => d.Scales.Where(s => s.Rule != ScoreRule.Composite && s.Items.Contains(i.Id) && (s == scale || scale.Scales.Contains(s.Id)))
                .Select(s => Points(d, s, i.Id, answer)).DefaultIfEmpty(answer).First();
            var low = Fill(d, i => Possible(i).MinBy(v => Of(i, v)));
            var high = Fill(d, i => Possible(i).MaxBy(v => Of(i, v)));
            Assert.Equal(scale.Min, ScoreOf(d, scale, low).Value!.Value, 1e-12);
            Assert.Equal(scale.Max, ScoreOf(d, scale, high).Value!.Value, 1e-12);
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void All_minimum_and_all_maximum_give_what_reversal_by_hand_gives(string file)
    {
        var d = Read(file);
        foreach (var scale in d.Scales)
            foreach (var top in new[] { false, true })
            {
                var answers = Fill(d, i => top ? i.Max : i.Min);
                if (scale.Rule == ScoreRule.Composite)
                {
                    Assert.Equal(scale.Scales.Sum(part => ScoreOf(d, d.FindScale(part)!, answers).Value), ScoreOf(d, scale, answers).Value);
                    continue;
                }
                var raw = scale.Items.Select(id => d.Items.Single(i => i.Id == id)).Sum(i => Points(d, scale, i.Id, top ? i.Max : i.Min));
                var expected = scale.Rule switch
                {
                    ScoreRule.Mean => raw / scale.Items.Count,
                    ScoreRule.RescaledSum => scale.Factor * raw + scale.Offset,
                    ScoreRule.Table => scale.Table[(int)raw],
                    _ => raw,
                };
                Assert.Equal(expected, ScoreOf(d, scale, answers).Value!.Value, 1e-12);
            }
    }

    [Theory, MemberData(nameof(Files))]
    public void Each_item_missing_costs_the_scales_that_hold_it_their_score_or_prorates_it_and_leaves_the_others_alone(string file)
    {
        var d = Read(file);
        var full = Fill(d, i => i.Max);
        foreach (var item in d.Items)
            foreach (var none in new[] { Answer.PreferNot, Answer.NotReached })
                foreach (var scale in d.Scales)
                {
                    var score = ScoreOf(d, scale, new Dictionary<string, Answer>(full) { [item.Id] = none });
                    var holds = scale.Items.Contains(item.Id);
                    var allowed = scale.Rule == ScoreRule.Composite ? scale.Scales.Select(d.FindScale).First(s => !holds || s!.Items.Contains(item.Id))!.Missing.Allowed : scale.Missing.Allowed;
                    Assert.Equal(holds && allowed == 0, score.Value is null);
                    Assert.Equal(holds && allowed > 0, score.Prorated);
                    Assert.Equal(holds && none == Answer.PreferNot ? 1 : 0, score.Preferred);
                    Assert.Equal(holds && none == Answer.NotReached ? 1 : 0, score.NotReached);
                    Assert.Equal(scale.Items.Count - (holds ? 1 : 0), score.Answered);
                }
    }

    [Theory, MemberData(nameof(Files))]
    public void Turning_an_item_round_twice_leaves_every_answer_and_points_never_leave_the_item_s_range(string file)
    {
        var d = Read(file);
        foreach (var scale in d.Scales.Where(s => s.Rule != ScoreRule.Composite))
            foreach (var item in scale.Items.Select(id => d.Items.Single(i => i.Id == id)))
                foreach (var answer in Possible(item))
                {
                    var points = scale.Points(item, answer);
                    Assert.Equal(Points(d, scale, item.Id, answer), points, 1e-12);
                    if (scale.Recode.Count > 0) continue;
                    Assert.InRange(points, item.Min, item.Max);
                    Assert.Equal(answer, scale.Points(item, points), 1e-12);
                }
    }

    [Theory, MemberData(nameof(Files))]
    public void As_many_missing_as_the_rule_allows_are_made_up_for_and_one_more_is_not(string file)
    {
        var d = Read(file);
        foreach (var scale in d.Scales.Where(s => s.Missing.Allowed > 0 && s.Rule != ScoreRule.Composite))
        {
            // The kept items all at one answer: a mean of answered items is that answer, whichever of them are missing.
            var kept = scale.Items.Skip(scale.Missing.Allowed).ToList();
            var answers = kept.ToDictionary(id => id, id => Answer.Of(d.Items.Single(i => i.Id == id).Max));
            var raw = kept.Sum(id => Points(d, scale, id, d.Items.Single(i => i.Id == id).Max)) / kept.Count * (scale.Rule == ScoreRule.Mean ? 1 : scale.Items.Count);
            var score = ScoreOf(d, scale, answers);
            Assert.True(score.Prorated);
            Assert.Equal(scale.Missing.Round ? Math.Floor(raw + 0.5) : raw, score.Value!.Value, 1e-9);
            answers.Remove(kept[0]);
            Assert.Null(ScoreOf(d, scale, answers).Value);
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Whoever_says_confirmed_names_a_source_outside_this_project_and_every_new_definition_says_for_what_and_has_an_example(string file)
    {
        var d = Read(file);
        Assert.All(d.Scales.Where(s => s.Confirmed && d.Id != "session-check-in"), s => Assert.NotEqual("outcomes", s.Source));
        Assert.All(d.Scales.Where(s => s.Missing.Confirmed && d.Id != "session-check-in"), s => Assert.NotEqual("outcomes", s.Missing.Source));
        if (Earlier.Contains(d.Id)) return;
        Assert.NotEmpty(d.Domains);
        Assert.NotEmpty(d.WorkedExamples);
        Assert.All(d.Scales, s => Assert.Contains(d.WorkedExamples, e => e.Scores.GetValueOrDefault(s.Id) is not null));
    }

    /// <summary>Scores stand on their hashes: not one letter of these may change.</summary>
    static readonly string[] Earlier = ["erq-ca", "pss-10", "session-check-in", "state-anxiety", "swemwbs", "who-5"];

    [Fact]
    public void The_definitions_that_scores_stand_on_have_the_hashes_that_they_had() => Assert.Equal(
        File.ReadAllLines(Repository.PathOf("tests", "Outcomes.Domain.Tests", "Instruments", "hashes.txt")),
        InstrumentCatalogue.BuiltIn.All.Select(d => $"{d.Id} {d.Version} {d.Hash}"));

    [Theory, MemberData(nameof(Files))]
    public void Published_examples_come_out_as_published(string file)
    {
        var d = Read(file);
        foreach (var example in d.WorkedExamples)
            foreach (var (scale, published) in example.Scores)
                Assert.Equal(published ?? double.NaN, ScoreOf(d, d.FindScale(scale)!, example.Answers).Value ?? double.NaN, 0.005);
    }

    [Theory, MemberData(nameof(Files))]
    public void Only_an_instrument_of_ours_brings_wording(string file)
    {
        var d = Read(file);
        Assert.Equal(d.Id == "session-check-in", d.Wording is not null);
        Assert.Equal(d.Id == "session-check-in", !d.Validated);
    }

    static Score ScoreOf(InstrumentDefinition d, Scale scale, IReadOnlyDictionary<string, Answer> answers) =>
        Scoring.Score(d, answers).Single(s => s.Scale == scale.Id);
}
