using System.Globalization;
using Outcomes.Data.Consents;
using Outcomes.Domain;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Batches;

namespace Outcomes.Data.Batches;

/// <summary>One batch to be recorded: whose, for which version of which study, under which receipt.</summary>
/// <param name="StudyHash">Of the definition that the rows were checked against.</param>
/// <param name="Audit">Its subject is the receipt's id.</param>
/// <param name="Large">It is read ahead of the writer on another thread, and has a transaction of its own.</param>
public sealed record BatchHeader(string Study, string StudyHash, BatchKind Kind, Guid Receipt, AuditEvent Audit, bool Large)
{
    /// <summary>The sender's; null: every school. Participants and sessions of another are answered as those that are not there.</summary>
    public IReadOnlySet<string>? Schools { get; init; }

    /// <summary>Stands in <see cref="BatchAnswer.Faults"/> alone when the study was replaced meanwhile: check anew and try again.</summary>
    public const string StudyChanged = "study_changed";
}

/// <summary>
/// Records a batch whole or not at all. It goes on after a fault to find the others, writing what it can, since a row may clash with
/// one before it in the same batch; at the end everything is undone.
/// </summary>
sealed class BatchWriter<TRow>(Change change, BatchHeader header, BatchTable<TRow> table) where TRow : BatchRow
{
    readonly FaultList _faults = new();
    readonly HashSet<string> _receipts = new(StringComparer.Ordinal);
    readonly Tombstones _tombstones = new(change, header.Study);
    readonly string _receipt = header.Receipt.ToString("D");
    long _added;

    public BatchAnswer Write(IEnumerable<SentRow<TRow>> rows)
    {
        if (!StillChecked()) return Refused(new Fault("", BatchHeader.StudyChanged, "The study was replaced while the batch was read; send it again."));
        ReceiptStore.Begin(change, header, _receipt);
        foreach (var row in rows)
        {
            _faults.AddRange(row.Faults);
            if (row.Faults.Count == 0) Write(row.Value!, row.Number);
        }
        if (_faults.Total > 0) return Refused();
        return _added == 0 ? Repeated() : Recorded();
    }

    void Write(TRow row, long number)
    {
        if (_tombstones.Has(row.Id)) _faults.Add(new Fault("id", "erased", "What had this id was erased here, and is not taken in again. Leave the row out, and erase it where it came from.", number));
        else if (!table.RefersToKnown(row, number, _faults.Add)) return;
        else if (table.Insert(row, _receipt)) _added++;
        else NotInserted(row, number);
    }

    void NotInserted(TRow row, long number)
    {
        using var existing = change.Prepared(table.ExistingSql).Query(row.Id);
        if (!existing.Read()) _faults.Add(table.Clash(number));
        else if (existing.GetString(0) == row.ContentHash && existing.GetString(2) == header.Study) _receipts.Add(existing.GetString(1));
        else _faults.Add(new Fault("id", "content_differs", "This id was used before with other content.", number));
    }

    BatchAnswer Recorded()
    {
        StudyData.Changed(change, header.Study);
        ReceiptStore.Complete(change, _receipt, _added);
        change.Record(header.Audit with { Details = new Dictionary<string, string> { ["rows"] = _added.ToString(CultureInfo.InvariantCulture) } });
        _receipts.Add(_receipt);
        return new BatchAnswer(ReceiptStore.Find(change, _receipts), true, _faults);
    }

    /// <summary>Nothing was new: the first receipts are the answer, and this one never was.</summary>
    BatchAnswer Repeated()
    {
        var first = ReceiptStore.Find(change, _receipts);
        change.Refuse();
        return new BatchAnswer(first, false, _faults);
    }

    BatchAnswer Refused(params ReadOnlySpan<Fault> faults)
    {
        foreach (var fault in faults) _faults.Add(fault);
        change.Refuse();
        return new BatchAnswer([], false, _faults);
    }

    bool StillChecked()
    {
        using var current = change.Prepared("SELECT hash FROM study WHERE id = @1 AND is_current = 1").Query(header.Study);
        return current.Read() && current.GetString(0) == header.StudyHash;
    }
}
