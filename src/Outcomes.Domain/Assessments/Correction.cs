using Outcomes.Domain.Instruments;

namespace Outcomes.Domain.Assessments;

/// <summary>Why stored answers were corrected: a code, since a free text could name a student.</summary>
public enum CorrectionReason
{
    /// <summary>The paper says otherwise: a wrong key.</summary>
    Mistyped,

    /// <summary>The mark on the paper was taken for another.</summary>
    MisreadPaper,

    /// <summary>The answers had been typed in from another participant's form.</summary>
    WrongParticipantForm,

    /// <summary>The participant was asked again, since the paper left it open.</summary>
    AskedAgain,

    /// <summary>A researcher asked about it.</summary>
    Query,

    /// <summary>It was typed in a second time, and the two were held against each other.</summary>
    DoubleEntry,
}

/// <summary>An item whose answer is another than before.</summary>
public sealed record CorrectedItem(string Item, Answer Before, Answer After);

public static class Corrections
{
    /// <summary>What someone who corrects a form can choose: that it was typed in twice the program knows itself.</summary>
    public static readonly IReadOnlyList<CorrectionReason> Offered = [.. Enum.GetValues<CorrectionReason>().Where(r => r != CorrectionReason.DoubleEntry)];

    /// <summary>In the instrument's order. An item that is not there was not reached.</summary>
    public static IReadOnlyList<CorrectedItem> Between(InstrumentDefinition instrument, IReadOnlyDictionary<string, Answer> before, IReadOnlyDictionary<string, Answer> after) =>
    [
        .. from item in instrument.Items
           let was = before.GetValueOrDefault(item.Id, Answer.NotReached)
           let becomes = after.GetValueOrDefault(item.Id, Answer.NotReached)
           where was != becomes
           select new CorrectedItem(item.Id, was, becomes),
    ];
}
