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
        return policy.SmallestCount == 0 ? new(audience, policy, result) : Outside(result, ReleaseHistory.None).Board;
    }

    /// <summary>
    /// Protects a result once for everyone outside the study, together with all that was released before: whoever holds the board's report
    /// and those of all schools sees no more than this one protection allows.
    /// </summary>
    /// <exception cref="DisclosureRefused">No way of hiding protects every small count.</exception>
    public static OutsideRelease Outside(AnalysisResult result, ReleaseHistory history)
    {
        var policy = DisclosurePolicy.Outside;
        var counts = ResultCounts.Of(result);
        new Suppression(counts, policy.SmallestCount).Protect();
        return new(result, counts, policy);
    }
}

/// <summary>One protection of a result, and what each audience outside the study sees of it.</summary>
public sealed class OutsideRelease
{
    readonly AnalysisResult _result;
    readonly Counts _counts;
    readonly DisclosurePolicy _policy;

    internal OutsideRelease(AnalysisResult result, Counts counts, DisclosurePolicy policy) => (_result, _counts, _policy) = (result, counts, policy);

    public ReleasedResult Board => new(Audience.Board, _policy, new Redaction(_counts, _policy).Of(_result));

    /// <summary>What goes into the ledger: every count with what became of it, hidden ones too. It is never shown.</summary>
    public IReadOnlyList<ReleasedCount> Counts => [.. _counts.Cells.Select(c => new ReleasedCount(c.Key, c.Value, c.State.ToString()))];
}

/// <summary>All that was released of a study before, the oldest first.</summary>
public sealed record ReleaseHistory(IReadOnlyList<ReleasedCounts> Earlier)
{
    public static readonly ReleaseHistory None = new([]);
}

/// <param name="Snapshot">Hash of the snapshot that it was computed from.</param>
public sealed record ReleasedCounts(string Snapshot, DateTimeOffset ReleasedUtc, IReadOnlyList<ReleasedCount> Counts);

public sealed record ReleasedCount(string Key, int Value, string State);

/// <summary>A result cannot be released without giving a small group away.</summary>
public sealed class DisclosureRefused(string message) : Exception(message);
