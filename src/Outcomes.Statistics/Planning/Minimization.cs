using Outcomes.Statistics.Resampling;

namespace Outcomes.Statistics.Planning;

/// <summary>All that decides allocation by minimization, besides the people who come.</summary>
/// <param name="Arms">Two or more, in an order that belongs to the recipe.</param>
/// <param name="FactorWeights">One a balancing factor, positive: how much its imbalance counts.</param>
/// <param name="Certainty">Probability of the arm that balances best, above its fair share and at most 1; .8 is usual. At 1 the next
/// allocation can be foretold.</param>
/// <param name="Seed">Kept from those who recruit.</param>
/// <param name="Version">Of this algorithm; see <see cref="Minimization.CurrentVersion"/>.</param>
public sealed record MinimizationRecipe(
    IReadOnlyList<Arm> Arms, IReadOnlyList<double> FactorWeights, double Certainty, ulong Seed,
    int Version = Minimization.CurrentVersion);

/// <summary>One allocation with all that led to it.</summary>
/// <param name="Levels">The person's (or school's) level of each factor, as given.</param>
/// <param name="Imbalance">Per arm, the weighted imbalance that choosing it would leave.</param>
/// <param name="Probabilities">Per arm, its probability, from the imbalances.</param>
/// <param name="Draw">The random number, from 0 to 1, that chose among them.</param>
/// <param name="Arm">The arm chosen.</param>
public sealed record MinimizedAllocation(
    IReadOnlyList<string> Levels, IReadOnlyList<double> Imbalance, IReadOnlyList<double> Probabilities, double Draw, string Arm)
{
    /// <summary>Whether two say the same.</summary>
    public bool Equals(MinimizedAllocation? other) => other is not null && Arm == other.Arm && Draw.Equals(other.Draw)
        && Levels.SequenceEqual(other.Levels) && Imbalance.SequenceEqual(other.Imbalance)
        && Probabilities.SequenceEqual(other.Probabilities);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Arm, Draw);
}

/// <summary>Pocock and Simon's minimization: each newcomer goes, with high probability, to the arm that balances all factors best.</summary>
/// <remarks>
/// <para>For each arm the newcomer is put there on trial; for each factor the imbalance is the range over arms of (people at the newcomer's
/// level)/share; the weighted sum over factors decides. Ties share the probability by their shares. Decision i uses random stream i of the
/// seed, so it can be checked from the recipe and the decisions before it alone.</para>
/// <para>Limits: analyse with the factors in the model; a re-randomization test must repeat the minimization.</para>
/// <para>Reference: Pocock, S. J. and Simon, R. (1975), Biometrics 31, 103-115, section 3, https://doi.org/10.2307/2529712.
/// R: <c>Minirand::Minirand(method = "Range")</c>; its draws differ.</para>
/// </remarks>
public static class Minimization
{
    /// <summary>The version of the algorithm. A change that alters any decision must raise it and keep the old one available.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Allocates the next person, given those before.</summary>
    /// <param name="recipe">What decides.</param>
    /// <param name="before">All earlier allocations, in order.</param>
    /// <param name="levels">The newcomer's level of each factor.</param>
    /// <exception cref="InputException">What is wrong with the recipe, the levels, or an earlier allocation's arm.</exception>
    public static MinimizedAllocation Next(
        MinimizationRecipe recipe, IReadOnlyList<MinimizedAllocation> before, IReadOnlyList<string> levels)
    {
        Check(recipe, before, levels);
        var imbalance = recipe.Arms.Select(arm => Imbalance(recipe, before, levels, arm.Name)).ToArray();
        var probabilities = Probabilities(recipe, imbalance);
        var draw = new Xoshiro256(recipe.Seed, (ulong)before.Count).NextUnit();
        return new MinimizedAllocation([.. levels], imbalance, probabilities, draw, recipe.Arms[Pick(probabilities, draw)].Name);
    }

