namespace Outcomes.Domain.Releases;

/// <summary>All that was released of a study before, the oldest first.</summary>
public sealed record ReleaseHistory(IReadOnlyList<ReleasedCounts> Earlier)
{
    public static readonly ReleaseHistory None = new([]);
}

/// <param name="Snapshot">Hash of the snapshot that it was computed from.</param>
public sealed record ReleasedCounts(string Snapshot, DateTimeOffset ReleasedUtc, IReadOnlyList<ReleasedCount> Counts);

/// <summary>One count of a release, as the ledger keeps it.</summary>
/// <param name="Key">The same from snapshot to snapshot: made of ids, never of a place in a list.</param>
/// <param name="Value">The true count, also where it was hidden.</param>
/// <param name="State">What became of it.</param>
public sealed record ReleasedCount(string Key, int Value, string State)
{
    /// <summary>Each way in which other counts add up to this one, by their keys: what everyone knows who knows what the counts mean.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Sums { get; init; } = [];
}

/// <summary>What went out at once: one result under one protection.</summary>
/// <param name="Id">A UUIDv7; a second entry of the same id changes nothing.</param>
/// <param name="Schools">Ids of the schools that got a report of their own.</param>
/// <param name="Languages">Tags.</param>
/// <param name="Counts">Of <see cref="OutsideRelease.Counts"/>.</param>
public sealed record ReleaseEntry(
    string Id, string Study, string Analysis, string Snapshot, IReadOnlyList<Audience> Audiences, IReadOnlyList<string> Schools,
    IReadOnlyList<string> Languages, IReadOnlyList<ReleasedCount> Counts);
