namespace Outcomes.Domain.Releases;

/// <summary>
/// Chooses what to hide: first every count below the threshold, then, as long as the audit finds a hidden count that can be narrowed
/// down, the cheapest other that helps; at the end it shows again whatever turned out not to be needed.
/// </summary>
/// <remarks>
/// To hide the least that protects is NP-hard (Kelly, Golden and Assad 1992, doi:10.1002/net.3230220407), so a greedy choice by cost
/// with a second look (Cox 1980, doi:10.1080/01621459.1980.10477481) stands here, and the audit, not the choice, makes it safe.
/// </remarks>
/// <param name="headline">Counts without which there is nothing to report: to hide one of them is no way out.</param>
sealed class Suppression(Counts counts, int threshold, IReadOnlyCollection<Cell>? headline = null)
{
    /// <summary>More than these are not tried again one by one: the dearest come first; six thousand at five hundred schools showed 15 counts more.</summary>
    const int MostSecondLooks = 600;

    const int MostCandidates = 16;

    readonly IntervalAudit _audit = new(threshold);
    readonly Queue<Cell> _toCheck = new();

    /// <exception cref="DisclosureRefused">Nothing that may still be hidden protects every small count.</exception>
    public void Protect()
    {
        foreach (var cell in counts.Cells)
            if (cell.CanHide && cell.Value < threshold) cell.State = CellState.Small;
        foreach (var cell in counts.Cells) _toCheck.Enqueue(cell);
        HideUntilProtected();
        SpreadUnsaid();
        var again = counts.Cells.Where(c => !c.Fixed && c.Value >= threshold && c.State is CellState.Complementary or CellState.Unsaid);
        foreach (var cell in again.OrderByDescending(c => c.Cost).ThenByDescending(c => c.Value).Take(MostSecondLooks).ToList()) ShowIfSafe(cell);
        if (counts.Cells.FirstOrDefault(IsExposed) is not null) throw Refused();
    }

    /// <remarks>What a single relation gives away is found at a glance, so all of that goes first.</remarks>
    void HideUntilProtected()
    {
        for (var calm = false; !calm;)
        {
            calm = true;
            HideGivenAway();
            foreach (var cell in counts.Cells.Where(_audit.MustProtect))
                while (IsExposed(cell))
                {
                    calm = false;
                    HideMore(cell);
                    HideGivenAway();
                }
        }
    }

    void HideGivenAway()
    {
        while (_toCheck.TryDequeue(out var cell))
            if (_audit.MustProtect(cell) && GivenAwayBy(cell) is not null)
            {
                HideMore(cell);
                _toCheck.Enqueue(cell);
            }
    }

    bool IsExposed(Cell cell) => _audit.MustProtect(cell) && (GivenAwayBy(cell) is not null || !_audit.IsProtected(cell));

    Relation? GivenAwayBy(Cell cell) => cell.Relations.FirstOrDefault(r => GivenAway(r) == cell);

    /// <summary>
    /// A cell that its relation gives away at once: it is the only hidden one there, or the hidden parts of a known whole are together
    /// fewer than the threshold, so that figures of their union, which follow by difference, would describe so few.
    /// </summary>
    Cell? GivenAway(Relation relation)
    {
        if (relation.NotShown == 0) return null;
        if (relation.NotShown == 1) return relation.Cells.First(c => !c.IsShown) is var only && _audit.MustProtect(only) ? only : null;
        var (together, count, hidden) = (0, 0, (Cell?)null);
        var known = relation.Whole.IsKnown;
        foreach (var cell in relation.Cells)
        {
            if (cell.IsKnown) continue;
            count++;
            together += cell.Value;
            if (count > 1 && (!known || together >= threshold)) return null;
            if (hidden is null && _audit.MustProtect(cell)) hidden = cell;
        }
        return count == 1 || (together > 0 && known) ? hidden : null;
    }

    void HideMore(Cell exposed)
    {
        if (GivenAwayBy(exposed) is { } relation && Cheapest(relation) is { } partner)
        {
            Hide(partner);
            return;
        }
        var candidates = Candidates(exposed);
        var before = _audit.Possibilities(exposed, nearby: true);
        if (candidates.Any(c => Helps(c, exposed, before))) return;
        if (LeaveUnsaid(ComponentOf(exposed))) return;
        if (candidates.Count > 0) Hide(candidates[0]);
        else if (exposed is { Value: 0, Fixed: false }) ShowForGood(exposed);
        else throw Refused();
    }

