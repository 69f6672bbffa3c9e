using System.Text.Json;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Participants;
using Outcomes.Domain.Studies;
using Xunit;

namespace Outcomes.Domain.Tests.Studies;

/// <summary>The example of real people's answers is the raw file and nothing else.</summary>
public sealed class StateAnxietyExampleTests
{
    static readonly string[][] Raw = Cells("tests/Outcomes.Oracle/cases/rci_sai_shop.csv");
    static readonly string[][] Assessments = Cells("examples/state-anxiety/assessments.csv");
    static readonly string[][] Participants = Cells("examples/state-anxiety/participants.csv");

    [Fact]
    public void Every_answer_is_the_raw_files_answer_and_none_is_added()
    {
        var expected = Raw[1..].ToDictionary(row => (Person: int.Parse(row[1], null), Time: row[0]), row => row[2..]);
        var actual = Assessments[1..].ToDictionary(
            row => (Person: int.Parse(row[1][2..], null), Time: row[4] == "pre" ? "1" : row[4] == "post" ? "2" : "?"), row => row[9..]);
        Assert.Equal(196, expected.Count);
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, pair => Assert.Equal(pair.Value, actual[pair.Key]));
        Assert.Equal("item_11", Assert.Single(
            from row in Assessments[1..] from column in Enumerable.Range(9, 20) where row[column].Length == 0 select Assessments[0][column]));
    }

    [Fact]
    public void Each_of_the_98_participants_is_there_once_under_a_pseudonym()
    {
        Assert.Equal(98, Participants[1..].Select(row => row[1]).Distinct().Count());
        Assert.Equal(98, Participants.Length - 1);
        Assert.Equal(Participants[1..].Select(row => row[1]).ToHashSet(), Assessments[1..].Select(row => row[1]).ToHashSet());
        Assert.All(Participants[1..], row => Assert.True(PseudonymRules.IsValid(row[1])));
    }

    [Fact]
    public void Ids_are_UUIDs_of_version_7_and_all_different()
    {
        var ids = Participants[1..].Concat(Assessments[1..]).Select(row => Guid.Parse(row[0])).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(7, id.Version));
    }

    [Fact]
    public void The_study_is_read_without_a_fault() => Assert.Empty(StudyReader.Read(
        File.ReadAllBytes(Repository.PathOf("examples/state-anxiety/study.json")), InstrumentCatalogue.BuiltIn.Find).Faults);

    [Fact]
    public void The_study_says_that_the_data_are_real_not_randomized_and_that_its_norm_is_made_up()
    {
        using var study = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("examples/state-anxiety/study.json")));
        var root = study.RootElement;
        Assert.False(root.GetProperty("synthetic").GetBoolean());
        Assert.False(root.GetProperty("allocation").GetProperty("randomized").GetBoolean());
        Assert.Contains("No music therapy", root.GetProperty("data_source").GetString(), StringComparison.Ordinal);
        var norm = root.GetProperty("plan").GetProperty("outcomes")[0].GetProperty("reliable_change").GetProperty("norm");
        Assert.False(norm.GetProperty("confirmed").GetBoolean());
        Assert.Equal("illustrative parameters, not from the data", norm.GetProperty("source").GetString());
    }

    static string[][] Cells(string path) => [.. File.ReadLines(Repository.PathOf(path)).Select(line => line.Split(','))];
}
