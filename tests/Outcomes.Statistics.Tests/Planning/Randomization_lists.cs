using FsCheck;
using FsCheck.Fluent;
using Outcomes.Statistics.Planning;
using Xunit;

namespace Outcomes.Statistics.Tests.Planning;

public class Randomization_lists
{
    static readonly AllocationRecipe Recipe = new([new("music"), new("usual")], [4, 6], ["north", "south"], 20, 20261122);
    static readonly MinimizationRecipe Balanced = new([new("music"), new("usual")], [1, 1], .8, 7);

    [Fact]
    public void A_list_can_be_made_again_from_its_recipe_and_says_so()
    {
        var list = AllocationList.Make(Recipe);
        Assert.True(list.IsReproducible(out _));
        Assert.Contains("seed 20261122", list.Statement);
        Assert.Contains("can be recomputed from its seed", list.Statement);
    }

    /// <summary>Version 1 made this list: it must make it for ever, or published lists could no longer be checked.</summary>
    [Fact]
    public void The_first_version_of_the_algorithm_still_makes_its_list() =>
        Assert.Equal("mmmuuuumummuuummumum", string.Concat(AllocationList.Make(Recipe).Allocations.Take(20).Select(line => line.Arm[0])));

    [Fact]
    public void A_line_changed_by_hand_is_found()
    {
        var lines = AllocationList.Make(Recipe).Allocations.ToArray();
        lines[7] = lines[7] with { Arm = lines[7].Arm == "music" ? "usual" : "music" };
        Assert.False(new AllocationList(Recipe, lines).IsReproducible(out var difference));
        Assert.Equal(lines[7], difference);
        Assert.False(new AllocationList(Recipe, lines[..^1]).IsReproducible(out _));
    }

    [Fact]
    public void Every_block_holds_each_arm_by_its_share() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var list = AllocationList.Make(new([new("a", 2), new("b")], [3, 6], ["x", "y", "z"], 17, (ulong)seed));
        return list.Allocations.GroupBy(line => (line.Stratum, line.Block)).All(block =>
            block.Count(line => line.Arm == "a") == 2 * block.Count(line => line.Arm == "b"));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_new_stratum_at_the_end_leaves_the_others_as_they_are()
    {
        var more = AllocationList.Make(Recipe with { Strata = ["north", "south", "west"] });
        Assert.Equal(AllocationList.Make(Recipe).Allocations, more.Allocations.Where(line => line.Stratum != "west"));
    }

    [Fact]
    public void A_block_that_the_shares_do_not_fill_is_refused() =>
        Assert.Contains("5 is not a multiple of 2",
            Assert.Throws<InputException>(() => AllocationList.Make(Recipe with { BlockSizes = [4, 5] })).Message);

    [Fact]
    public void Minimization_one_by_one_is_minimization_at_once_and_can_be_checked()
    {
        var people = People(40);
        var decisions = Minimization.Allocate(Balanced, people);
        Assert.Equal(decisions[25], Minimization.Next(Balanced, decisions.Take(25).ToArray(), people[25]));
        Assert.True(Minimization.IsReproducible(Balanced, decisions, out _));
        var forged = decisions.ToArray();
        forged[12] = forged[12] with { Arm = forged[12].Arm == "music" ? "usual" : "music" };
        Assert.False(Minimization.IsReproducible(Balanced, forged, out var at));
        Assert.Equal(12, at);
    }

    [Fact]
    public void The_first_decision_is_by_share_and_the_second_prefers_the_other_arm()
    {
        var two = Minimization.Allocate(Balanced, [["girl", "north"], ["girl", "north"]]);
        Assert.Equal([.5, .5], two[0].Probabilities);
        var other = two[0].Arm == "music" ? 1 : 0;
        Assert.Equal(.8, two[1].Probabilities[other], 1e-12);
        Assert.Equal(0, two[1].Imbalance[other]);
        Assert.Equal(4, two[1].Imbalance[1 - other]); // two factors, each two against none
    }

    [Fact]
    public void Minimization_keeps_every_level_of_every_factor_near_balance()
    {
        var decisions = Minimization.Allocate(Balanced with { Certainty = .9 }, People(200));
        for (var factor = 0; factor < 2; factor++)
            foreach (var level in decisions.GroupBy(one => one.Levels[factor]))
                Assert.InRange(level.Count(one => one.Arm == "music") - level.Count(one => one.Arm == "usual"), -6, 6);
    }

    [Fact]
    public void A_person_without_a_level_for_each_factor_is_refused() =>
        Assert.Throws<InputException>(() => Minimization.Next(Balanced, [], ["girl"]));

    static List<IReadOnlyList<string>> People(int count) => Enumerable.Range(0, count)
        .Select(i => (IReadOnlyList<string>)[i % 3 == 0 ? "girl" : "boy", i % 5 < 2 ? "north" : "south"]).ToList();
}
