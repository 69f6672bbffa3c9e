using Outcomes.Domain.Analyses;

namespace Outcomes.Domain.Releases;

/// <summary>
/// Writes the result anew with what is hidden replaced by the reason. A figure goes with the count of those it describes: a mean in
/// full precision, an interval or degrees of freedom would tell how many they were.
/// </summary>
/// <param name="school">The one whose rows keep their names; null for an audience that is no school.</param>
sealed class Redaction(AnalysisResult result, Counts counts, DisclosurePolicy policy, string? school = null)
{
    readonly OutcomeResult? _main = ResultCounts.Main(result);

    public AnalysisResult Released() => result with
    {
        Flow = [.. result.Flow.Select(Flow)],
        Delivery = result.Delivery with { MeanAttended = MeanAttended() },
        Outcomes = [.. result.Outcomes.Select(Outcome)],
        Baseline = [],
        Reach = [.. result.Reach.Select(Reach)],
        Deviations = [.. result.Deviations.Select(d => d with { Detail = null })],   // a detail may hold a number of people
    };

    /// <remarks>Schools with at least one person at a step tell which hidden counts are not zero: only those that were to take part are told.</remarks>
    FlowArm Flow(FlowArm arm) => arm with
    {
        Enrolled = Count(ResultCounts.Enrolled(arm.Arm), arm.Enrolled),
        Attended = Count(ResultCounts.Attended(arm.Arm), arm.Attended),
        Assessed = [.. arm.Assessed.Select(a => new FlowAssessed(a.Timepoint, Count(ResultCounts.Assessed(arm.Arm, a.Timepoint), a.Participants)))],
        Analysed = Analysed(arm), SchoolsAttended = Inside, SchoolsAnalysed = Inside,
    };

    static Quantity Inside => Quantity.None(Absence.NotPlanned);

    /// <summary>The same count as finished the main outcome in this arm; where the two differ, it is not a count that was protected.</summary>
    Quantity Analysed(FlowArm arm)
    {
        var group = result.Flow.Count == 1 ? null : arm.Arm;
        return _main?.Groups.FirstOrDefault(g => g.Arm == group) is { } same && same.Finished == arm.Analysed ? Count(ResultCounts.Finished(_main, group), arm.Analysed) : Inside;
    }

    ReachRow Reach(ReachRow row) => row with
    {
        Enrolled = Count(ReachCounts.Enrolled(row), row.Enrolled), Started = Count(ReachCounts.Started(row), row.Started), Finished = Count(ReachCounts.Finished(row), row.Finished),
    };

    /// <remarks>A mean of few whole numbers is a fraction, and its digits tell the denominator: it is shown only where that is.</remarks>
    Quantity MeanAttended()
    {
        var hidden = result.Flow.Where(a => a.Attended.IsKnown).Select(a => Hidden(ResultCounts.Enrolled(a.Arm))).FirstOrDefault(h => h is not null);
        return hidden is { } why ? Quantity.None(why) : result.Delivery.MeanAttended;
    }

    OutcomeResult Outcome(OutcomeResult o) => o with
    {
        Groups = [.. o.Groups.Select(g => Group(o, g))],
        Contrasts = [.. o.Contrasts.Select(c => Contrast(o, c))],
        SiteSummary = SiteSummary(o),
        Equivalence = [.. o.Equivalence.Select(e => Equivalence(o, e))],
        Sensitivity = [], Moderation = [], Subgroups = [], Distributions = [], Missing = [],
        Sites = Sites(o),
        Trend = [.. o.Trend.Select(t => Trend(o, t))],
        Measurement = Measurement(o),
        ReliableChange = o.ReliableChange is { } rule && (Hidden(ResultCounts.Finished(o, null)) ?? Bare(o.Groups[0])) is { } why ? Rule(rule, why) : o.ReliableChange,
    };

