namespace Outcomes.Domain.Batches;

public enum BatchKind { Participants, Sessions, Assessments, Consents }

/// <summary>What we owe whoever sent a batch: these rows are on disk. Each row keeps the id of its receipt.</summary>
/// <param name="Rows">How many rows were new with it.</param>
public sealed record Receipt(Guid Id, string Study, BatchKind Kind, long Rows, DateTimeOffset ReceivedUtc);

/// <summary>One row as it was sent: its value, or what is wrong with it.</summary>
/// <param name="Number">Counted from 1, without a header.</param>
public readonly record struct SentRow<T>(long Number, T? Value, IReadOnlyList<Fault> Faults) where T : class
{
    /// <summary>The row after a further look at its value; a row that is faulty already is left as it is.</summary>
    public SentRow<TNext> Then<TNext>(Func<long, T, (TNext? Value, IReadOnlyList<Fault> Faults)> look) where TNext : class
    {
        if (Value is null || Faults.Count > 0) return new(Number, null, Faults);
        var (value, faults) = look(Number, Value);
        return new(Number, value, faults);
    }
}

/// <summary>What became of a batch: its receipts, or everything that is wrong with it, and then nothing was changed.</summary>
/// <param name="Receipts">One when the rows came together; more when some of them were sent before, in other batches.</param>
/// <param name="New">False when every row was there already with the same content.</param>
public sealed record BatchAnswer(IReadOnlyList<Receipt> Receipts, bool New, FaultList Faults);
