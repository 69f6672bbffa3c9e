using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;

namespace Outcomes.Reports.Reports;

/// <summary>
/// The sentence on one way of delivery being as good as another. 'As good' is said only where both one-sided tests reject and the interval
/// does not lie on the worse side whole; nothing is made of a difference that was merely not found.
/// </summary>
public static class AsGood
{
    public static string Sentence(ReportContext c, OutcomeResult outcome, EquivalenceResult tested)
    {
        var digits = c.Digits(outcome);
        return c.T[$"equivalence.{Key(outcome.Direction, tested)}",
            ("domain", c.DomainName(outcome)), ("arm", c.ArmTitle(tested.Arm)), ("comparator", c.ArmTitle(tested.Comparator)),
            ("margin", c.T.Number(tested.Margin, tested.Margin % 1 == 0 ? 0 : digits)), ("points", c.Shown.Signed(tested.Difference.Value, digits)),
            ("low", c.Shown.Number(tested.Difference.Low, digits)), ("high", c.Shown.Number(tested.Difference.High, digits)),
            ("confidence", c.T.Percent(Confidence(c.Study.Confidence))), ("reason", c.Shown.Reason(tested.Difference.Value.Absent))];
    }

    /// <summary>Of the interval of two one-sided tests at the study's alpha: 90 percent where it is 95.</summary>
    static double Confidence(double confidence) => 100 * (2 * confidence - 1);

    static string Key(Direction direction, EquivalenceResult tested)
    {
        if (tested.Equivalent is not { } equivalent || !tested.Difference.Value.IsKnown) return "unknown";
        if (direction == Direction.Neither) return equivalent ? "within" : "not_shown_within";
        if (!equivalent) return LiesWhole(tested.Difference, direction, better: true) ? "not_shown_within" : "not_shown";
        return LiesWhole(tested.Difference, direction, better: false) ? "within_but_worse" : "as_good";
    }

    static bool LiesWhole(Estimate difference, Direction direction, bool better) =>
        better == (direction == Direction.LowerIsBetter) ? difference.High.Value < 0 : difference.Low.Value > 0;
}
