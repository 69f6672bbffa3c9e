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
            var low = Fill(d, i => scale.Reverse.Contains(i.Id) ? i.Max : i.Min);
            var high = Fill(d, i => scale.Reverse.Contains(i.Id) ? i.Min : i.Max);
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
                var raw = scale.Items.Select(id => d.Items.Single(i => i.Id == id)).Sum(i => top != scale.Reverse.Contains(i.Id) ? i.Max : i.Min);
                var expected = scale.Rule switch
                {
                    ScoreRule.Mean => raw / scale.Items.Count,
                    ScoreRule.RescaledSum => scale.Factor * raw + scale.Offset,
                    ScoreRule.Table => scale.Table[(int)raw],
                    _ => raw,
                };
                Assert.Equal(expected, ScoreOf(d, scale, Fill(d, i => top ? i.Max : i.Min)).Value!.Value, 1e-12);
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
                    Assert.Equal(holds && scale.Missing.Allowed == 0, score.Value is null);
                    Assert.Equal(holds && scale.Missing.Allowed > 0, score.Prorated);
                    Assert.Equal(holds && none == Answer.PreferNot ? 1 : 0, score.Preferred);
                    Assert.Equal(holds && none == Answer.NotReached ? 1 : 0, score.NotReached);
                    Assert.Equal(scale.Items.Count - (holds ? 1 : 0), score.Answered);
                }
    }

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
