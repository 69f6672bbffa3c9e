using System.Globalization;
using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;

namespace Outcomes.Domain.Releases;

/// <summary>
/// How the counts of a result hang together: arms and schools add up to all, improved, unchanged and deteriorated to the finished,
/// enrolled to finished and unclassified; the finished are among the started, these among the assessed, these among the enrolled.
/// </summary>
static class ResultCounts
{
    const string All = "*";

    public static string Enrolled(string arm) => $"enrolled/{arm}";
    public static string Attended(string arm) => $"attended/{arm}";
    public static string Assessed(string arm, string timepoint) => $"assessed/{arm}/{timepoint}";
    public static string Started(OutcomeResult o, string? arm) => $"{o.Id}/started/{arm ?? All}";
    public static string Finished(OutcomeResult o, string? arm) => $"{o.Id}/finished/{arm ?? All}";
    public static string Category(OutcomeResult o, string? arm, string name) => $"{o.Id}/{name}/{arm ?? All}";
    public static string Site(OutcomeResult o, int index) => string.Create(CultureInfo.InvariantCulture, $"{o.Id}/site/{index}");
    public static string Measured(OutcomeResult o) => $"{o.Id}/measured";
    public static string Prorated(OutcomeResult o) => $"{o.Id}/prorated";

    /// <remarks>The trend's mean at From is of those who started: one count, hidden or shown in both places.</remarks>
    public static string Trend(OutcomeResult o, TimepointMean mean) =>
        mean.Timepoint == o.From ? Started(o, mean.Arm) : $"{o.Id}/trend/{mean.Arm ?? All}/{mean.Timepoint}";

    public static Counts Of(AnalysisResult result)
    {
        var counts = new Counts();
        AddFlow(counts, result);
        foreach (var outcome in result.Outcomes)
        {
            AddCells(counts, outcome, arm => arm is null ? counts.Cells.Count > 0 : counts.Find(Enrolled(arm)) is not null);
            var only = result.Flow.Count == 1 ? result.Flow[0].Arm : null;
            foreach (var group in outcome.Groups) RelateGroup(counts, outcome, group.Arm, group.Arm ?? only);
            RelateArms(counts, outcome);
            RelateSites(counts, outcome);
            counts.Nested(counts.Find(Started(outcome, null)), counts.Find(Measured(outcome)));
        }
        return counts;
    }

    /// <remarks>An arm that nobody is in is left out, here and below: its zeros follow from the design, and tell of no one.</remarks>
    static void AddFlow(Counts counts, AnalysisResult result)
    {
        foreach (var arm in result.Flow.Where(a => a.Enrolled.Value is not 0))
        {
            Add(counts, Enrolled(arm.Arm), arm.Enrolled, 60);
            Add(counts, Attended(arm.Arm), arm.Attended, 20);
            counts.Nested(counts.Find(Enrolled(arm.Arm)), counts.Find(Attended(arm.Arm)));
            foreach (var assessed in arm.Assessed)
            {
                Add(counts, Assessed(arm.Arm, assessed.Timepoint), assessed.Participants, 10);
                counts.Nested(counts.Find(Enrolled(arm.Arm)), counts.Find(Assessed(arm.Arm, assessed.Timepoint)));
            }
        }
        var enrolled = result.Flow.Select(a => counts.Find(Enrolled(a.Arm))).OfType<Cell>().ToList();
        if (result.Flow.Count > 1 && enrolled.Count > 0) counts.Sum(counts.Add(Enrolled(All), enrolled.Sum(c => c.Value), 0, CellState.Implied), enrolled);
    }