    /// <summary>The cheapest that can be hidden of a relation, or of those from which a count of it follows.</summary>
    /// <remarks>
    /// Both at once: looking to the relation's own counts first hid how many finished, rather than one arm's enrolled, where few were lost.
    /// </remarks>
    static Cell? Cheapest(Relation relation) => relation.Cells.Where(c => c.CanHide)
        .Concat(relation.Cells.Where(c => c.IsKnown && !c.IsShown).SelectMany(c => c.Relations).Where(r => r != relation).SelectMany(r => r.Cells).Where(c => c.CanHide))
        .MinBy(c => c.Cost);

    /// <summary>The cheapest of those that can be hidden near a cell, the nearest first.</summary>
    static List<Cell> Candidates(Cell cell)
    {
        var (seen, relations, ring, found) = (new HashSet<Cell> { cell }, new HashSet<Relation>(), new List<Cell> { cell }, new List<Cell>());
        while (ring.Count > 0 && found.Count < MostCandidates)
        {
            var next = ring.SelectMany(c => c.Relations).Where(relations.Add).SelectMany(r => r.Cells).Where(seen.Add).ToList();
            found.AddRange(next.Where(c => c.CanHide).OrderBy(c => c.Cost).Take(MostCandidates - found.Count));
            ring = [.. next.Where(c => !c.IsShown)];
        }
        return [.. found.OrderBy(c => c.Cost)];
    }

    bool Helps(Cell candidate, Cell exposed, int before)
    {
        candidate.State = CellState.Complementary;
        if (_audit.Possibilities(exposed, nearby: true) > before)
        {
            Hide(candidate);
            return true;
        }
        Show(candidate);
        return false;
    }

    /// <summary>It follows from the design that nobody can be there: no person is told of.</summary>
    static void ShowForGood(Cell cell)
    {
        Show(cell);
        cell.Fixed = true;
    }

    void Hide(Cell cell)
    {
        if (headline?.Contains(cell) == true) throw Refused();
        cell.State = CellState.Complementary;
        _toCheck.Enqueue(cell);
    }

    /// <summary>Where even the reasons narrow a count down, all that hangs together carries the same reason, which says no size.</summary>
    /// <returns>Whether any had another reason.</returns>
    static bool LeaveUnsaid(IEnumerable<Cell> component)
    {
        var any = false;
        foreach (var cell in component)
            if (!cell.Fixed && cell.State is CellState.Small or CellState.Complementary)
            {
                cell.State = CellState.Unsaid;
                any = true;
            }
        return any;
    }

    /// <summary>One reason for all that hangs together, or a reader would tell by those beside it which 'complementary' is meant.</summary>
    void SpreadUnsaid()
    {
        var done = new HashSet<Cell>();
        foreach (var cell in counts.Cells.Where(c => c is { State: CellState.Unsaid, Fixed: false }).ToList())
        {
            if (done.Contains(cell)) continue;
            var component = ComponentOf(cell);
            LeaveUnsaid(component);
            done.UnionWith(component);
        }
    }

    static List<Cell> ComponentOf(Cell cell)
    {
        var (component, seen) = (new List<Cell> { cell }, new HashSet<Cell> { cell });
        var relations = new HashSet<Relation>();
        for (var i = 0; i < component.Count; i++)
            component.AddRange(component[i].Relations.Where(relations.Add).SelectMany(r => r.Cells).Where(c => !c.IsShown && seen.Add(c)));
        return component;
    }

    /// <remarks>
    /// Only what rests on the freedom of this cell, and what its relations give away, can become exposed by showing it. Where it must stay
    /// hidden, what rested on it does so again: without that, a later cell would be judged as if the freedom lost here had never been needed.
    /// </remarks>
    void ShowIfSafe(Cell cell)
    {
        var before = cell.State;
        var lost = Show(cell);
        var follows = cell.Relations.Where(r => r.NotShown == 1).SelectMany(r => r.Cells).Where(c => !c.IsShown).SelectMany(c => c.Relations);
        if (cell.Relations.Concat(follows).All(r => GivenAway(r) is null) && lost.All(l => !_audit.MustProtect(l.Cell) || _audit.IsProtected(l.Cell))) return;
        cell.State = before;
        foreach (var (_, restore) in lost) restore();
    }

    /// <returns>Cells whose freedom rested on this one's.</returns>
    static List<(Cell Cell, Action Restore)> Show(Cell cell)
    {
        cell.State = CellState.Shown;
        var fallen = cell.Range.MovedBy.ToHashSet();
        return [.. fallen.SelectMany(w => w.Frees).Distinct().Select(c => (Cell: c, Restore: c.Range.Lose(fallen)!)).Where(l => l.Restore is not null)];
    }

    static DisclosureRefused Refused() => new("nothing_protects", "Nothing that may be hidden protects every small group of this result.");
}
