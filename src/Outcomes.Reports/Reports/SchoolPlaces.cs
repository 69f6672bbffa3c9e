using Outcomes.Domain.Analyses;
using Outcomes.Reports.Figures;

namespace Outcomes.Reports.Reports;

/// <summary>
/// Schools against what chance alone gives. Where whole schools were given to arms, each is held against the mean of its own arm, so that
/// what the arms were given is not taken for a difference between schools; the limits stand on the SD of people within schools.
/// </summary>
/// <param name="Shown">Schools with a result that may be shown, as they came: without a rank.</param>
/// <param name="Hidden">Every other school of these arms, by the reason why it is not there.</param>
/// <param name="AgainstArms">The values are differences from the mean of the school's arm; else they are changes.</param>
public sealed record SchoolPlaces(FunnelLimits Limits, IReadOnlyList<SchoolPlace> Shown, IReadOnlyList<(Absence Why, int Schools)> Hidden, bool AgainstArms)
{
    /// <summary>Fewer do not show how schools vary.</summary>
    public const int Fewest = 5;

    public int All => Shown.Count + Hidden.Sum(h => h.Schools);
    public int Within => Shown.Count(s => s.Place == FunnelPlace.Within);

    /// <returns>Null where too few schools may be shown, or nothing says how people vary within them.</returns>
    public static SchoolPlaces? Of(OutcomeResult outcome)
    {
        var sites = outcome.Sites.Where(s => s.N.Absent is not Absence.NotPlanned).ToList();
        var arms = sites.Select(s => s.Arm).Distinct().ToList();
        if (SdWithin(outcome, sites) is not { } sd) return null;
        var means = arms.ToDictionary(arm => arm ?? "", arm => MeanOf(outcome, arm));
        var against = arms.Count > 1;
        var limits = new FunnelLimits(against ? 0 : means.Values.FirstOrDefault() ?? 0, sd);
        List<SchoolPlace> shown = [];
        List<Absence> hidden = [];
        foreach (var site in sites)
        {
            if (site is { N.Value: > 0 and var n, Change.Value.Value: { } change } && means[site.Arm ?? ""] is { } mean)
                shown.Add(new(site, n, against ? change - mean : change, limits.PlaceOf(n, against ? change - mean : change)));
            else hidden.Add(site.Change.Value.Absent ?? site.N.Absent ?? Absence.Complementary);
        }
        return shown.Count < Fewest ? null : new(limits, shown, [.. hidden.GroupBy(why => why).OrderBy(g => g.Key).Select(g => (g.Key, g.Count()))], against);
    }

    /// <summary>Mean change of all people in the arm, which is that of its schools weighted by their size; else the synthesis of its schools.</summary>
    static double? MeanOf(OutcomeResult outcome, string? arm) =>
        outcome.Groups.FirstOrDefault(g => g.Arm == arm)?.Change.Value.Value
        ?? (arm is null ? outcome.SiteSummary : outcome.SiteSummary?.ByArm.FirstOrDefault(s => s.Arm == arm))?.Mean.Value.Value;

    /// <summary>Pooled over schools, and over arms where the schools' own are not shown: Σ(n − 1)s² / Σ(n − 1).</summary>
    static double? SdWithin(OutcomeResult outcome, IReadOnlyList<SiteChange> sites) =>
        Pooled(sites.Select(s => (s.N, s.Sd))) ?? Pooled(outcome.Groups.Where(g => g.Arm is not null).Select(g => (g.Finished, g.ChangeSd)))
        ?? Pooled(outcome.Groups.Select(g => (g.Finished, g.ChangeSd)));

    static double? Pooled(IEnumerable<(Quantity N, Quantity Sd)> parts)
    {
        var known = parts.Where(p => p.N.Value > 1 && p.Sd.Value > 0).Select(p => (Df: p.N.Value!.Value - 1, Sd: p.Sd.Value!.Value)).ToList();
        return known.Count == 0 ? null : Math.Sqrt(known.Sum(p => p.Df * p.Sd * p.Sd) / known.Sum(p => p.Df));
    }
}

/// <param name="Value">Change, or its difference from the mean of the school's arm.</param>
public sealed record SchoolPlace(SiteChange Site, double N, double Value, FunnelPlace Place);
