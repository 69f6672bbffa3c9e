using System.Globalization;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Releases;

/// <summary>
/// Refuses a release that would have to hide its headline because too little is new since the last one: a report without it says nothing,
/// and one with it would tell of the few who came in between.
/// </summary>
static class TooLittleNew
{
    /// <summary>Protects the result together with all that was released before.</summary>
    /// <param name="alone">What would be shown if nothing had been released before.</param>
    public static Counts Protect(AnalysisResult result, Counts alone, ReleaseHistory history)
    {
        var counts = ResultCounts.Of(result);
        EarlierReleases.Add(counts, history);
        var headline = Headline(result).Where(key => alone.Find(key) is { IsShown: true }).Select(key => counts.Find(key)!).ToHashSet();
        if (headline.Any(c => !c.IsShown)) throw Refused(result, headline, history);
        try { new Suppression(counts, result.Study.Disclosure.SmallestCount, headline).Protect(); }
        catch (DisclosureRefused) { throw Refused(result, headline, history); }
        return counts;
    }

    static IEnumerable<string> Headline(AnalysisResult result) =>
        ResultCounts.Main(result) is { } main ? main.Groups.Select(g => ResultCounts.Finished(main, g.Arm)) : [];

    /// <remarks>How many came is one of the counts that must not be told, so the sentence gives the bound.</remarks>
    static DisclosureRefused Refused(AnalysisResult result, HashSet<Cell> headline, ReleaseHistory history)
    {
        var last = history.Earlier.LastOrDefault(e => e.Counts.Any(c => headline.Any(h => h.Key == c.Key) && c.State == nameof(CellState.Shown))) ?? history.Earlier[^1];
        var threshold = result.Study.Disclosure.SmallestCount.ToString(CultureInfo.InvariantCulture);
        var who = result.Study.Population == Population.Students ? "students" : "participants";
        var date = last.ReleasedUtc.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        return new("too_little_new",
            $"Fewer than {threshold} {who} of some group have finished, or left, since the release of {date}; a new report would tell of them. It can be made when at least {threshold} more of each group have finished.")
        {
            Details = new Dictionary<string, string> { ["threshold"] = threshold, ["since_utc"] = Utc.Text(last.ReleasedUtc) },
        };
    }
}
