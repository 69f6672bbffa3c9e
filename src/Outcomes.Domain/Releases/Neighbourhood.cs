namespace Outcomes.Domain.Releases;

/// <summary>
/// Hidden cells around one, in which the audit searches: what a school consists of is taken in as a whole, and of each sum over many schools
/// some others, for what one gains another must lose.
/// </summary>
/// <remarks>
/// Those go first that share most sums with the cell: what a school of another arm and district loses would have to be gained again in two
/// further sums. (All cells of a sum at once were tried: of three hundred and sixty cells none had a partner then, and nothing could move.)
/// </remarks>
sealed class Neighbourhood
{
    readonly HashSet<Cell> _seen = [];
    readonly HashSet<Relation> _done = [];
    readonly Dictionary<Relation, int> _taken = [];
    readonly int _most;
    int _closed;

    /// <param name="most">Cells in all.</param>
    /// <param name="ofRelation">Cells of one sum over schools, beside the one that led there.</param>
    public Neighbourhood(Cell cell, int most, int ofRelation)
    {
        _most = most;
        Take(cell);
        Close();
        for (var i = 0; i < Cells.Count && Cells.Count < most; i++)
            foreach (var relation in Cells[i].Relations.Where(r => r.IsWide).OrderBy(r => r.Cells.Count).Where(_done.Add))
                foreach (var other in Cells[i].Twins.Where(t => t.Relations.Contains(relation)).Concat(relation.After(Cells[i])))
                {
                    if (_seen.Contains(other) || other.IsKnown) continue;
                    if (_taken[relation] > ofRelation || Cells.Count >= most)
                    {
                        IsEverything = false;
                        break;
                    }
                    Take(other);
                    Close();
                }
        IsEverything &= Cells.Count < most;
    }

    /// <summary>The cell itself is the first.</summary>
    public List<Cell> Cells { get; } = [];

    /// <summary>Whether it holds all that hangs together with the cell.</summary>
    public bool IsEverything { get; private set; } = true;

    /// <summary>Takes in what is tied to the cells there by relations of few.</summary>
    void Close()
    {
        for (; _closed < Cells.Count; _closed++)
            foreach (var relation in Cells[_closed].Relations)
                if (!relation.IsWide && _done.Add(relation))
                    foreach (var other in relation.Cells)
                        if (Cells.Count < _most && !_seen.Contains(other) && !other.IsKnown) Take(other);
    }

    void Take(Cell cell)
    {
        _seen.Add(cell);
        Cells.Add(cell);
        foreach (var relation in cell.Relations) _taken[relation] = _taken.GetValueOrDefault(relation) + 1;
    }
}