    GroupChange Group(OutcomeResult o, GroupChange group)
    {
        var counted = group with
        {
            Started = Count(ResultCounts.Started(o, group.Arm), group.Started),
            Finished = Count(ResultCounts.Finished(o, group.Arm), group.Finished),
            Categories = Categories(o, group),
        };
        return (Hidden(ResultCounts.Finished(o, group.Arm)) ?? Bare(group)) is not { } why ? counted : counted with
        {
            PreMean = Estimate.None(why), PreSd = Quantity.None(why), PostMean = Estimate.None(why), PostSd = Quantity.None(why),
            Change = Estimate.None(why), ChangeSd = Quantity.None(why), T = Quantity.None(why), Df = Quantity.None(why), P = Quantity.None(why),
            Dz = Estimate.None(why), Dav = Estimate.None(why), G = Estimate.None(why),
        };
    }

    /// <summary>Where all have the same score, or the same change, the mean is each one's own.</summary>
    static Absence? Bare(GroupChange group) =>
        group.PreSd.Value == 0 || group.PostSd.Value == 0 || group.ChangeSd.Value == 0 ? Absence.Complementary : null;

    ChangeCategories? Categories(OutcomeResult o, GroupChange group)
    {
        if (group.Categories is not { } c) return null;
        var shown = ResultCounts.Named(c).ToDictionary(n => n.Name, n => Count(ResultCounts.Category(o, group.Arm, n.Name), n.Count));
        return new(shown["recovered"], shown["improved"], shown["unchanged"], shown["deteriorated"], shown["unclassified"]);
    }

    ArmContrast Contrast(OutcomeResult o, ArmContrast c)
    {
        var (n, comparator) = (Hidden(ResultCounts.Finished(o, c.Arm)), Hidden(ResultCounts.Finished(o, c.Comparator)));
        return (n ?? comparator) is not { } why ? c : c with
        {
            N = n is { } x ? Quantity.None(x) : c.N, NComparator = comparator is { } y ? Quantity.None(y) : c.NComparator,
            Clusters = Quantity.None(why), Difference = Estimate.None(why), Df = Quantity.None(why), P = Quantity.None(why), G = Estimate.None(why),
        };
    }

    /// <remarks>Unnamed schools stand by what is shown of them: the order of the study's file would name them.</remarks>
    IReadOnlyList<SiteChange> Sites(OutcomeResult o)
    {
        var sites = o.Sites.Select(site => Site(o, site)).ToList();
        return policy.SchoolsNamed ? sites :
            [.. sites.Select(s => s.School == school ? s : s with { School = "", Title = "", District = "" })
                .OrderByDescending(s => s.N.Value ?? 0).ThenBy(s => s.Change.Value.Value).ThenBy(s => s.Arm, StringComparer.Ordinal).ThenBy(s => s.N.Absent)
                .ThenByDescending(s => s.Started.Value).ThenByDescending(s => s.Categories?.Improved.Value).ThenByDescending(s => s.Categories?.Unchanged.Value).ThenByDescending(s => s.Categories?.Deteriorated.Value)];
    }

    SiteChange Site(OutcomeResult o, SiteChange site)
    {
        var counted = site with
        {
            N = Count(SiteCounts.Finished(o, site), site.N), Started = Count(SiteCounts.Started(o, site), site.Started),
            Categories = site.Categories is not { } c ? null : new(Inside, Category("improved", c.Improved), Category("unchanged", c.Unchanged), Category("deteriorated", c.Deteriorated), Inside),
        };
        return (Hidden(SiteCounts.Finished(o, site)) ?? (site.Sd.Value == 0 ? Absence.Complementary : null)) is not { } why ? counted
            : counted with { Change = Estimate.None(why), Sd = Quantity.None(why), PreMean = Estimate.None(why), PostMean = Estimate.None(why) };

        Quantity Category(string name, Quantity count) => Count(SiteCounts.Category(o, site, name), count);
    }

