namespace Outcomes.Domain.Releases;

/// <summary>What becomes of one count of people.</summary>
enum CellState
{
    Shown,

    /// <summary>Hidden, and said to be below the threshold.</summary>
    Small,

    /// <summary>Hidden to protect another; at or above the threshold, as who reads this code knows.</summary>
    Complementary,

    /// <summary>Hidden with the reason 'complementary' where the true reason would itself narrow it down: may be of any size.</summary>
    Unsaid,

    /// <summary>Stands nowhere in the result, but follows from it: those who were lost, those who came since the last release.</summary>
    Implied,
}

/// <summary>One count of people, and whether it is shown.</summary>
/// <param name="cost">What hiding it takes from the reader; of several ways to protect, the cheapest is taken.</param>
sealed class Cell(string key, int value, int cost, CellState state)
{
    public string Key => key;
    public int Value => value;
    public int Cost => cost;
    public CellState State
    {
        get;
        set
        {
            var change = (field == CellState.Shown ? 1 : 0) - (value == CellState.Shown ? 1 : 0);
            field = value;
            if (change != 0) foreach (var relation in Relations) relation.NotShown += change;
        }
    } = state;

    /// <summary>It stands so in an earlier release, and no decision of today changes that.</summary>
    public bool Fixed { get; set; }

    /// <summary>It belongs to an earlier release, or to what lies between two.</summary>
    public bool Past { get; init; }

    public bool IsShown => State == CellState.Shown;
    public bool CanHide => IsShown && !Fixed;

    /// <summary>Shown, or the one thing missing where everything else is shown.</summary>
    public bool IsKnown => IsShown || (State == CellState.Implied && Relations.Exists(r => r.NotShown == 1));

    public List<Relation> Relations { get; } = [];
    public Range Range { get; } = new();

    /// <summary>Others of its largest relation, those first with which it shares most relations: what one gains the other can lose unseen.</summary>
    public IReadOnlyList<Cell> Twins => _twins ??= FindTwins();

    const int MostTwins = 24;
    IReadOnlyList<Cell>? _twins;

    List<Cell> FindTwins()
    {
        if (Relations.Where(r => r.IsWide).MaxBy(r => r.Cells.Count) is not { } largest) return [];
        return [.. largest.After(this).Where(c => c != largest.Whole).OrderByDescending(c => c.Relations.Count(Relations.Contains)).Take(MostTwins)];
    }
}

/// <summary>Whole = sum of Parts: known to everyone who knows what the counts mean.</summary>
sealed class Relation(Cell whole, IReadOnlyList<Cell> parts)
{
    public Cell Whole => whole;
    public IReadOnlyList<Cell> Parts => parts;
    public IReadOnlyList<Cell> Cells { get; } = [whole, .. parts];

    /// <summary>How many of its cells are not shown; kept by the cells.</summary>
    public int NotShown { get; set; } = parts.Append(whole).Count(c => !c.IsShown);

    /// <summary>Over schools rather than over what a school consists of.</summary>
    public bool IsWide => parts.Count > 3;

    /// <summary>Its other cells, from those that follow this one: who asks from different cells does not always get the same.</summary>
    public IEnumerable<Cell> After(Cell cell)
    {
        var start = 0;
        while (Cells[start] != cell) start++;
        for (var i = 1; i < Cells.Count; i++) yield return Cells[(start + i) % Cells.Count];
    }
}

/// <summary>The counts of people in a result, and every linear relation between them.</summary>
sealed class Counts
{
    readonly Dictionary<string, Cell> _cells = new(StringComparer.Ordinal);

    public IReadOnlyCollection<Cell> Cells => _cells.Values;

    public List<Relation> Relations { get; } = [];

    public Cell? Find(string key) => _cells.GetValueOrDefault(key);

    public Cell Add(string key, int value, int cost, CellState state = CellState.Shown) =>
        _cells.TryGetValue(key, out var known) ? known : _cells[key] = new Cell(key, value, cost, state);

    /// <summary>A count that this result does not have.</summary>
    public Cell AddPast(string key, int value, CellState state) =>
        _cells.TryGetValue(key, out var known) ? known : _cells[key] = new Cell(key, value, 0, state) { Past = true, Fixed = true };

    /// <remarks>
    /// A part that the result does not give counts as zero. A relation that does not hold in the result is left out: who relies on it
    /// finds something false, not a person.
    /// </remarks>
    public void Sum(Cell? whole, IEnumerable<Cell?> parts)
    {
        var known = parts.OfType<Cell>().ToList();
        if (whole is null || known.Count == 0 || known.Contains(whole) || known.Sum(p => p.Value) != whole.Value) return;
        var relation = new Relation(whole, known);
        Relations.Add(relation);
        foreach (var cell in relation.Cells) cell.Relations.Add(relation);
    }

    /// <summary>The inner are among the outer: showing both shows the difference, which is a group of people as well.</summary>
    public void Nested(Cell? outer, Cell? inner)
    {
        if (outer is null || inner is null || outer == inner || outer.Value < inner.Value) return;
        Sum(outer, [inner, Add($"{outer.Key} without {inner.Key}", outer.Value - inner.Value, 0, CellState.Implied)]);
    }

    /// <summary>The same people counted in two places, as far as anyone can tell.</summary>
    public void Same(Cell? one, Cell? other)
    {
        if (one is not null && other is not null && one != other && one.Value == other.Value) Sum(one, [other]);
    }
}
