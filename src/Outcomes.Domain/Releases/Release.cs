using Outcomes.Domain.Analyses;

namespace Outcomes.Domain.Releases;

/// <summary>
/// The only way from a result to something that can be drawn. For audiences outside the study it hides what describes few people, and
/// whatever else would let that be worked out from what stays; an audit then bounds every hidden count, and a result that does not
/// pass is not released.
/// </summary>
/// <remarks>
/// What an attacker is taken to know: everything shown, the reason on everything hidden, this code, and how the counts of a result
/// hang together (<see cref="ResultCounts"/>). Not yet: earlier releases of the same study, and sets of different outcomes that
/// differ by a few people.
/// </remarks>
public static class Release
{
    /// <exception cref="DisclosureRefused">No way of hiding protects every small count.</exception>
    public static ReleasedResult For(Audience audience, AnalysisResult result)
    {
        var policy = DisclosurePolicy.For(audience);
        if (policy.SmallestCount == 0) return new(audience, policy, result);
        var counts = ResultCounts.Of(result);
        new Suppression(counts, policy.SmallestCount).Protect();
        return new(audience, policy, new Redaction(counts, policy).Of(result));
    }
}

/// <summary>A result cannot be released without giving a small group away.</summary>
public sealed class DisclosureRefused(string message) : Exception(message);
