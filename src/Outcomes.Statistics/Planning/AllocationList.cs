using Outcomes.Statistics.Resampling;

namespace Outcomes.Statistics.Planning;

/// <summary>An arm of a trial.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Share">How many are allocated to it for each one at share 1: 1 and 1, or 2 and 1.</param>
public sealed record Arm(string Name, int Share = 1);

/// <summary>All that decides a stratified list of permuted blocks. Kept with the list, it is the list's proof.</summary>
/// <param name="Arms">Two or more, in an order that belongs to the recipe.</param>
/// <param name="BlockSizes">Multiples of the sum of shares; a block takes one of them at random, so that its end cannot be guessed.</param>
/// <param name="Strata">Names in an order that belongs to the recipe; one for a trial without strata. New ones go to the end, which
/// leaves the lists of the others as they are.</param>
/// <param name="LengthPerStratum">How many allocations to prepare in each; lists end with a whole block, so may be longer.</param>
/// <param name="Seed">Kept from those who recruit: whoever has it can foretell every allocation.</param>
/// <param name="Version">Of this algorithm; see <see cref="AllocationList.CurrentVersion"/>.</param>
public sealed record AllocationRecipe(
    IReadOnlyList<Arm> Arms, IReadOnlyList<int> BlockSizes, IReadOnlyList<string> Strata, int LengthPerStratum, ulong Seed,
    int Version = AllocationList.CurrentVersion);

/// <summary>One line of an allocation list.</summary>
/// <param name="Stratum">Its stratum.</param>
/// <param name="Number">Place in the stratum, from 1.</param>
/// <param name="Block">Block in the stratum, from 1.</param>
/// <param name="Arm">The arm that the person (or school) of this place gets.</param>
public sealed record Allocation(string Stratum, int Number, int Block, string Arm);

/// <summary>Stratified randomization in permuted blocks, with the recipe from which anyone can make the list again.</summary>
/// <remarks>
/// <para>In each stratum blocks follow one another; in a block each arm stands as often as its share asks, in random order, so arms are
/// never far from balance. Stratum s uses random stream s of the seed (<see cref="Xoshiro256"/>).</para>
/// <para>Limits: strata times blocks must be few for the sample, or balance overall is lost; then use <see cref="Minimization"/>.</para>
/// <para>References: Zelen, M. (1974), Journal of Chronic Diseases 27, 365-375, https://doi.org/10.1016/0021-9681(74)90015-0; Matts, J. P.
/// and Lachin, J. M. (1988), Controlled Clinical Trials 9, 327-344, https://doi.org/10.1016/0197-2456(88)90047-5. R:
/// <c>blockrand::blockrand</c> makes such lists; its draws differ.</para>
/// </remarks>
/// <param name="Recipe">What the list was made from.</param>
/// <param name="Allocations">Stratum by stratum, in order.</param>
public sealed record AllocationList(AllocationRecipe Recipe, IReadOnlyList<Allocation> Allocations)
{
    /// <summary>The version of the algorithm. A change that alters any list must raise it and keep the old one available.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Makes the list that a recipe describes: always the same one.</summary>
    /// <exception cref="InputException">What is wrong with the recipe.</exception>
    public static AllocationList Make(AllocationRecipe recipe)
    {
        Check(recipe);
        var allocations = new List<Allocation>();
        for (var s = 0; s < recipe.Strata.Count; s++) AddStratum(allocations, recipe, s);
        return new AllocationList(recipe, allocations);
    }

    /// <summary>Whether making the list again from its recipe gives these very allocations; the first line that differs, if any.</summary>
    public bool IsReproducible(out Allocation? firstDifference)
    {
        var again = Make(Recipe).Allocations;
        firstDifference = Allocations.Where((line, i) => i >= again.Count || line != again[i]).FirstOrDefault()
            ?? again.Skip(Allocations.Count).FirstOrDefault();
        return firstDifference is null;
    }

    /// <summary>How to make this list again, in one sentence for its head.</summary>
    public string Statement
    {
        get
        {
            var sizes = string.Join(" or ", Recipe.BlockSizes);
            var arms = string.Join(", ", Recipe.Arms.Select(arm => FormattableString.Invariant($"{arm.Name} ({arm.Share})")));
            var strata = string.Join(", ", Recipe.Strata);
            return FormattableString.Invariant($"Permuted blocks of {sizes}; arms {arms}; strata {strata}, {Recipe.LengthPerStratum} each; ")
                + FormattableString.Invariant($"seed {Recipe.Seed}; xoshiro256++ by SplitMix64, one stream a stratum, ")
                + FormattableString.Invariant($"algorithm version {Recipe.Version}. This list can be recomputed from its seed.");
        }
    }

    static void AddStratum(List<Allocation> allocations, AllocationRecipe recipe, int stratum)
    {
        var random = new Xoshiro256(recipe.Seed, (ulong)stratum);
        for (int number = 0, block = 1; number < recipe.LengthPerStratum; block++)
        {
            var size = recipe.BlockSizes[random.NextIndex(recipe.BlockSizes.Count)];
            var repeats = size / recipe.Arms.Sum(arm => arm.Share);
            var arms = recipe.Arms.SelectMany(arm => Enumerable.Repeat(arm.Name, arm.Share * repeats)).ToArray();
            random.Shuffle(arms.AsSpan());
            foreach (var arm in arms) allocations.Add(new Allocation(recipe.Strata[stratum], ++number, block, arm));
        }
    }

    static void Check(AllocationRecipe recipe)
    {
        CheckArms(recipe.Arms);
        var shares = recipe.Arms.Sum(arm => arm.Share);
        Require.AtLeast(1, recipe.BlockSizes.Count, nameof(recipe.BlockSizes), "size");
        foreach (var size in recipe.BlockSizes)
            if (size < shares || size % shares != 0)
                throw new InputException(nameof(recipe.BlockSizes), $"{size} is not a multiple of {shares}, the sum of shares");
        Require.AtLeast(1, recipe.Strata.Count, nameof(recipe.Strata), "stratum");
        if (recipe.Strata.Distinct().Count() < recipe.Strata.Count)
            throw new InputException(nameof(recipe.Strata), "a name stands there twice");
        Require.AtLeast(1, recipe.LengthPerStratum, nameof(recipe.LengthPerStratum), "allocation");
        if (recipe.Version != CurrentVersion)
            throw new InputException(nameof(recipe.Version), $"{recipe.Version} is not known here; this is version {CurrentVersion}");
    }

    internal static void CheckArms(IReadOnlyList<Arm> arms)
    {
        Require.AtLeast(2, arms.Count, nameof(arms), "arms");
        foreach (var arm in arms) Require.AtLeast(1, arm.Share, nameof(arms), $"share of {arm.Name}");
        if (arms.Select(arm => arm.Name).Distinct().Count() < arms.Count)
            throw new InputException(nameof(arms), "a name stands there twice");
    }
}
