using Outcomes.Domain.Analyses;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Plans;
using Outcomes.Domain.Studies;

namespace Outcomes.Reports.Reports;

/// <summary>What kind of comparison an estimate stands on; it bounds what may be said of it.</summary>
public enum Design
{
    /// <summary>Groups formed by lot.</summary>
    Randomized,

    /// <summary>Groups formed otherwise: they may differ in more than what they were given.</summary>
    Compared,

    /// <summary>One group before and after: it changed, and nothing says why.</summary>
    OneGroup,
}

/// <summary>What an interval says. A direction is claimed only where the whole interval lies on one side of zero, and the test that allows
/// for several comparisons, where the plan has one, says so as well.</summary>
public enum Verdict { Better, Worse, Higher, Lower, NoneClear, Hidden, Undefined }

/// <summary>|g| below 0.2, 0.5, 0.8, or larger (Cohen 1988, Statistical Power Analysis, pages 25 to 27; 'very small' below his small).</summary>
public enum Magnitude { VerySmall, Small, Medium, Large }

/// <summary>One estimate, judged by rules alone. Sentences are made of this and of nothing else.</summary>
/// <param name="Arm">Null unless two arms are compared.</param>
/// <param name="AdjustedP">Of several comparisons made together; absent where the plan adjusts nothing, and for the change of one group.</param>
public sealed record Finding(
    Design Design, Estimand Estimand, Verdict Verdict, Magnitude? Magnitude, Estimate Effect, Estimate G, string? Arm, string? Comparator, Quantity AdjustedP)
{
    /// <summary>The interval alone would say more than the test that allows for all comparisons made together.</summary>
    public bool IsOnlyUnadjusted => Verdict == Verdict.NoneClear && !IncludesZero(Effect);

    public bool IsClear => Verdict is Verdict.Better or Verdict.Worse or Verdict.Higher or Verdict.Lower;
    public bool IsKnown => Verdict is not (Verdict.Hidden or Verdict.Undefined);

    /// <summary>The finding that the report begins with: the plan's first contrast, else the change of all.</summary>
    public static Finding Of(StudyFacts study, OutcomeResult outcome) =>
        outcome.Contrasts is [var first, ..] ? OfContrast(study, outcome, first) : OfChange(outcome, outcome.Groups[0]);

    public static Finding OfContrast(StudyFacts study, OutcomeResult outcome, ArmContrast contrast) => new(
        study.Allocation.Randomized ? Design.Randomized : Design.Compared, outcome.Estimand,
        Judge(contrast.Difference, outcome.Direction, Passes(contrast.AdjustedP, study.Confidence)), MagnitudeOf(contrast.G), contrast.Difference, contrast.G,
        contrast.Arm, contrast.Comparator, contrast.AdjustedP);

    public static Finding OfChange(OutcomeResult outcome, GroupChange group) => new(
        Design.OneGroup, outcome.Estimand, Judge(group.Change, outcome.Direction), MagnitudeOf(group.G), group.Change, group.G, null, null, Quantity.None(Absence.NotPlanned));

    /// <summary>The change of one school: one group, however the arms were formed.</summary>
    public static Finding OfSchool(OutcomeResult outcome, SiteChange site) => new(
        Design.OneGroup, outcome.Estimand, Judge(site.Change, outcome.Direction), null, site.Change, Estimate.None(Absence.NotPlanned), null, null, Quantity.None(Absence.NotPlanned));

    /// <remarks>Planned and yet unknown does not pass: nothing is claimed that the adjusted test does not show. (1 − 0.95 is a little more than 0.05.)</remarks>
    static bool Passes(Quantity adjusted, double confidence) => adjusted.Absent == Absence.NotPlanned || adjusted.Value < Math.Round(1 - confidence, 12);

    static bool IncludesZero(Estimate effect) => effect.Low.Value is not > 0 && effect.High.Value is not < 0;

    static Verdict Judge(Estimate effect, Direction direction, bool passesAdjusted = true)
    {
        if (effect.Value.Absent is Absence.SmallGroup or Absence.Complementary) return Verdict.Hidden;
        if (effect.Low.Value is not { } low || !effect.High.IsKnown) return Verdict.Undefined;
        if (!passesAdjusted || IncludesZero(effect)) return Verdict.NoneClear;
        return (direction, low > 0) switch
        {
            (Direction.LowerIsBetter, false) or (Direction.HigherIsBetter, true) => Verdict.Better,
            (Direction.LowerIsBetter, true) or (Direction.HigherIsBetter, false) => Verdict.Worse,
            (_, true) => Verdict.Higher,
            _ => Verdict.Lower,
        };
    }

    static Magnitude? MagnitudeOf(Estimate g) => g.Value.Value is not { } value ? null : Math.Abs(value) switch
    {
        < 0.2 => Reports.Magnitude.VerySmall, < 0.5 => Reports.Magnitude.Small, < 0.8 => Reports.Magnitude.Medium, _ => Reports.Magnitude.Large,
    };
}
