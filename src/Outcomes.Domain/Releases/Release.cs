using Outcomes.Domain.Analyses;

namespace Outcomes.Domain.Releases;

/// <summary>
/// The only way from a result to something that can be drawn. For audiences outside the study it hides what describes few people, and
/// whatever else would let that be worked out from what stays; an audit then bounds every hidden count, and a result that does not
/// pass is not released.
/// </summary>
/// <remarks>
/// What an attacker is taken to know: everything shown, the reason on everything hidden, this code, how the counts of a result hang
/// together (<see cref="ResultCounts"/>), and every report that was released before (<see cref="EarlierReleases"/>).
/// </remarks>
public static class Release
{
    /// <exception cref="DisclosureRefused">No way of hiding protects every small count.</exception>
    public static ReleasedResult For(Audience audience, AnalysisResult result)
    {
        var policy = DisclosurePolicy.For(audience, result.Study.Disclosure);
        return policy.SmallestCount == 0 ? new(audience, policy, result) : Outside(result, ReleaseHistory.None).Board;
    }

    /// <summary>
    /// Protects a result once for everyone outside the study, together with all that was released before: whoever holds the board's report
    /// and those of all schools, of every release, sees no more than this one protection allows.
    /// </summary>
    /// <exception cref="DisclosureRefused">No way of hiding protects every small count, or none that leaves the first outcome to be told.</exception>
    public static OutsideRelease Outside(AnalysisResult result, ReleaseHistory history)
    {
        var counts = ResultCounts.Of(result);
        new Suppression(counts, result.Study.Disclosure.SmallestCount).Protect();
        if (history.Earlier.Count > 0) counts = TooLittleNew.Protect(result, counts, history);
        return new(result, counts, result.Study.Disclosure);
    }
}

/// <summary>One protection of a result, and what each audience outside the study sees of it.</summary>
public sealed class OutsideRelease
{
    readonly AnalysisResult _result;
    readonly Counts _counts;
    readonly DisclosurePolicy _policy;

    internal OutsideRelease(AnalysisResult result, Counts counts, DisclosurePolicy policy) => (_result, _counts, _policy) = (result, counts, policy);

    public ReleasedResult Board => new(Audience.Board, _policy, new Redaction(_result, _counts, _policy).Released());

    /// <summary>What the board sees, with this school's own rows named and those of all others without a name.</summary>
    /// <exception cref="ArgumentException">The result has no such school.</exception>
    public ReleasedResult School(string id) => Schools.Contains(id)
        ? new(Audience.School, _policy, new Redaction(_result, _counts, _policy, id).Released(), id)
        : throw new ArgumentException($"The result has no school '{id}'.", nameof(id));

    /// <summary>Ids of the schools that can have a report of their own: those with a row in the result.</summary>
    public IReadOnlyList<string> Schools => SchoolsOf(_result);

    public static IReadOnlyList<string> SchoolsOf(AnalysisResult result) => [.. result.Outcomes.SelectMany(o => o.Sites).Select(s => s.School).Distinct()];

    /// <summary>What goes into the ledger: every count with what became of it, hidden ones too. It is never shown.</summary>
    public IReadOnlyList<ReleasedCount> Counts => [.. _counts.Cells.Where(c => !c.Past).Select(c => new ReleasedCount(c.Key, c.Value, c.State.ToString())
    {
        Sums = [.. c.Relations.Where(r => r.Whole == c && r.Parts.All(p => !p.Past)).Select(r => (IReadOnlyList<string>)[.. r.Parts.Select(p => p.Key)])],
    })];
}

/// <summary>A result cannot be released without giving a small group away.</summary>
/// <param name="code">Stable: <c>nothing_protects</c>, <c>too_little_new</c>.</param>
/// <param name="message">A sentence that a board may read: it holds no count that is hidden.</param>
public sealed class DisclosureRefused(string code, string message) : Exception(message)
{
    public string Code => code;

    /// <summary>What the sentence is made of: threshold, instant of the release that it is compared with.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();
}
