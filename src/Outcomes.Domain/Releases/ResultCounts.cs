using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;

namespace Outcomes.Domain.Releases;

/// <summary>
/// How the counts of a result hang together: arms, schools, districts, languages and connections add up to all; improved, unchanged and
/// deteriorated to the finished, enrolled to finished and unclassified; the finished are among the started, these among the assessed,
/// these among the enrolled.
/// </summary>
/// <remarks>Keys are made of ids alone, so that a count has the same key in every snapshot of the study.</remarks>
static class ResultCounts
{
    internal const string All = "*";

    public static string Enrolled(string arm) => $"enrolled/{arm}";
    public static string Attended(string arm) => $"attended/{arm}";
    public static string Assessed(string arm, string timepoint) => $"assessed/{arm}/{timepoint}";
    public static string Started(OutcomeResult o, string? arm) => $"{o.Id}/started/{arm ?? All}";
    public static string Finished(OutcomeResult o, string? arm) => $"{o.Id}/finished/{arm ?? All}";
    public static string Category(OutcomeResult o, string? arm, string name) => $"{o.Id}/{name}/{arm ?? All}";
    public static string Measured(OutcomeResult o) => $"{o.Id}/measured";
    public static string Prorated(OutcomeResult o) => $"{o.Id}/prorated";

    /// <remarks>The trend's mean at From is of those who started: one count, hidden or shown in both places.</remarks>
    public static string Trend(OutcomeResult o, TimepointMean mean) =>
        mean.Timepoint == o.From ? Started(o, mean.Arm) : $"{o.Id}/trend/{mean.Arm ?? All}/{mean.Timepoint}";

    /// <summary>The outcome that who was reached is told of.</summary>
    public static OutcomeResult? Main(AnalysisResult result) =>
        result.Outcomes.FirstOrDefault(o => o is { Role: OutcomeRole.Primary, Estimand: Estimand.CourseChange }) ??
        result.Outcomes.FirstOrDefault(o => o.Role == OutcomeRole.Primary);

    public static Counts Of(AnalysisResult result)
    {
        var counts = new Counts();
        AddFlow(counts, result);
        bool HasPeople(string? arm) => arm is null ? counts.Find(Enrolled(All)) is not null || result.Flow.Any(f => counts.Find(Enrolled(f.Arm)) is not null) : counts.Find(Enrolled(arm)) is not null;
        foreach (var outcome in result.Outcomes)
        {
            AddCells(counts, outcome, HasPeople);
            var only = result.Flow.Count == 1 ? result.Flow[0].Arm : null;
            foreach (var group in outcome.Groups) RelateGroup(counts, outcome, group.Arm, group.Arm ?? only);
            RelateArms(counts, outcome);
            SiteCounts.Add(counts, outcome, HasPeople);
            counts.Nested(counts.Find(Started(outcome, null)), counts.Find(Measured(outcome)));
        }
        ReachCounts.Add(counts, result);
        SamePeople(counts, result);
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

    /// <remarks>
    /// Costs order what a board can do without: how many finished and how many of them are better comes last, then worse and unchanged,
    /// then how many started, with which the trend's first point goes.
    /// </remarks>
    static void AddCells(Counts counts, OutcomeResult o, Func<string?, bool> hasPeople)
    {
        foreach (var group in o.Groups.Where(g => hasPeople(g.Arm)))
        {
            var weight = group.Arm is null ? 2 : 1;
            Add(counts, Started(o, group.Arm), group.Started, (o.Estimand == Estimand.SessionChange ? 15 : 80) * weight);
            Add(counts, Finished(o, group.Arm), group.Finished, 1000 * weight);
            foreach (var (name, count) in Named(group.Categories)) Add(counts, Category(o, group.Arm, name), count, CategoryCost(name) * weight);
        }
        foreach (var mean in o.Trend.Where(t => hasPeople(t.Arm))) Add(counts, Trend(o, mean), mean.N, 70);
        if (!hasPeople(null)) return;
        Add(counts, Measured(o), o.Measurement.N, 30);
        Add(counts, Prorated(o), o.Measurement.Prorated, 30);
    }

    static int CategoryCost(string name) => name switch { "improved" => 160, "deteriorated" => 140, "unchanged" => 120, "recovered" => 50, _ => 5 };

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

    /// <summary>Scales of one instrument, answered on one sheet of paper: equal counts are of the same people, and hidden together.</summary>
    static void SamePeople(Counts counts, AnalysisResult result)
    {
        foreach (var sheet in result.Outcomes.GroupBy(o => (o.Instrument, o.From, o.To)))
            foreach (var (first, other) in sheet.Skip(1).Select(o => (sheet.First(), o)))
            {
                foreach (var arm in other.Groups.Select(g => g.Arm))
                {
                    counts.Same(counts.Find(Started(first, arm)), counts.Find(Started(other, arm)));
                    counts.Same(counts.Find(Finished(first, arm)), counts.Find(Finished(other, arm)));
                    counts.Same(counts.Find(Category(first, arm, "unclassified")), counts.Find(Category(other, arm, "unclassified")));
                }
                foreach (var site in other.Sites)
                {
                    counts.Same(counts.Find(SiteCounts.Started(first, site)), counts.Find(SiteCounts.Started(other, site)));
                    counts.Same(counts.Find(SiteCounts.Finished(first, site)), counts.Find(SiteCounts.Finished(other, site)));
                }
            }
    }

    public static IEnumerable<(string Name, Quantity Count)> Named(ChangeCategories? c) => c is null ? [] :
        [("recovered", c.Recovered), ("improved", c.Improved), ("unchanged", c.Unchanged), ("deteriorated", c.Deteriorated), ("unclassified", c.Unclassified)];

    internal static void Add(Counts counts, string key, Quantity count, int cost)
    {
        if (count.Value is { } value) counts.Add(key, (int)value, cost);
    }
}
