namespace Outcomes.Domain.Releases;

/// <summary>
/// Chooses what to hide: first every count below the threshold, then, as long as the audit finds a hidden count that can be narrowed
/// down, the cheapest other that helps; at the end it shows again whatever turned out not to be needed.
/// </summary>
sealed class Suppression(Counts counts, int threshold)
{
    readonly IntervalAudit _audit = new(threshold);

    public void Protect()
    {
        foreach (var cell in counts.Cells)
            if (cell.IsShown && cell.Value < threshold) cell.State = CellState.Small;
        while (!IsProtected(out var exposed)) HideMore(exposed);
        foreach (var cell in counts.Cells.Where(c => c.Value >= threshold && c.State is CellState.Complementary or CellState.Unsaid).OrderByDescending(c => c.Cost).ToList())
            ShowIfSafe(cell);
        if (!IsProtected(out _)) throw new DisclosureRefused("nothing_protects", "Nothing that may be shown protects every small group of this result.");
    }

    bool IsProtected(out Cell exposed)
    {
        exposed = counts.Relations.Select(Alone).OfType<Cell>().FirstOrDefault() ?? _audit.FirstExposed(Components())!;
        return exposed is null;
    }

    /// <summary>
    /// A cell that its relation gives away at once: it is the only hidden one there, or the hidden parts of a shown whole are together
    /// fewer than the threshold, so that figures of their union, which follow by difference, would describe so few.
    /// </summary>
    Cell? Alone(Relation relation)
    {
        var hidden = relation.Cells.Where(c => !c.IsShown).ToList();
        if (hidden.Count == relation.Parts.Count + 1) return null;
        if (hidden.Count == 1) return _audit.MustProtect(hidden[0]) ? hidden[0] : null;
        var together = hidden.Sum(c => c.Value);
        return relation.Whole.IsShown && together > 0 && together < threshold ? hidden.FirstOrDefault(_audit.MustProtect) : null;
    }

    void HideMore(Cell exposed)
    {
        if (exposed.Relations.FirstOrDefault(r => Alone(r) == exposed) is { } relation)
        {
            Hide(relation.Cells.Where(c => c.IsShown).MinBy(c => c.Cost)!);
            return;
        }
        var component = ComponentOf(exposed);
        var candidates = component.SelectMany(c => c.Relations).SelectMany(r => r.Cells).Where(c => c.IsShown).Distinct().OrderBy(c => c.Cost).ToList();
        if (candidates.Any(c => Helps(c, exposed, _audit.Possibilities(exposed, component)))) return;
        if (component.Any(c => c.State is CellState.Small or CellState.Complementary)) LeaveUnsaid(component);
        else if (candidates.Count > 0) Hide(candidates[0]);
        else if (exposed.Value == 0) exposed.State = CellState.Shown;   // it follows from the design that nobody can be there: no person is told of
        else throw new DisclosureRefused("nothing_protects", "A small group cannot be protected by hiding.");
    }

    bool Helps(Cell candidate, Cell exposed, double before)
    {
        Hide(candidate);
        if (_audit.Possibilities(exposed, ComponentOf(exposed)) > before) return true;
        candidate.State = CellState.Shown;
        return false;
    }

    static void Hide(Cell cell) => cell.State = CellState.Complementary;

    /// <summary>Where even the reasons narrow a count down, all that hangs together carries the same reason, which says no size.</summary>
    static void LeaveUnsaid(IEnumerable<Cell> component)
    {
        foreach (var cell in component)
            if (cell.State is CellState.Small or CellState.Complementary) cell.State = CellState.Unsaid;
    }

    /// <remarks>Only what hangs together with the cell can become exposed by showing it.</remarks>
    void ShowIfSafe(Cell cell)
    {
        var (before, near) = (cell.State, ComponentOf(cell).ToHashSet());
        cell.State = CellState.Shown;
        if (near.SelectMany(c => c.Relations).Distinct().Any(r => Alone(r) is not null) ||
            _audit.FirstExposed(Components().Where(c => near.Contains(c[0]))) is not null) cell.State = before;
    }

    IReadOnlyList<Cell> ComponentOf(Cell cell) => Components().First(c => c.Contains(cell));

    /// <summary>Hidden cells that relations tie together: each such set can be judged alone.</summary>
    List<IReadOnlyList<Cell>> Components()
    {
        var seen = new HashSet<Cell>();
        var components = new List<IReadOnlyList<Cell>>();
        foreach (var start in counts.Cells.Where(c => !c.IsShown))
        {
            if (!seen.Add(start)) continue;
            var component = new List<Cell> { start };
            for (var i = 0; i < component.Count; i++)
                component.AddRange(component[i].Relations.SelectMany(r => r.Cells).Where(c => !c.IsShown && seen.Add(c)));
            if (component.Any(c => c.State == CellState.Unsaid)) LeaveUnsaid(component);
            components.Add(component);
        }
        return components;
    }
}
