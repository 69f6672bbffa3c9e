using Outcomes.Domain.Assessments;
using Outcomes.Domain.Instruments;

namespace Outcomes.Domain.Entry;

/// <summary>What came of holding two entries of one form against each other, with the paper in hand.</summary>
public enum DoubleEntryOutcome
{
    /// <summary>What was stored first is right.</summary>
    Confirmed,

    /// <summary>Something of it was not.</summary>
    Corrected,
}

/// <summary>Two entries of one form.</summary>
/// <param name="Differing">In the instrument's order; before is the first, after the second.</param>
public sealed record DoubleEntry(int Items, IReadOnlyList<CorrectedItem> Differing)
{
    public int Agreed => Items - Differing.Count;

    public static DoubleEntry Of(InstrumentDefinition instrument, IReadOnlyDictionary<string, Answer> first, IReadOnlyDictionary<string, Answer> second) =>
        new(instrument.Items.Count, Corrections.Between(instrument, first, second));
}
