using Outcomes.Domain.Analyses;

namespace Outcomes.Domain.Releases;

/// <summary>
/// Writes the result anew with what is hidden replaced by the reason. A figure goes with the count of those it describes: a mean in
/// full precision, an interval or degrees of freedom would tell how many they were.
/// </summary>
/// <param name="school">The one whose rows keep their names; null for an audience that is no school.</param>
sealed class Redaction(Counts counts, DisclosurePolicy policy, string? school = null)
{
    public AnalysisResult Of(AnalysisResult result) => result with
    {
        Flow = [.. result.Flow.Select(Flow)],
        Delivery = result.Delivery with { MeanAttended = MeanAttended(result) },
        Outcomes = [.. result.Outcomes.Select(Outcome)],
        Baseline = [], Reach = [],
    };

    FlowArm Flow(FlowArm arm) => arm with
    {
        Enrolled = Count(ResultCounts.Enrolled(arm.Arm), arm.Enrolled),
        Attended = Count(ResultCounts.Attended(arm.Arm), arm.Attended),
        Assessed = [.. arm.Assessed.Select(a => new FlowAssessed(a.Timepoint, Count(ResultCounts.Assessed(arm.Arm, a.Timepoint), a.Participants)))],
        SchoolsAttended = Quantity.None(Absence.NotPlanned), Analysed = Quantity.None(Absence.NotPlanned), SchoolsAnalysed = Quantity.None(Absence.NotPlanned),
    };

    /// <remarks>A mean of few whole numbers is a fraction, and its digits tell the denominator: it is shown only where that is.</remarks>
    Quantity MeanAttended(AnalysisResult result)
    {
        var hidden = result.Flow.Where(a => a.Attended.IsKnown).Select(a => Hidden(ResultCounts.Enrolled(a.Arm))).FirstOrDefault(h => h is not null);
        return hidden is { } why ? Quantity.None(why) : result.Delivery.MeanAttended;
    }

    OutcomeResult Outcome(OutcomeResult o) => o with
    {
        Groups = [.. o.Groups.Select(g => Group(o, g))],
        Contrasts = [.. o.Contrasts.Select(c => Contrast(o, c))],
        SiteSummary = null, Distributions = [], Missing = [], Sensitivity = [], Equivalence = [], Moderation = [], Subgroups = [],
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

    /// <remarks>Unnamed schools stand by size: the order of the study's file would name them.</remarks>
    IReadOnlyList<SiteChange> Sites(OutcomeResult o)
    {
        var sites = o.Sites.Select((site, i) => Site(site with { Started = Quantity.None(Absence.NotPlanned), PreMean = Estimate.None(Absence.NotPlanned), PostMean = Estimate.None(Absence.NotPlanned), Categories = null }, Hidden(ResultCounts.Site(o, i)))).ToList();
        return policy.SchoolsNamed ? sites :
            [.. sites.Select(s => s.School == school ? s : s with { School = "", Title = "", District = "" }).OrderByDescending(s => s.N.Value ?? 0).ThenBy(s => s.Change.Value.Value).ThenBy(s => s.Arm, StringComparer.Ordinal).ThenBy(s => s.N.Absent)];
    }

    static SiteChange Site(SiteChange site, Absence? hidden) => (hidden ?? (site.Sd.Value == 0 ? Absence.Complementary : null)) is not { } why ? site
        : site with { N = hidden is null ? site.N : Quantity.None(why), Change = Estimate.None(why), Sd = Quantity.None(why) };

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

    Absence? Hidden(string key) => counts.Find(key)?.State switch
    {
        null or CellState.Shown => null,
        CellState.Small => Absence.SmallGroup,
        _ => Absence.Complementary,
    };
}
