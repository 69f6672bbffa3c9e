namespace Outcomes.Statistics.Agreement;

/// <summary>Turns labels into the numbers of their levels. The order of levels is declared, never guessed from the data: it
/// decides weighted kappas and ordinal alphas.</summary>
public static class RatingTable
{
    /// <summary>Marks a unit that a rater did not rate.</summary>
    public const int Missing = -1;

    /// <summary>The level number, from 0, of each label; <see cref="Missing"/> for a null label.</summary>
    /// <typeparam name="T">What labels are: text, a whole number, an enumeration.</typeparam>
    /// <exception cref="InputException">Levels repeat, or a label is not among them.</exception>
    public static int[] Code<T>(IReadOnlyList<T?> labels, IReadOnlyList<T> levels) where T : notnull
    {
        var numbers = new Dictionary<T, int>();
        for (var i = 0; i < levels.Count; i++)
            if (!numbers.TryAdd(levels[i], i)) throw new InputException(nameof(levels), $"{levels[i]} stands there twice");
        var codes = new int[labels.Count];
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels[i] is not { } label) codes[i] = Missing;
            else if (!numbers.TryGetValue(label, out codes[i]))
                throw new InputException(nameof(labels), $"{label} (number {i + 1}) is not among the {levels.Count} levels");
        }
        return codes;
    }

    /// <summary>Counts how often two raters chose each pair of levels; units that either did not rate are left out.</summary>
    /// <param name="first">Level numbers from 0, or <see cref="Missing"/>.</param>
    /// <param name="second">The same units in the same order.</param>
    /// <param name="levels">How many levels are declared.</param>
    public static int[,] Cross(ReadOnlySpan<int> first, ReadOnlySpan<int> second, int levels)
    {
        Require.SameLength(first.Length, second.Length, nameof(second));
        var counts = new int[levels, levels];
        for (var u = 0; u < first.Length; u++)
        {
            CheckCode(first[u], levels, nameof(first));
            CheckCode(second[u], levels, nameof(second));
            if (first[u] != Missing && second[u] != Missing) counts[first[u], second[u]]++;
        }
        return counts;
    }

    /// <summary>The units that every rater rated: each the level numbers in the order of raters.</summary>
    internal static List<int[]> CompleteUnits(int[,] codes, int levels)
    {
        var units = new List<int[]>();
        for (var u = 0; u < codes.GetLength(0); u++)
        {
            var unit = new int[codes.GetLength(1)];
            for (var r = 0; r < unit.Length; r++) CheckCode(unit[r] = codes[u, r], levels, nameof(codes));
            if (!unit.Contains(Missing)) units.Add(unit);
        }
        return units;
    }

    static void CheckCode(int code, int levels, string argument)
    {
        if (code < Missing || code >= levels)
            throw new InputException(argument, $"{code} is no level: they run from 0 to {levels - 1}, {Missing} for missing");
    }
}