    static void AddCells(Counts counts, OutcomeResult o, Func<string?, bool> hasPeople)
    {
        foreach (var group in o.Groups.Where(g => hasPeople(g.Arm)))
        {
            var weight = group.Arm is null ? 2 : 1;
            Add(counts, Started(o, group.Arm), group.Started, (o.Estimand == Estimand.SessionChange ? 15 : 80) * weight);   // over the course, the trend's first point goes with it
            Add(counts, Finished(o, group.Arm), group.Finished, 1000 * weight);
            foreach (var (name, count) in Named(group.Categories)) Add(counts, Category(o, group.Arm, name), count, (name == "unclassified" ? 5 : 100) * weight);
        }
        foreach (var mean in o.Trend.Where(t => hasPeople(t.Arm))) Add(counts, Trend(o, mean), mean.N, 70);
        for (var i = 0; i < o.Sites.Count; i++)
            if (hasPeople(o.Sites[i].Arm) && o.Groups.All(g => g.Arm is null || g.Arm != o.Sites[i].Arm || g.Finished.IsKnown)) Add(counts, Site(o, i), o.Sites[i].N, 40 + (int)(o.Sites[i].N.Value ?? 0) / 4);
        if (!hasPeople(null)) return;
        Add(counts, Measured(o), o.Measurement.N, 30);
        Add(counts, Prorated(o), o.Measurement.Prorated, 30);
    }

    /// <param name="flow">The arm's id in the flow; null where the group is all arms together.</param>
    static void RelateGroup(Counts counts, OutcomeResult o, string? arm, string? flow)
    {
        var enrolled = counts.Find(Enrolled(flow ?? All));
        var started = counts.Find(Started(o, arm));
        var finished = counts.Find(Finished(o, arm));
        counts.Nested(enrolled, started);
        counts.Nested(started, finished);
        counts.Sum(enrolled, [finished, counts.Find(Category(o, arm, "unclassified"))]);
        counts.Sum(finished, [counts.Find(Category(o, arm, "improved")), counts.Find(Category(o, arm, "unchanged")), counts.Find(Category(o, arm, "deteriorated"))]);
        counts.Nested(counts.Find(Category(o, arm, "improved")), counts.Find(Category(o, arm, "recovered")));
        foreach (var mean in o.Trend.Where(t => t.Arm == arm))
        {
            var answered = counts.Find(Trend(o, mean));
            if (mean.Timepoint == o.To) counts.Nested(answered, finished);
            if (flow is not null) counts.Nested(counts.Find(Assessed(flow, mean.Timepoint)), answered);
        }
        if (o.Trend.Count > 0 || flow is null || o.Estimand != Estimand.CourseChange) return;
        counts.Nested(counts.Find(Assessed(flow, o.From)), started);
        counts.Nested(counts.Find(Assessed(flow, o.To)), finished);
    }

    static void RelateArms(Counts counts, OutcomeResult o)
    {
        var arms = o.Groups.Where(g => g.Arm is not null).Select(g => g.Arm).ToList();
        if (arms.Count == 0) return;
        counts.Sum(counts.Find(Started(o, null)), arms.Select(a => counts.Find(Started(o, a))));
        counts.Sum(counts.Find(Finished(o, null)), arms.Select(a => counts.Find(Finished(o, a))));
        foreach (var name in new[] { "recovered", "improved", "unchanged", "deteriorated", "unclassified" })
            counts.Sum(counts.Find(Category(o, null, name)), arms.Select(a => counts.Find(Category(o, a, name))));
        foreach (var whole in o.Trend.Where(t => t.Arm is null && t.Timepoint != o.From))
            counts.Sum(counts.Find(Trend(o, whole)), o.Trend.Where(t => t.Arm is not null && t.Timepoint == whole.Timepoint).Select(t => counts.Find(Trend(o, t))));
    }

    static void RelateSites(Counts counts, OutcomeResult o)
    {
        var sites = o.Sites.Select((site, i) => (site.Arm, Cell: counts.Find(Site(o, i)))).ToList();
        counts.Sum(counts.Find(Finished(o, null)), sites.Select(s => s.Cell));
        foreach (var arm in sites.GroupBy(s => s.Arm).Where(a => a.Key is not null))
            counts.Sum(counts.Find(Finished(o, arm.Key)), arm.Select(s => s.Cell));
    }

    public static IEnumerable<(string Name, Quantity Count)> Named(ChangeCategories? c) => c is null ? [] :
        [("recovered", c.Recovered), ("improved", c.Improved), ("unchanged", c.Unchanged), ("deteriorated", c.Deteriorated), ("unclassified", c.Unclassified)];

    static void Add(Counts counts, string key, Quantity count, int cost)
    {
        if (count.Value is { } value) counts.Add(key, (int)value, cost);
    }
}
