using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;
using Outcomes.Reports.Figures;

namespace Outcomes.Reports.Reports;

/// <summary>
/// What may be said of one school, by rule: its own change, as of one group before and after, and whether it lies where chance alone could put
/// it among all schools. Never a rank, and never better or worse than another school.
/// </summary>
/// <param name="Place">Null where the school's result is hidden, or too few schools are shown.</param>
public sealed record SchoolFinding(SiteChange Site, Finding Change, SchoolPlace? Place)
{
    /// <returns>Null where the outcome has no row of this school.</returns>
    public static SchoolFinding? Of(ReportContext c, OutcomeResult outcome) => outcome.Sites.FirstOrDefault(c.IsOwn) is { } site
        ? new(site, Finding.OfSchool(outcome, site), SchoolPlaces.Of(outcome)?.Shown.FirstOrDefault(s => c.IsOwn(s.Site))) : null;

    public string Sentence(ReportContext c, OutcomeResult outcome) => c.T[$"school.headline.{Key}",
        ("school", Site.Title), ("Who", c.Who("who.capital")), ("who", c.Who("who")), ("state", Headline.State(c, outcome, Change)), ("domain", c.DomainName(outcome))];

    string Key => Change.Verdict switch
    {
        Verdict.Hidden => "hidden",
        Verdict.Undefined => "undefined",
        _ => Change.IsClear ? "clear" : "none",
    };

    /// <summary>Whether it was planned, the change in numbers, and what one school alone lets them mean.</summary>
    public IEnumerable<string> Lead(ReportContext c, OutcomeResult outcome)
    {
        if (c.IsExploratory) yield return c.T["lead.exploratory"];
        if (!Change.IsKnown) yield break;
        var digits = c.Digits(outcome);
        yield return c.T[$"school.lead.{(Change.IsClear ? "clear" : "none")}", ("Domain", c.DomainName(outcome, capital: true)), ("domain", c.DomainName(outcome)),
            ("points", c.Shown.Signed(Change.Effect.Value, digits)), ("low", c.Shown.Number(Change.Effect.Low, digits)), ("high", c.Shown.Number(Change.Effect.High, digits)),
            ("min", c.T.Number(outcome.Min)), ("max", c.T.Number(outcome.Max)), ("confidence", c.Confidence), ("n", c.Shown.Number(Site.N)), ("who", c.Who("who"))];
        if (Place is { } place) yield return c.T[$"school.place.{Lower(place.Place)}"];
        yield return c.T["school.lead.alone"];
    }

    static string Lower(FunnelPlace place) => place.ToString().ToLowerInvariant();
}
