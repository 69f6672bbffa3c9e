namespace Outcomes.Domain.Batches;

/// <summary>Notes the faults of one row. The list is made with the first fault: nearly every row has none.</summary>
sealed class RowCheck(long row)
{
    List<Fault>? _faults;

    public IReadOnlyList<Fault> Faults => _faults ?? (IReadOnlyList<Fault>)[];

    public void Require(bool holds, string field, string code, string reason)
    {
        if (!holds) (_faults ??= []).Add(new Fault(field, code, reason, row));
    }

    public void AddRange(IReadOnlyList<Fault> faults)
    {
        foreach (var fault in faults) (_faults ??= []).Add(fault with { Row = row });
    }
}
