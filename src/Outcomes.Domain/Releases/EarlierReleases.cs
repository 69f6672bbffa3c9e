using System.Globalization;

namespace Outcomes.Domain.Releases;

/// <summary>
/// What a reader of every earlier release knows beside the new one: the counts of then, their relations, and that a count now is the same
/// count then and those who came in between. What was shown stays shown, what was hidden has stayed hidden.
/// </summary>
/// <remarks>
/// Taken for granted, against us: that between two releases people of one count either only came or only left, and that a count which did
/// not change is known not to have changed. The second makes a history cheap as well: equal counts of several releases are one cell, so
/// twelve releases are hardly larger than what changed in them. (A variable for each release and count was tried first: right, and twelve
/// times as large, with as many ways round for the audit.)
/// </remarks>
sealed class EarlierReleases
{
    /// <summary>The same value of one count, in one release or in several one after the other.</summary>
    sealed class Run(int value, int number)
    {
        public int Value => value;
        public int Number => number;
        public List<CellState> States { get; } = [];
        public Cell Cell { get; set; } = null!;
    }

    readonly Counts _counts;
    readonly Dictionary<string, List<Run>> _runs = new(StringComparer.Ordinal);

    EarlierReleases(Counts counts) => _counts = counts;

    /// <summary>Adds the history to the counts of a new result, whose own counts and relations are there.</summary>
    public static void Add(Counts counts, ReleaseHistory history)
    {
        if (history.Earlier.Count == 0) return;
        var earlier = new EarlierReleases(counts);
        var now = counts.Cells.ToDictionary(c => c.Key, StringComparer.Ordinal);
        var sumsNow = counts.Relations.ToList();
        var runsOf = history.Earlier.Select(earlier.RunsOf).ToList();
        foreach (var (key, runs) in earlier._runs) earlier.SetCells(key, runs, now.GetValueOrDefault(key));
        for (var i = 0; i < runsOf.Count; i++) earlier.AddSums(history.Earlier[i], runsOf[i]);
        foreach (var (key, runs) in earlier._runs) earlier.Link(key, runs);
        foreach (var sum in sumsNow) earlier.AddBetween(sum, history, runsOf);
    }

    Dictionary<string, Run> RunsOf(ReleasedCounts release)
    {
        var found = new Dictionary<string, Run>(StringComparer.Ordinal);
        foreach (var count in release.Counts)
        {
            if (!_runs.TryGetValue(count.Key, out var runs)) _runs[count.Key] = runs = [];
            if (runs.Count == 0 || runs[^1].Value != count.Value) runs.Add(new Run(count.Value, runs.Count));
            runs[^1].States.Add(Enum.Parse<CellState>(count.State));
            found[count.Key] = runs[^1];
        }
        return found;
    }

    void SetCells(string key, List<Run> runs, Cell? now)
    {
        foreach (var run in runs)
        {
            var said = run.States.Where(s => s != CellState.Implied).ToList();
            var state = said.Count == 0 ? CellState.Implied : said.Min();   // the one that tells most
            if (run != runs[^1] || run.Value != now?.Value) run.Cell = _counts.AddPast(Name(key, run.Number), run.Value, state);
            else
            {
                run.Cell = now;
                if (said.Count > 0) (now.State, now.Fixed) = (state, true);
            }
        }
        if (now is not null && runs[^1].Cell != now) runs.Add(new Run(now.Value, runs.Count) { Cell = now });
    }

    void AddSums(ReleasedCounts release, Dictionary<string, Run> runs)
    {
        foreach (var whole in release.Counts)
            foreach (var sum in whole.Sums)
                AddOnce(runs[whole.Key].Cell, [.. sum.Where(runs.ContainsKey).Select(part => runs[part].Cell)]);
    }

    /// <remarks>A relation between counts none of which changed is there already.</remarks>
    void AddOnce(Cell whole, List<Cell> parts)
    {
        var known = whole.Relations.Any(r => r.Whole == whole && r.Parts.Count == parts.Count && r.Parts.SequenceEqual(parts));
        if (!known) _counts.Sum(whole, parts);
    }

    /// <summary>Each value to the one before it; where that was hidden, also to the last that was shown, since the sum over both intervals is then told.</summary>
    void Link(string key, List<Run> runs)
    {
        Run? shown = null;
        for (var i = 1; i < runs.Count; i++)
        {
            if (runs[i - 1].Cell.IsKnown) shown = runs[i - 1];
            Between(key, runs[i - 1], runs[i]);
            if (shown is not null && shown != runs[i - 1]) Between(key, shown, runs[i]);
        }
    }

    /// <summary>Those who came, or left, from one value to another.</summary>
    Cell Between(string key, Run then, Run later)
    {
        var (more, less) = then.Value > later.Value ? (then.Cell, later.Cell) : (later.Cell, then.Cell);
        var name = $"{Name(key, then.Number)} to {later.Number.ToString(CultureInfo.InvariantCulture)}";
        var between = _counts.Find(name);
        if (between is not null) return between;
        between = _counts.AddPast(name, more.Value - less.Value, CellState.Implied);
        _counts.Sum(more, [less, between]);
        return between;
    }

    /// <summary>
    /// Where the parts of a whole all grew, or all shrank, those who came add up as well: figures of several hidden newcomers together
    /// would follow by difference. Compared with the release before, and with the last that showed the whole.
    /// </summary>
    void AddBetween(Relation now, ReleaseHistory history, List<Dictionary<string, Run>> runsOf)
    {
        var last = runsOf.Count - 1;
        var shown = runsOf.FindLastIndex(runs => runs.TryGetValue(now.Whole.Key, out var run) && run.Cell.IsShown);
        foreach (var release in shown < 0 || shown == last ? new[] { last } : [last, shown])
            if (runsOf[release].TryGetValue(now.Whole.Key, out var then))
                foreach (var sum in history.Earlier[release].Counts.First(c => c.Key == now.Whole.Key).Sums.Where(s => s.Any(key => now.Parts.Any(p => p.Key == key))))
                    AddBetween(now, then, sum, runsOf[release]);
    }

    void AddBetween(Relation now, Run whole, IReadOnlyList<string> partsThen, Dictionary<string, Run> runs)
    {
        var direction = Math.Sign(now.Whole.Value - whole.Value);
        if (direction == 0) return;
        var parts = new List<Cell>();
        foreach (var part in now.Parts)
            if (!runs.TryGetValue(part.Key, out var then)) parts.Add(part);
            else if (then.Value != part.Value) parts.Add(Between(part.Key, then, _runs[part.Key][^1]));
        parts.AddRange(partsThen.Where(key => runs.ContainsKey(key) && now.Parts.All(p => p.Key != key)).Select(key => runs[key].Cell));
        _counts.Sum(Between(now.Whole.Key, whole, _runs[now.Whole.Key][^1]), parts);   // holds only where all went the same way
    }

    static string Name(string key, int run) => string.Create(CultureInfo.InvariantCulture, $"{key} then {run}");
}
