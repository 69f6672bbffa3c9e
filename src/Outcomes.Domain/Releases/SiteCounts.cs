using Outcomes.Domain.Analyses;

namespace Outcomes.Domain.Releases;

/// <summary>Counts of single schools: they add up to their arm, or to all; started and categories as for groups.</summary>
/// <remarks>Who recovered and who was not classified is not told of single schools: so few would be shown that it only costs others.</remarks>
static class SiteCounts
{
    public static readonly string[] Categories = ["improved", "unchanged", "deteriorated"];

    public static string Finished(OutcomeResult o, SiteChange site) => Key(o, "finished", site);
    public static string Started(OutcomeResult o, SiteChange site) => Key(o, "started", site);
    public static string Category(OutcomeResult o, SiteChange site, string name) => Key(o, name, site);

    static string Key(OutcomeResult o, string what, SiteChange site) => $"{o.Id}/{what}/{site.Arm ?? ResultCounts.All}/{site.School}";

    public static void Add(Counts counts, OutcomeResult o, Func<string?, bool> hasPeople)
    {
        var sites = o.Sites.Where(s => hasPeople(s.Arm) && o.Groups.All(g => g.Arm is null || g.Arm != s.Arm || g.Finished.IsKnown)).ToList();
        foreach (var site in sites)
        {
            var size = (int)(site.N.Value ?? 0) / 4;
            ResultCounts.Add(counts, Finished(o, site), site.N, 40 + size);
            ResultCounts.Add(counts, Started(o, site), site.Started, 12 + size);
            foreach (var (name, count) in ResultCounts.Named(site.Categories).Where(n => Categories.Contains(n.Name)))
                ResultCounts.Add(counts, Category(o, site, name), count, 8 + size / 2);
            var finished = counts.Find(Finished(o, site));
            counts.Nested(counts.Find(Started(o, site)), finished);
            counts.Sum(finished, Categories.Select(name => counts.Find(Category(o, site, name))));
        }
        counts.Sum(counts.Find(ResultCounts.Finished(o, null)), sites.Select(s => counts.Find(Finished(o, s))));
        foreach (var arm in sites.GroupBy(s => o.Groups.Any(g => g.Arm == s.Arm) ? s.Arm : null)) Relate(counts, o, arm.Key, [.. arm]);
    }

    static void Relate(Counts counts, OutcomeResult o, string? arm, List<SiteChange> sites)
    {
        if (arm is not null) counts.Sum(counts.Find(ResultCounts.Finished(o, arm)), sites.Select(s => counts.Find(Finished(o, s))));
        counts.Sum(counts.Find(ResultCounts.Started(o, arm)), sites.Select(s => counts.Find(Started(o, s))));
        foreach (var name in Categories)
            counts.Sum(counts.Find(ResultCounts.Category(o, arm, name)), sites.Select(s => counts.Find(Category(o, s, name))));
    }
}
