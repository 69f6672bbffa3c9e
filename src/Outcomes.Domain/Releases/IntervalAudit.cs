namespace Outcomes.Domain.Releases;

/// <summary>
/// Bounds every hidden count from all that is shown, as an attacker would, with linear programming: one with fewer possible values
/// than the threshold is as good as shown. (Interval protection: Willenborg and de Waal 2001, Elements of Statistical Disclosure
/// Control, chapter 4.)
/// </summary>
/// <remarks>Propagating bounds from relation to relation was tried first: it is an attacker that overlooks tables of two dimensions.</remarks>
sealed class IntervalAudit(int threshold)
{
    /// <summary>Hidden, and to be protected: every hidden count of the result, and groups that follow from it if they are small.</summary>
    public bool MustProtect(Cell cell) => cell.State switch
    {
        CellState.Shown => false,
        CellState.Implied => cell.Value > 0 && cell.Value < threshold,
        _ => true,
    };

    /// <summary>The first cell that is not protected, or null.</summary>
    public Cell? FirstExposed(IEnumerable<IReadOnlyList<Cell>> components) =>
        components.SelectMany(Exposed).FirstOrDefault();

    /// <summary>How many values the cell may have, for who sees what is shown.</summary>
    public double Possibilities(Cell cell, IReadOnlyList<Cell> component)
    {
        var bounds = System(component);
        var index = component.ToList().IndexOf(cell);
        return Possibilities(bounds.Min(index), bounds.Max(index));
    }

    IEnumerable<Cell> Exposed(IReadOnlyList<Cell> component)
    {
        if (!component.Any(MustProtect)) yield break;
        var bounds = System(component);
        var low = component.Select(c => c.Value - Least(c)).ToArray();
        var high = low.ToArray();
        for (var i = 0; i < component.Count; i++)
        {
            if (!MustProtect(component[i]) || Possibilities(low[i], high[i]) >= threshold) continue;
            if (Widen(bounds, low, high, i, bounds.Max(i)) >= threshold || Widen(bounds, low, high, i, bounds.Min(i)) >= threshold) continue;
            yield return component[i];
        }
    }

    /// <summary>Each optimum is a way the data may be, and so widens what every variable may be: most need no optimum of their own.</summary>
    static double Widen(LinearBounds bounds, double[] low, double[] high, int i, double optimum)
    {
        if (double.IsPositiveInfinity(optimum)) { high[i] = optimum; return optimum; }
        var x = bounds.Solution();
        for (var j = 0; j < low.Length; j++) (low[j], high[j]) = (Math.Min(low[j], x[j]), Math.Max(high[j], x[j]));
        return Possibilities(low[i], high[i]);
    }

    static double Possibilities(double low, double high) => Math.Floor(high + 1e-6) - Math.Ceiling(low - 1e-6) + 1;

    /// <summary>The relations of the hidden cells as equations; each variable counts from the least value that its reason allows.</summary>
    LinearBounds System(IReadOnlyList<Cell> component)
    {
        var index = component.Select((cell, i) => (cell, i)).ToDictionary(p => p.cell, p => p.i);
        var small = component.Where(c => c.State == CellState.Small).ToList();
        var width = component.Count + small.Count;
        var rows = new List<double[]>();
        var right = new List<double>();
        foreach (var relation in component.SelectMany(c => c.Relations).Distinct())
        {
            var row = new double[width];
            var sum = 0.0;
            foreach (var (cell, sign) in relation.Parts.Select(p => (p, 1.0)).Prepend((relation.Whole, -1.0)))
            {
                if (index.TryGetValue(cell, out var i)) row[i] += sign;
                sum += sign * (cell.IsShown ? cell.Value : Least(cell));
            }
            rows.Add(row);
            right.Add(-sum);
        }
        for (var s = 0; s < small.Count; s++)
        {
            var row = new double[width];
            row[index[small[s]]] = row[component.Count + s] = 1;
            rows.Add(row);
            right.Add(threshold - 1);
        }
        return new LinearBounds(rows, right, width);
    }

    double Least(Cell cell) => cell.State == CellState.Complementary ? threshold : 0;
}
