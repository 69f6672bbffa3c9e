using Outcomes.Domain.Analyses;

namespace Outcomes.Domain.Releases;

/// <summary>Who a result is for. Inside the study nothing is hidden; outside, small groups are. A school sees itself beside all others.</summary>
public enum Audience { Researcher, Board, School }

/// <summary>What an audience may see.</summary>
/// <param name="SmallestCount">
/// Counts of people below this are hidden, and every figure that describes so few; 0 hides nothing. A count of zero is hidden too:
/// 'nobody got worse' tells it of everyone in the group, as 'all got better' does (coding at 0 and 100 %), and a hidden count that may
/// be zero has as many possible values as the threshold.
/// </param>
/// <param name="SchoolsNamed">False: schools stand without id, title and district, largest first.</param>
public sealed record DisclosurePolicy(int SmallestCount, bool SchoolsNamed)
{
    /// <summary>Ten is the commonest threshold of US state education departments (NCES SLDS Technical Brief 3, 2011-603).</summary>
    public static readonly DisclosurePolicy Outside = new(10, SchoolsNamed: false);
    public static readonly DisclosurePolicy Inside = new(0, SchoolsNamed: true);

    public static DisclosurePolicy For(Audience audience) => audience == Audience.Researcher ? Inside : Outside;
}

/// <summary>
/// A result as one audience may see it. Only <see cref="Release"/> makes one, and reports draw nothing else: an unsuppressed count in a
/// board's report does not compile.
/// </summary>
public sealed record ReleasedResult
{
    internal ReleasedResult(Audience audience, DisclosurePolicy policy, AnalysisResult result, string? school = null) =>
        (Audience, Policy, Result, School) = (audience, policy, result, school);

    public Audience Audience { get; }

    /// <summary>Id of the school that it is for; null for every other audience. Only that school's results carry its id and title.</summary>
    public string? School { get; }
    public DisclosurePolicy Policy { get; }

    /// <summary>The result with what this audience may not see replaced by the reason.</summary>
    public AnalysisResult Result { get; }
}
