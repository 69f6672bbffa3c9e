using Outcomes.Domain.Analyses;
using Outcomes.Domain.Releases;
using Outcomes.Reports.Text;

namespace Outcomes.Reports.Reports;

/// <summary>A quantity as text: the number in the reader's form, or the reason why there is none.</summary>
public sealed class Shown(Texts t, DisclosurePolicy policy)
{
    public string Number(Quantity q, int digits = 0) => q.Value is { } value ? t.Number(value, digits) : Reason(q.Absent);

    public string Signed(Quantity q, int digits) => q.Value is { } value ? t.Signed(value, digits) : Reason(q.Absent);

    public string PValue(Quantity q) => q.Value is { } value ? t.PValue(value) : Reason(q.Absent);

    /// <summary>A part of a whole as this audience may see it: rounded, and coded near none and near all; null where a count is not there.</summary>
    public string? PercentOf(Quantity part, Quantity whole) => part.Value is { } n && whole.Value is > 0 and var all ? Percent(policy.Percent(n, all)) : null;

    /// <summary>A part of one hundred, so that parts add up; near none and near all it is coded as any other percentage.</summary>
    public string PartOfHundred(int hundred, Quantity part, Quantity whole) => hundred is > 0 and < 100 ? t.Percent(hundred) : PercentOf(part, whole) ?? t.Percent(hundred);

    string Percent(ShownPercent shown) => shown.Coding switch
    {
        PercentCoding.AtMost => t["number.percent.at_most", ("percent", t.Percent(shown.Percent))],
        PercentCoding.AtLeast => t["number.percent.at_least", ("percent", t.Percent(shown.Percent))],
        _ => t.Percent(shown.Percent),
    };

    /// <summary>For what cannot exceed 1: without the leading zero.</summary>
    public string Share(Quantity q, int digits = 2) => q.Value is { } value ? t.WithoutZero(value, digits) : Reason(q.Absent);

    /// <summary>'−4.1 (−5.0 to −3.2)'.</summary>
    public string WithInterval(Estimate e, int digits, bool signed = true)
    {
        if (e.Value.Value is not { } value) return Reason(e.Value.Absent);
        var point = signed ? t.Signed(value, digits) : t.Number(value, digits);
        return e.Low.IsKnown && e.High.IsKnown ? t["interval", ("value", point), ("low", Number(e.Low, digits)), ("high", Number(e.High, digits))] : point;
    }

    public string Interval(Estimate e, int digits) =>
        e.Low.IsKnown && e.High.IsKnown ? t["interval.alone", ("low", Number(e.Low, digits)), ("high", Number(e.High, digits))] : Reason(e.Low.Absent);

    /// <summary>Why a number is not there, in two or three words.</summary>
    public string Reason(Absence? why) => t[$"absent.{Key(why)}", ("k", t.Number(policy.SmallestCount))];

    /// <summary>The same in a sentence, for the note under a table.</summary>
    public string Explained(Absence why) => t[$"absent.{Key(why)}.explained", ("k", t.Number(policy.SmallestCount))];

    static string Key(Absence? why) => why switch
    {
        Absence.SmallGroup => "small_group", Absence.Complementary => "complementary", Absence.NotPlanned => "not_planned", _ => "undefined",
    };
}
