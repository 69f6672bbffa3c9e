using System.Text.Json;
using Outcomes.Domain.Instruments;
using Xunit;

namespace Outcomes.Domain.Tests.Instruments;

/// <summary>The state-anxiety totals of real people (psychTools::sai, study SHOP) equal R's rowSums.</summary>
public class StateAnxietyTests
{
    [Theory, InlineData("1", "pre"), InlineData("2", "post")]
    public void Totals_of_the_study_SHOP_have_the_n_mean_and_sd_that_R_gives(string time, string name)
    {
        var d = InstrumentCatalogue.BuiltIn.Find("state-anxiety", "1.0")!;
        var lines = File.ReadAllLines(Repository.PathOf("tests", "Outcomes.Oracle", "cases", "rci_sai_shop.csv")).Select(l => l.Split(',')).ToList();
        Assert.Equal(d.Items.Select(i => i.Label), lines[0][2..]);
        var scores = lines.Skip(1).Where(l => l[0] == time).Select(l => Scoring.Score(d, Answers(d, l[2..])).Single().Value).ToList();
        var totals = scores.OfType<double>().ToList();

        var reference = Reference(name);
        var mean = totals.Average();
        Assert.Equal(reference.GetProperty("n").GetInt32(), totals.Count);
        Assert.Equal(reference.GetProperty("n_missing").GetInt32(), scores.Count - totals.Count);
        Assert.Equal(reference.GetProperty("mean").GetDouble(), mean, 1e-9);
        Assert.Equal(reference.GetProperty("sd").GetDouble(), Math.Sqrt(totals.Sum(t => (t - mean) * (t - mean)) / (totals.Count - 1)), 1e-9);
    }

    static Dictionary<string, Answer> Answers(InstrumentDefinition d, string[] cells)
    {
        var answers = d.Items.Zip(cells).ToDictionary(x => x.First.Id, x => AnswerText.TryRead(x.Second, out var a) ? a : throw new FormatException(x.First.Id));
        Assert.Empty(AnswerRules.Check(d, answers));
        return answers;
    }

    static JsonElement Reference(string time)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("tests", "Outcomes.Oracle", "cases", "rci_sai_shop.json")));
        return json.RootElement.GetProperty("reference").GetProperty("totals").GetProperty("value").GetProperty(time).Clone();
    }
}
