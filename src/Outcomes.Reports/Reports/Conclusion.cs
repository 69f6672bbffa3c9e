using Outcomes.Domain.Analyses;
using Outcomes.Domain.Plans;

namespace Outcomes.Reports.Reports;

/// <summary>What one outcome came to, a sentence a contrast: the finding, its numbers, the adjusted test, and whether other ways of computing agree.</summary>
public static class Conclusion
{
    public static IEnumerable<string> Of(ReportContext c, OutcomeResult outcome)
    {
        if (outcome.Contrasts.Count == 0)
        {
            foreach (var group in ReportContext.Groups(outcome).Where(g => g.Change.Value.IsKnown)) yield return Marked(c, Change(c, outcome, group));
            yield break;
        }
        foreach (var contrast in outcome.Contrasts)
            if (Finding.OfContrast(c.Study, outcome, contrast) is { IsKnown: true } finding) yield return Marked(c, Compared(c, outcome, contrast, finding));
    }

    /// <summary>Found before the plan was fixed: said each time, since a sentence is quoted alone.</summary>
    static string Marked(ReportContext c, string sentence) => c.IsExploratory ? c.T["conclusion.exploratory", ("sentence", sentence)] : sentence;

    static string Change(ReportContext c, OutcomeResult outcome, GroupChange group) => c.T["conclusion.change",
        ("group", c.ArmTitle(group.Arm)), ("change", c.Shown.WithInterval(group.Change, c.Digits(outcome))), ("n", c.Shown.Number(group.Finished)),
        ("confidence", c.Confidence), ("p", P(c, group.P)), ("g", c.Shown.WithInterval(group.G, 2))];

    static string Compared(ReportContext c, OutcomeResult outcome, ArmContrast contrast, Finding finding)
    {
        var adjusted = contrast.AdjustedP.IsKnown ? c.T["conclusion.adjusted", ("p", P(c, contrast.AdjustedP))] : "";
        var text = c.T["conclusion.contrast", ("sentence", Headline.Sentence(c, outcome, finding)), ("difference", c.Shown.WithInterval(contrast.Difference, c.Digits(outcome))),
            ("confidence", c.Confidence), ("p", P(c, contrast.P)), ("adjusted", adjusted), ("g", c.Shown.WithInterval(contrast.G, 2))];
        return Agreement(c, outcome, contrast) is { } agreement ? c.T.Sentences([text, agreement]) : text;
    }

    /// <summary>Where the estimates of the sensitivity analyses lie.</summary>
    static string? Agreement(ReportContext c, OutcomeResult outcome, ArmContrast contrast)
    {
        var others = outcome.Sensitivity.Where(s => s.Arm == contrast.Arm && s.Comparator == contrast.Comparator && s.Kind != SensitivityKind.PermutationTest)
            .Select(s => s.Difference.Value.Value).OfType<double>().ToList();
        if (others.Count == 0 || contrast.Difference.Value.Value is not { } primary) return null;
        var digits = c.Digits(outcome);
        return c.T[others.All(x => Math.Sign(x) == Math.Sign(primary)) ? "conclusion.sensitivity.same" : "conclusion.sensitivity.mixed",
            ("n", c.T.Number(others.Count)), ("low", c.T.Signed(others.Min(), digits)), ("high", c.T.Signed(others.Max(), digits))];
    }

    /// <summary>'p = .012', 'p &lt; .001'.</summary>
    public static string P(ReportContext c, Quantity p) => p.Value switch
    {
        null => c.Shown.PValue(p),
        < 0.001 => c.T["p.less", ("p", c.T.WithoutZero(0.001, 3))],
        { } value => c.T["p.equals", ("p", c.T.PValue(value))],
    };
}
