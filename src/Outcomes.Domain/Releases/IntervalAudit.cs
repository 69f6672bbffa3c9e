namespace Outcomes.Domain.Releases;

/// <summary>
/// Bounds every hidden count from all that is shown, as an attacker would, with linear programming: one with fewer possible values
/// than the threshold is as good as shown. (Interval protection: Willenborg and de Waal 2001, Elements of Statistical Disclosure
/// Control, chapter 4.)
/// </summary>
/// <remarks>
/// A count is shown to be free by a witness: other data that agree with everything shown. A witness that changes only what is near the count
/// and leaves all else as it is, is a witness all the same, so that a small neighbourhood is asked first, then larger ones. What is said to be protected is protected; what no neighbourhood shows to be free counts as exposed.
/// Hiding more never spoils a witness, and showing a count spoils only those that change it: witnesses are kept.
/// Tried first and rejected: propagating bounds from relation to relation (an attacker that overlooks tables of two dimensions), and one
/// linear program over all that hangs together (right, but cubic in the number of schools).
/// </remarks>
sealed class IntervalAudit(int threshold)
{
    /// <summary>Cells of a neighbourhood, and how many of one sum over schools it takes in: five hundred would fill it.</summary>
    static readonly (int Cells, int OfRelation)[] Neighbourhoods = [(24, 2), (70, 4), (200, 8), (400, 20), (900, 60)];

    /// <summary>Hidden, and to be protected: every hidden count of the result, and groups that follow from it if they are small.</summary>
    public bool MustProtect(Cell cell) => cell.State switch
    {
        CellState.Shown => false,
        CellState.Implied => cell.Value > 0 && cell.Value < threshold,
        _ => true,
    };

    public bool IsProtected(Cell cell) => Possibilities(cell) >= threshold;

    /// <summary>How many values the cell may at least have, for who sees what is shown; no more than the threshold are counted.</summary>
    /// <param name="nearby">Leaves out the larger neighbourhoods: quick, and on the safe side.</param>
    public int Possibilities(Cell cell, bool nearby = false)
    {
        foreach (var (cells, ofRelation) in nearby ? Neighbourhoods[..2] : Neighbourhoods)
        {
            if (cell.Range.Possibilities(cell) >= threshold) break;
            var near = Near(cell, cells, ofRelation, out var everything);
            Search(cell, near);
            if (everything) break;
        }
        return Math.Min(threshold, cell.Range.Possibilities(cell));
    }

    static List<Cell> Near(Cell cell, int most, int ofRelation, out bool everything)
    {
        var near = new Neighbourhood(cell, most, ofRelation);
        everything = near.IsEverything;
        return near.Cells;
    }

    void Search(Cell cell, List<Cell> near)
    {
        var freedom = new Freedom(Rows(near), [.. near.Select(c => -(double)Math.Min(c.Value - Least(c), 3 * threshold))], [.. near.Select(Above)]);
        foreach (var sign in cell.Range.High < threshold ? [1, -1] : new[] { -1 })
        {
            freedom.Push(0, sign, threshold);
            Keep(near, freedom.At);
            if (cell.Range.Possibilities(cell) >= threshold) return;
        }
    }

    static double[][] Rows(List<Cell> near)
    {
        var rows = new Dictionary<Relation, double[]>();
        for (var i = 0; i < near.Count; i++)
            foreach (var relation in near[i].Relations)
            {
                if (!rows.TryGetValue(relation, out var row)) rows[relation] = row = new double[near.Count];
                row[i] = relation.Whole == near[i] ? -1 : 1;
            }
        return [.. rows.Values];
    }

    /// <summary>What frees one count mostly frees others: most need no search of their own.</summary>
    void Keep(List<Cell> near, ReadOnlySpan<double> at)
    {
        var moved = new List<Cell>();
        for (var i = 0; i < near.Count; i++)
            if (Math.Abs(at[i]) > 1e-6) moved.Add(near[i]);
        var witness = new Witness(moved);
        for (var i = 0; i < near.Count; i++)
            if (MustProtect(near[i])) near[i].Range.Widen(near[i], at[i], witness);
        if (witness.Frees.Count == 0) return;
        foreach (var cell in moved) cell.Range.MovedBy.Add(witness);
    }

    int Least(Cell cell) => cell.State == CellState.Complementary ? Math.Min(cell.Value, threshold) : 0;

    double Above(Cell cell) => cell.State == CellState.Small ? Math.Max(0, threshold - 1 - cell.Value) : 3 * threshold;
}

/// <summary>Other data that agree with everything shown.</summary>
/// <param name="moved">The counts that are not as in truth there; all of them hidden.</param>
sealed class Witness(IReadOnlyList<Cell> moved)
{
    public IReadOnlyList<Cell> Moved => moved;

    /// <summary>Counts whose range rests on it.</summary>
    public List<Cell> Frees { get; } = [];
}

/// <summary>How far from the truth a count is known to be free to go, and on what that rests.</summary>
sealed class Range
{
    (double Low, Witness? LowBy, double High, Witness? HighBy) _known;

    public double High => _known.High;

    /// <summary>Witnesses that change this count: they fall with it, should it be shown.</summary>
    public List<Witness> MovedBy { get; } = [];

    public int Possibilities(Cell cell) =>
        (int)(Math.Floor(cell.Value + _known.High + 1e-6) - Math.Ceiling(cell.Value + _known.Low - 1e-6)) + 1;

    public void Widen(Cell cell, double at, Witness witness)
    {
        if (at < _known.Low - 1e-6) (_known.Low, _known.LowBy) = (at, witness);
        else if (at > _known.High + 1e-6) (_known.High, _known.HighBy) = (at, witness);
        else return;
        witness.Frees.Add(cell);
    }

    /// <summary>Takes back what rests on these witnesses.</summary>
    /// <returns>What puts it in again; null where nothing rested on them.</returns>
    public Action? Lose(HashSet<Witness> fallen)
    {
        var before = _known;
        if (_known.LowBy is not null && fallen.Contains(_known.LowBy)) (_known.Low, _known.LowBy) = (0, null);
        if (_known.HighBy is not null && fallen.Contains(_known.HighBy)) (_known.High, _known.HighBy) = (0, null);
        return before == _known ? null : () => _known = before;
    }
}