    /// <remarks>
    /// The pooled mean, its error and the variance between schools are equations in what is hidden of the schools: three unknowns each (how
    /// many, mean, SD). With the totals of all who finished there are about six, so fewer than three hidden schools could be solved for.
    /// How many schools have an estimate would say of hidden counts that they are not zero.
    /// </remarks>
    SiteSummary? SiteSummary(OutcomeResult o) => o.SiteSummary is not { } all ? null
        : Summary(o, all) with { ByArm = [.. all.ByArm.Select(s => Summary(o, s))] };

    SiteSummary Summary(OutcomeResult o, SiteSummary summary)
    {
        const int Enough = 3;
        var hidden = o.Sites.Where(s => (summary.Arm is null || s.Arm == summary.Arm) && s.N.IsKnown && Site(o, s) is { Change.Value.IsKnown: false }).ToList();
        var pooled = hidden.Where(s => s.Sd.Value > 0).ToList();
        var safe = pooled.Count == 0 || (pooled.Count >= Enough && pooled.Sum(s => s.N.Value) >= policy.SmallestCount);
        var count = hidden.Count == 0 ? summary.Schools : Quantity.None(Absence.Complementary);
        if (safe && Hidden(ResultCounts.Finished(o, summary.Arm)) is null) return summary with { Schools = count };
        var (none, why) = (Estimate.None(Absence.Complementary), Quantity.None(Absence.Complementary));
        return new(summary.Arm, count, none, none, why, why);
    }

    EquivalenceResult Equivalence(OutcomeResult o, EquivalenceResult e) =>
        (Hidden(ResultCounts.Finished(o, e.Arm)) ?? Hidden(ResultCounts.Finished(o, e.Comparator))) is not { } why ? e
            : e with { Difference = Estimate.None(why), Df = Quantity.None(why), P = Quantity.None(why), Equivalent = null };

    TimepointMean Trend(OutcomeResult o, TimepointMean mean) =>
        Hidden(ResultCounts.Trend(o, mean)) is { } why ? mean with { N = Quantity.None(why), Mean = Estimate.None(why) }
        : mean.Mean.Low.IsKnown && mean.Mean.Low == mean.Mean.High ? mean with { Mean = Estimate.None(Absence.Complementary) } : mean;

    /// <remarks>
    /// It is of those who started. Where their number is hidden, since few of them did not finish, it goes too: the SD of both groups, from
    /// which the error of measurement follows, would tell the scores of those few.
    /// </remarks>
    Measurement Measurement(OutcomeResult o)
    {
        var m = o.Measurement;
        var prorated = Count(ResultCounts.Prorated(o), m.Prorated);
        return (Hidden(ResultCounts.Measured(o)) ?? Hidden(ResultCounts.Started(o, null))) is { } why
            ? m with { N = Quantity.None(why), Alpha = Estimate.None(why), Sem = Quantity.None(why), Prorated = prorated, MissingItemsPct = Quantity.None(why) }
            : m with { Prorated = prorated, MissingItemsPct = m.MissingItemsPct.Value is { } pct ? Quantity.Of(Math.Round(pct)) : m.MissingItemsPct };
    }

    static ReliableChangeFacts Rule(ReliableChangeFacts rule, Absence why)
    {
        var none = Quantity.None(why);
        return rule with
        {
            Reliability = rule.ReliabilitySource is null ? none : rule.Reliability,
            PreSd = none, SDiff = none, Threshold = none, CutoffA = none, CutoffB = rule.CutoffB, CutoffC = none,
        };
    }

    Quantity Count(string key, Quantity count) => Hidden(key) is { } why ? Quantity.None(why) : count;

    /// <remarks>A count may be shown in an earlier release, under a lower threshold; that is no reason to print it again.</remarks>
    Absence? Hidden(string key) => counts.Find(key) is not { } cell ? null : cell.State switch
    {
        CellState.Shown when cell.Value > 0 && cell.Value < policy.SmallestCount => Absence.SmallGroup,
        CellState.Shown => null,
        CellState.Small => Absence.SmallGroup,
        _ => Absence.Complementary,
    };
}
