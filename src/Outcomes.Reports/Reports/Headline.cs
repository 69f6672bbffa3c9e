using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;

namespace Outcomes.Reports.Reports;

/// <summary>
/// The sentences that a board repeats, made by rules from a <see cref="Finding"/>: never a direction where the interval spans zero, never
/// a cause without groups formed by lot, and the study's own word for those who took part.
/// </summary>
public static class Headline
{
    public static string Sentence(ReportContext c, OutcomeResult outcome, Finding finding) => c.T[Key(finding),
        ("Who", c.Who("who.capital")), ("who", c.Who("who")), ("state", State(c, outcome, finding)), ("domain", c.DomainName(outcome)),
        ("arm", c.ArmTitle(finding.Arm)), ("comparator", c.ArmTitle(finding.Comparator))];

    static string Key(Finding finding) => finding.Verdict switch
    {
        Verdict.Hidden => "headline.hidden",
        Verdict.Undefined => "headline.undefined",
        _ => $"headline.{Comparison(finding)}.{(finding.IsClear ? "clear" : "none")}",
    };

    static string Comparison(Finding finding) =>
        finding.Design != Design.OneGroup ? "groups" : finding.Estimand == Estimand.CourseChange ? "course" : "session";

    /// <summary>'less stressed', 'slightly more anxious'.</summary>
    public static string State(ReportContext c, OutcomeResult outcome, Finding finding)
    {
        if (!finding.IsClear) return "";
        var state = c.DomainState(outcome, finding.Verdict);
        return finding.Magnitude == Magnitude.VerySmall ? c.T["state.slightly", ("state", state)] : state;
    }

    /// <summary>
    /// Whether it was planned; the numbers behind the headline and what the design lets them mean; then every further contrast of the outcome,
    /// and what was to be shown equivalent.
    /// </summary>
    public static IEnumerable<string> Lead(ReportContext c, OutcomeResult outcome, Finding finding)
    {
        if (c.IsExploratory) yield return c.T["lead.exploratory"];
        if (!finding.IsKnown) yield break;
        yield return Numbers(c, outcome, finding);
        if (finding is { IsClear: true, AdjustedP.IsKnown: true }) yield return c.T["lead.adjusted"];
        yield return c.T[$"lead.design.{Lower(finding.Design)}"];
        foreach (var contrast in outcome.Contrasts.Skip(1))
            if (Finding.OfContrast(c.Study, outcome, contrast) is { IsKnown: true } further) yield return Further(c, outcome, further);
        foreach (var tested in outcome.Equivalence) yield return AsGood.Sentence(c, outcome, tested);
    }

    static string Numbers(ReportContext c, OutcomeResult outcome, Finding finding) =>
        c.T[$"lead.{Comparison(finding)}.{Course(finding)}", Values(c, outcome, finding)];

    static string Further(ReportContext c, OutcomeResult outcome, Finding finding) =>
        c.T[$"lead.further.{Course(finding)}", Values(c, outcome, finding)];

    static string Course(Finding finding) => finding switch
    {
        { IsOnlyUnadjusted: true } => "unadjusted",
        { IsClear: false } => "none",
        _ => finding.Effect.Value.Value > 0 ? "up" : "down",
    };

    static (string, string)[] Values(ReportContext c, OutcomeResult outcome, Finding finding)
    {
        var digits = c.Digits(outcome);
        var down = Course(finding) == "down";
        var (low, high) = (finding.Effect.Low.Value!.Value, finding.Effect.High.Value!.Value);
        // 'Fell by 4.1 (3.2 to 5.0)' reads better than 'changed by −4.1 (−5.0 to −3.2)' and says the same.
        if (down) (low, high) = (-high, -low);
        var size = finding.IsClear ? Math.Abs(finding.Effect.Value.Value!.Value) : finding.Effect.Value.Value!.Value;
        return
        [
            ("Domain", c.DomainName(outcome, capital: true)), ("domain", c.DomainName(outcome)), ("who", c.Who("who")),
            ("points", c.T.Number(size, digits)), ("low", c.T.Number(low, digits)), ("high", c.T.Number(high, digits)),
            ("min", c.T.Number(outcome.Min)), ("max", c.T.Number(outcome.Max)), ("confidence", c.Confidence),
            ("arm", c.ArmTitle(finding.Arm)), ("comparator", c.ArmTitle(finding.Comparator)),
        ];
    }

    /// <summary>What the plot of means shows, said in its numbers: where the arm and its comparison group began and ended.</summary>
    public static string BeforeAfter(ReportContext c, OutcomeResult outcome, Finding finding)
    {
        GroupChange? Group(string? arm) => outcome.Groups.FirstOrDefault(g => g.Arm == arm && g.PreMean.Value.IsKnown && g.PostMean.Value.IsKnown);
        string From(GroupChange g) => c.Shown.Number(g.PreMean.Value, c.Digits(outcome));
        string To(GroupChange g) => c.Shown.Number(g.PostMean.Value, c.Digits(outcome));
        if (Group(finding.Arm) is not { } one) return c.T["prepost.heading"];
        if (finding.Comparator is null) return c.T["prepost.heading.one", ("scale", outcome.ScaleTitle), ("from", From(one)), ("to", To(one))];
        if (Group(finding.Comparator) is not { } other) return c.T["prepost.heading"];
        return c.T["prepost.heading.two", ("arm", c.ArmTitle(finding.Arm)), ("from", From(one)), ("to", To(one)),
            ("comparator", c.ArmTitle(finding.Comparator)), ("other_from", From(other)), ("other_to", To(other))];
    }

    static string Lower(Design design) => design.ToString().ToLowerInvariant();
}
