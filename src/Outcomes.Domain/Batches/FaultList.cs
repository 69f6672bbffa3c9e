namespace Outcomes.Domain.Batches;

/// <summary>The faults of a batch: all are counted, the first thousand are kept, so that an endless bad file cannot fill the memory.</summary>
public sealed class FaultList
{
    public const int MostKept = 1000;

    readonly List<Fault> _kept = [];

    public IReadOnlyList<Fault> Kept => _kept;

    public long Total { get; private set; }

    public void Add(Fault fault)
    {
        Total++;
        if (_kept.Count < MostKept) _kept.Add(fault);
    }

    public void AddRange(IReadOnlyList<Fault> faults)
    {
        for (var i = 0; i < faults.Count; i++) Add(faults[i]);
    }
}
