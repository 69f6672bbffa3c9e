namespace Outcomes.Domain.Releases;

/// <summary>What an audience may see.</summary>
/// <param name="SmallestCount">
/// Counts of people below this are hidden, and every figure that describes so few; 0 hides nothing. A count of zero is hidden too:
/// 'nobody got worse' tells it of everyone in the group, as 'all got better' does (coding at 0 and 100 %), and a hidden count that may
/// be zero has as many possible values as the threshold.
/// </param>
/// <param name="SchoolsNamed">False: schools stand without id, title and district, largest first.</param>
public sealed record DisclosurePolicy(int SmallestCount, bool SchoolsNamed)
{
    /// <summary>A study may choose its threshold between these: below five a group is no cover, above fifty little is left to read.</summary>
    public const int LeastCount = 5, MostCount = 50;

    /// <summary>Ten is the commonest threshold of US state education departments (NCES SLDS Technical Brief 3, 2011-603).</summary>
    public static readonly DisclosurePolicy Outside = new(10, SchoolsNamed: false);
    public static readonly DisclosurePolicy Inside = new(0, SchoolsNamed: true);

    /// <summary>Percentages are whole multiples of this: 1, 5 or 10.</summary>
    public int PercentStep { get; init; } = 1;

    /// <param name="outside">What the study asks for.</param>
    public static DisclosurePolicy For(Audience audience, DisclosurePolicy outside) => audience == Audience.Researcher ? Inside : outside;

    /// <summary>
    /// A percentage as this audience may see it: rounded, and coded at both ends. Fewer than the threshold in the part, or in the rest,
    /// is told as a bound that holds for every number below the threshold (NCES 2011-603, top and bottom coding).
    /// </summary>
    /// <param name="part">People.</param>
    /// <param name="whole">Of how many, above zero.</param>
    public ShownPercent Percent(double part, double whole)
    {
        var rounded = PercentStep * (int)Math.Round(100 * part / whole / PercentStep, MidpointRounding.AwayFromZero);
        if (SmallestCount == 0) return new(PercentCoding.Rounded, rounded);
        var bound = Math.Min(100, PercentStep * (int)Math.Ceiling(100 * (SmallestCount - 1) / whole / PercentStep));
        if (part < SmallestCount) return new(PercentCoding.AtMost, bound);
        if (whole - part < SmallestCount) return new(PercentCoding.AtLeast, 100 - bound);
        return rounded <= 0 ? new(PercentCoding.AtMost, PercentStep) : rounded >= 100 ? new(PercentCoding.AtLeast, 100 - PercentStep) : new(PercentCoding.Rounded, rounded);
    }
}

public enum PercentCoding { Rounded, AtMost, AtLeast }

/// <param name="Percent">0 to 100.</param>
public readonly record struct ShownPercent(PercentCoding Coding, int Percent);
