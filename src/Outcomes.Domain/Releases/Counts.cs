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

    /// <summary>Stands nowhere in the result, but follows from it: those who were lost, those without a score.</summary>
    Implied,
}

/// <summary>One count of people, and whether it is shown.</summary>
/// <param name="cost">What hiding it takes from the reader; of several ways to protect, the cheapest is taken.</param>
sealed class Cell(string key, int value, int cost, CellState state)
{
    public string Key => key;
    public int Value => value;
    public int Cost => cost;
    public CellState State { get; set; } = state;
    public bool IsShown => State == CellState.Shown;
    public List<Relation> Relations { get; } = [];
}

/// <summary>Whole = sum of Parts: known to everyone who knows what the counts mean.</summary>
sealed record Relation(Cell Whole, IReadOnlyList<Cell> Parts)
{
    public IEnumerable<Cell> Cells => Parts.Prepend(Whole);
}

/// <summary>The counts of people in a result, and every linear relation between them.</summary>
sealed class Counts
{
    readonly Dictionary<string, Cell> _cells = [];

    public IReadOnlyCollection<Cell> Cells => _cells.Values;

    public List<Relation> Relations { get; } = [];

    public Cell? Find(string key) => _cells.GetValueOrDefault(key);

    public Cell Add(string key, int value, int cost, CellState state = CellState.Shown) =>
        _cells.TryGetValue(key, out var known) ? known : _cells[key] = new Cell(key, value, cost, state);

    /// <remarks>
    /// A part that the result does not give counts as zero. A relation that does not hold in the result is left out: who relies on it
    /// finds something false, not a person.
    /// </remarks>
    public void Sum(Cell? whole, IEnumerable<Cell?> parts)
    {
        var known = parts.OfType<Cell>().ToList();
        if (whole is null || known.Count == 0 || known.Sum(p => p.Value) != whole.Value) return;
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
}
