using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;

namespace Outcomes.Domain.Releases;

/// <summary>Who was reached, by language, district and connection: each grouping adds up to all, a district's schools to the district.</summary>
static class ReachCounts
{
    public static string Enrolled(ReachRow row) => Key(row, "enrolled");
    public static string Started(ReachRow row) => Key(row, "started");
    public static string Finished(ReachRow row) => Key(row, "finished");

    static string Key(ReachRow row, string what) => $"reach/{EnumNames<Grouping>.Of(row.By)}/{row.Level}/{what}";

    public static void Add(Counts counts, AnalysisResult result)
    {
        if (result.Flow.All(a => a.Enrolled.Value is 0) || ResultCounts.Main(result) is not { } main) return;
        foreach (var row in result.Reach)
        {
            ResultCounts.Add(counts, Enrolled(row), row.Enrolled, 14);
            ResultCounts.Add(counts, Started(row), row.Started, 12);
            ResultCounts.Add(counts, Finished(row), row.Finished, 16);
            counts.Nested(counts.Find(Enrolled(row)), counts.Find(Started(row)));
            counts.Nested(counts.Find(Started(row)), counts.Find(Finished(row)));
            if (row.By == Grouping.District) RelateSchools(counts, main, row);
        }
        var enrolled = counts.Find(ResultCounts.Enrolled(result.Flow.Count == 1 ? result.Flow[0].Arm : ResultCounts.All));
        foreach (var rows in result.Reach.GroupBy(r => r.By))
        {
            counts.Sum(enrolled, rows.Select(r => counts.Find(Enrolled(r))));
            counts.Sum(counts.Find(ResultCounts.Started(main, null)), rows.Select(r => counts.Find(Started(r))));
            counts.Sum(counts.Find(ResultCounts.Finished(main, null)), rows.Select(r => counts.Find(Finished(r))));
        }
    }

    static void RelateSchools(Counts counts, OutcomeResult main, ReachRow district)
    {
        var sites = main.Sites.Where(s => s.District == district.Level).ToList();
        counts.Sum(counts.Find(Started(district)), sites.Select(s => counts.Find(SiteCounts.Started(main, s))));
        counts.Sum(counts.Find(Finished(district)), sites.Select(s => counts.Find(SiteCounts.Finished(main, s))));
    }
}