    /// <summary>Allocates a whole sequence of people; with <see cref="Next"/> one at a time it is the same.</summary>
    public static IReadOnlyList<MinimizedAllocation> Allocate(
        MinimizationRecipe recipe, IEnumerable<IReadOnlyList<string>> people)
    {
        var sofar = new List<MinimizedAllocation>();
        foreach (var levels in people) sofar.Add(Next(recipe, sofar, levels));
        return sofar;
    }

    /// <summary>Whether the recipe gives these very decisions for these people; the place of the first that differs, from 0, if any.</summary>
    public static bool IsReproducible(
        MinimizationRecipe recipe, IReadOnlyList<MinimizedAllocation> decisions, out int? firstDifference)
    {
        firstDifference = null;
        for (var i = 0; i < decisions.Count && firstDifference is null; i++)
            if (!Next(recipe, decisions.Take(i).ToArray(), decisions[i].Levels).Equals(decisions[i])) firstDifference = i;
        return firstDifference is null;
    }

    static double Imbalance(
        MinimizationRecipe recipe, IReadOnlyList<MinimizedAllocation> before, IReadOnlyList<string> levels, string candidate)
    {
        double sum = 0;
        for (var f = 0; f < levels.Count; f++)
        {
            var alike = before.Where(other => other.Levels[f] == levels[f]).ToArray();
            var loads = recipe.Arms.Select(arm =>
                (alike.Count(other => other.Arm == arm.Name) + (arm.Name == candidate ? 1.0 : 0)) / arm.Share).ToArray();
            sum += recipe.FactorWeights[f] * (loads.Max() - loads.Min());
        }
        return sum;
    }

    static double[] Probabilities(MinimizationRecipe recipe, double[] imbalance)
    {
        var least = imbalance.Min();
        var best = imbalance.Select(x => x - least <= 1e-9 * (1 + Math.Abs(least))).ToArray();
        double shareOfBest = 0, shareOfRest = 0;
        for (var a = 0; a < best.Length; a++)
        {
            if (best[a]) shareOfBest += recipe.Arms[a].Share;
            else shareOfRest += recipe.Arms[a].Share;
        }
        return best.Select((isBest, a) =>
            shareOfRest == 0 ? recipe.Arms[a].Share / shareOfBest
            : isBest ? recipe.Certainty * recipe.Arms[a].Share / shareOfBest
            : (1 - recipe.Certainty) * recipe.Arms[a].Share / shareOfRest).ToArray();
    }

    static int Pick(double[] probabilities, double draw)
    {
        var sum = 0.0;
        for (var a = 0; a < probabilities.Length; a++)
            if (draw < (sum += probabilities[a])) return a;
        return Array.FindLastIndex(probabilities, p => p > 0);
    }

    static void Check(
        MinimizationRecipe recipe, IReadOnlyList<MinimizedAllocation> before, IReadOnlyList<string> levels)
    {
        AllocationList.CheckArms(recipe.Arms);
        Require.AtLeast(1, recipe.FactorWeights.Count, nameof(recipe.FactorWeights), "factor");
        foreach (var weight in recipe.FactorWeights) Require.Positive(weight, nameof(recipe.FactorWeights));
        if (!(recipe.Certainty > 0 && recipe.Certainty <= 1))
            throw new InputException(nameof(recipe.Certainty), $"a probability above 0, not {recipe.Certainty:R}");
        if (recipe.Version != CurrentVersion)
            throw new InputException(nameof(recipe.Version), $"{recipe.Version} is not known here; this is version {CurrentVersion}");
        Require.SameLength(recipe.FactorWeights.Count, levels.Count, nameof(levels));
        foreach (var earlier in before)
        {
            Require.SameLength(recipe.FactorWeights.Count, earlier.Levels.Count, nameof(before));
            if (!recipe.Arms.Any(arm => arm.Name == earlier.Arm))
                throw new InputException(nameof(before), $"{earlier.Arm} is not an arm of the recipe");
        }
    }
}
