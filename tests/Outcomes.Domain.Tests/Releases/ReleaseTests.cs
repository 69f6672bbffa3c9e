using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Releases;
using Xunit;

namespace Outcomes.Domain.Tests.Releases;

public class ReleaseTests
{
    const int Threshold = 10;

    /// <summary><c>OUTCOMES_ATTACKS=20000</c> tries so many.</summary>
    static int Results { get; } = int.TryParse(Environment.GetEnvironmentVariable("OUTCOMES_ATTACKS"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 150;

    [Fact]
    public void An_attacker_recovers_no_cell_from_random_results()
    {
        var recovered = new ConcurrentBag<string>();
        var hidden = 0;
        Parallel.For(0, Results, seed =>
        {
            var result = RandomStudy.Result(new Random(seed));
            var attacker = new Attacker(Released(result), zeroHidden: true);
            Interlocked.Add(ref hidden, attacker.HiddenCount);
            foreach (var name in attacker.Recovered(Threshold, result)) recovered.Add($"{seed}: {name}");
        });
        Assert.Empty(recovered);
        Assert.True(hidden > 10 * Results, $"Only {hidden} counts were hidden: the attack had little to attack.");
    }

    [Fact]
    public void The_same_attacker_recovers_cells_where_only_small_counts_are_hidden()
    {
        var (recovered, hidden) = (0, 0);
        for (var seed = 0; seed < 200; seed++)
        {
            var result = RandomStudy.Result(new Random(seed));
            var counts = ResultCounts.Of(result);
            foreach (var cell in counts.Cells.Where(c => c.IsShown && c.Value is > 0 and < Threshold)) cell.State = CellState.Small;
            var attacker = new Attacker(new Redaction(result, counts, DisclosurePolicy.Outside with { SchoolsNamed = true }).Released(), zeroHidden: false);
            hidden += attacker.HiddenCount;
            recovered += attacker.Recovered(fewerThan: 2, result).Count();
        }
        Assert.True(recovered > hidden / 10, $"{recovered} of {hidden} recovered exactly");
    }

    [Fact]
    public void The_same_attacker_recovers_cells_that_the_total_pins_where_one_partner_too_few_is_hidden()
    {
        // Every complementary cell is shown again: what is left is what 'hide the small ones, zeros too' would give.
        var recovered = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var result = RandomStudy.Result(new Random(seed));
            var counts = ResultCounts.Of(result);
            new Suppression(counts, Threshold).Protect();
            if (counts.Cells.Where(c => c.State == CellState.Complementary).MaxBy(c => c.Cost) is not { } needed) continue;
            needed.State = CellState.Shown;
            var attacker = new Attacker(new Redaction(result, counts, DisclosurePolicy.Outside with { SchoolsNamed = true }).Released(), zeroHidden: true);
            recovered += attacker.Recovered(Threshold, result).Any() ? 1 : 0;
        }
        Assert.True(recovered > 25, $"recovered in {recovered} results");
    }

    [Fact]
    public void No_figure_stands_beside_a_hidden_number_of_people()
    {
        for (var seed = 0; seed < 300; seed++)
            foreach (var o in Release.For(Audience.Board, RandomStudy.Result(new Random(seed))).Result.Outcomes)
            {
                Assert.All(o.Groups.Where(g => !g.Finished.IsKnown), g => Assert.DoesNotContain(
                    new[] { g.PreMean.Value, g.PreSd, g.PostMean.Low, g.PostSd, g.Change.Value, g.Change.High, g.ChangeSd, g.T, g.Df, g.P, g.Dz.Value, g.Dav.Value, g.G.Value }, q => q.IsKnown));
                Assert.All(o.Sites.Where(s => !s.N.IsKnown), s => Assert.False(s.Change.Value.IsKnown || s.Change.Low.IsKnown || s.Sd.IsKnown));
                Assert.All(o.Trend.Where(t => !t.N.IsKnown), t => Assert.False(t.Mean.Value.IsKnown || t.Mean.High.IsKnown));
                Assert.All(o.Contrasts.Where(c => !c.N.IsKnown || !c.NComparator.IsKnown), c => Assert.False(c.Difference.Value.IsKnown || c.Df.IsKnown || c.P.IsKnown));
                Assert.All(Counted(o).Where(q => q.IsKnown), q => Assert.True(q.Value is 0 or >= Threshold));   // 0: an arm that nobody is in
            }

        static IEnumerable<Quantity> Counted(OutcomeResult o) =>
            [.. o.Groups.SelectMany(g => new[] { g.Started, g.Finished, g.Categories!.Improved, g.Categories.Unchanged, g.Categories.Deteriorated, g.Categories.Recovered, g.Categories.Unclassified }),
             .. o.Sites.Select(s => s.N), .. o.Trend.Select(t => t.N), o.Measurement.N];
    }

    [Fact]
    public void A_group_whose_members_all_changed_alike_has_no_mean_for_the_board()
    {
        var result = Large();
        var same = result.Outcomes[0].Groups[0] with { ChangeSd = Quantity.Of(0) };
        var released = Release.For(Audience.Board, result with { Outcomes = [result.Outcomes[0] with { Groups = [same, .. result.Outcomes[0].Groups.Skip(1)] }] });
        Assert.Equal(Absence.Complementary, released.Result.Outcomes[0].Groups[0].Change.Value.Absent);
        Assert.True(released.Result.Outcomes[0].Groups[0].Finished.IsKnown);
    }

    [Fact]
    public void The_board_sees_schools_without_names_largest_first_and_the_researcher_as_they_are()
    {
        var result = Large();
        var board = Release.For(Audience.Board, result).Result.Outcomes[0].Sites;
        Assert.All(board, s => Assert.Equal("", s.School + s.Title + s.District));
        Assert.Equal(board.OrderByDescending(s => s.N.Value ?? 0), board);
        Assert.DoesNotContain("School 1", Encoding.UTF8.GetString(AnalysisJson.Bytes(Release.For(Audience.Board, result))), StringComparison.Ordinal);
        Assert.Contains("School 1", Encoding.UTF8.GetString(AnalysisJson.Bytes(Release.For(Audience.Researcher, result))), StringComparison.Ordinal);
        Assert.Same(result, Release.For(Audience.Researcher, result).Result);
    }

    [Fact]
    public void A_result_read_back_from_its_JSON_has_the_same_bytes_with_each_reason_kept()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var hidden = Release.For(Audience.Board, RandomStudy.Result(new Random(seed))).Result;
            var json = AnalysisJson.Bytes(hidden);
            Assert.Equal(json, AnalysisJson.Bytes(AnalysisJson.Read(json)));
        }
    }

    static AnalysisResult Large() =>
        Enumerable.Range(0, 1000).Select(seed => RandomStudy.Result(new Random(seed)))
            .First(r => r.Outcomes.Count == 1 && r.Outcomes[0].Sites.Count > 3 && Release.For(Audience.Board, r).Result.Outcomes[0] is var o && o.Groups[0].Change.Value.IsKnown && o.Sites.Count(s => s.N.IsKnown) > 2);

    /// <summary>As released, but with the schools in the result's order: the attacker is given what the board is not.</summary>
    static AnalysisResult Released(AnalysisResult result)
    {
        var counts = ResultCounts.Of(result);
        new Suppression(counts, Threshold).Protect();
        return new Redaction(result, counts, DisclosurePolicy.Outside with { SchoolsNamed = true }).Released();
    }
}
