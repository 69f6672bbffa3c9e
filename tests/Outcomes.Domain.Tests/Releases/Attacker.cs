using Outcomes.Domain.Analyses;

namespace Outcomes.Domain.Tests.Releases;

/// <summary>
/// Someone with a released result, a pencil and patience: writes down what every count means, and asks of each hidden one which whole
/// numbers it may still be, by searching for data that agree with all that is shown. Written apart from the release, and with another
/// method, so that a mistake in one is not a mistake in both.
/// </summary>
sealed class Attacker
{
    const int Threshold = 10;
    const int Most = 600;

    readonly List<string> _names = [];
    readonly List<(int Low, int High)> _domain = [];
    readonly List<int[]> _sums = [];          // the whole, then its parts
    readonly List<Absence?> _reason = [];
    readonly List<HashSet<int>> _seen;        // possible values found so far
    readonly bool _zeroHidden;

    /// <param name="zeroHidden">Whether 'small group' may mean nobody.</param>
    public Attacker(AnalysisResult released, bool zeroHidden)
    {
        _zeroHidden = zeroHidden;
        var flow = released.Flow.ToDictionary(f => f.Arm, f => (Enrolled: Know($"{f.Arm} enrolled", f.Enrolled), Assessed: f.Assessed.ToDictionary(a => a.Timepoint, a => Know($"{f.Arm} assessed {a.Timepoint}", a.Participants))));
        foreach (var arm in released.Flow)
        {
            Among(Know($"{arm.Arm} attended", arm.Attended), flow[arm.Arm].Enrolled);
            foreach (var assessed in flow[arm.Arm].Assessed.Values) Among(assessed, flow[arm.Arm].Enrolled);
        }
        var everyone = Unknown("everyone");
        Sum(everyone, [.. flow.Values.Select(f => f.Enrolled)]);
        foreach (var o in released.Outcomes) Learn(o, everyone, arm => flow[arm].Enrolled, (arm, timepoint) => flow[arm].Assessed[timepoint], released.Flow.Count == 1 ? released.Flow[0].Arm : null);
        if (_zeroHidden) LearnFromReasons();
        _seen = [.. _names.Select(_ => new HashSet<int>())];
    }

    public int HiddenCount => Enumerable.Range(0, _names.Count).Count(IsHidden);

    /// <summary>Names of the hidden counts that can have fewer values than <paramref name="fewerThan"/>.</summary>
    public IEnumerable<string> Recovered(int fewerThan, AnalysisResult truth)
    {
        var actual = new Attacker(truth, _zeroHidden);
        for (var i = 0; i < _names.Count; i++)
            if (IsHidden(i) && Possible(i, actual._domain[i].Low, fewerThan) < fewerThan) yield return _names[i];
    }

    bool IsHidden(int i) => _reason[i] is not null;

    void Learn(OutcomeResult o, int everyone, Func<string, int> enrolled, Func<string, string, int> assessed, string? only)
    {
        var parts = new Dictionary<string, (int Whole, List<int> Arms)>();
        void Part(string what, string? arm, int cell)
        {
            if (!parts.TryGetValue(what, out var p)) parts[what] = p = (-1, []);
            if (arm is null) parts[what] = (cell, p.Arms); else p.Arms.Add(cell);
        }
        foreach (var g in o.Groups)
        {
            var (name, all) = ($"{o.Id} {g.Arm}", g.Arm is null && only is null ? everyone : enrolled(g.Arm ?? only!));
            var (started, finished) = (Know($"{name} started", g.Started), Know($"{name} finished", g.Finished));
            var c = g.Categories!;
            var (improved, recovered) = (Know($"{name} improved", c.Improved), Know($"{name} recovered", c.Recovered));
            var (unchanged, worse, unclassified) = (Know($"{name} unchanged", c.Unchanged), Know($"{name} deteriorated", c.Deteriorated), Know($"{name} unclassified", c.Unclassified));
            Among(started, all);
            Among(finished, started);
            Among(recovered, improved);
            Sum(finished, [improved, unchanged, worse]);
            Sum(all, [finished, unclassified]);
            foreach (var t in o.Trend.Where(t => t.Arm == g.Arm))
            {
                var answered = Know($"{name} answered {t.Timepoint}", t.N);
                if (t.Timepoint == o.From) Sum(answered, [started]); else Among(finished, answered);
                if ((g.Arm ?? only) is { } arm) Among(answered, assessed(arm, t.Timepoint));
                Part("answered" + t.Timepoint, g.Arm, answered);
            }
            foreach (var (what, cell) in new[] { ("s", started), ("f", finished), ("i", improved), ("r", recovered), ("u", unchanged), ("w", worse), ("x", unclassified) }) Part(what, g.Arm, cell);
        }
        foreach (var (whole, arms) in parts.Values) if (arms.Count > 0) Sum(whole, arms);
        var sites = o.Sites.Select((s, i) => (s.Arm, Cell: Know($"{o.Id} site {i}", s.N))).ToList();
        if (sites.Count > 0) Sum(parts["f"].Whole, [.. sites.Select(s => s.Cell)]);
        foreach (var arm in sites.Where(s => s.Arm is not null && only is null).GroupBy(s => s.Arm))
            Sum(parts["f"].Arms[o.Groups.Where(g => g.Arm is not null).ToList().FindIndex(g => g.Arm == arm.Key)], [.. arm.Select(s => s.Cell)]);
        foreach (var k in o.Contrasts.SelectMany(k => new[] { (k.Arm, k.N), (k.Comparator, N: k.NComparator) }))
            Sum(parts["f"].Arms[o.Groups.Where(g => g.Arm is not null).ToList().FindIndex(g => g.Arm == k.Item1)], [Know($"{o.Id} contrast {k.Item1}", k.N)]);
        Among(Know($"{o.Id} measured", o.Measurement.N), parts["s"].Whole);
    }

    int Know(string name, Quantity count)
    {
        _names.Add(name);
        _reason.Add(count.Absent);
        _domain.Add(count.Value is { } value ? ((int)value, (int)value) : count.Absent == Absence.SmallGroup ? (_zeroHidden ? 0 : 1, Threshold - 1) : (0, Most));
        return _names.Count - 1;
    }

    int Unknown(string name)
    {
        Know(name, Quantity.None(Absence.NotPlanned));
        _reason[^1] = null;
        return _names.Count - 1;
    }

    void Sum(int whole, IReadOnlyList<int> parts) => _sums.Add([whole, .. parts]);

    void Among(int inner, int outer) => Sum(outer, [inner, Unknown($"{_names[outer]} but not {_names[inner]}")]);

    /// <summary>Where some reasons say 'small', the others say 'not small': the rule by which counts are hidden is public.</summary>
    void LearnFromReasons()
    {
        var root = Enumerable.Range(0, _names.Count).ToArray();
        int Find(int i) => root[i] == i ? i : root[i] = Find(root[i]);
        foreach (var sum in _sums)
        {
            var open = sum.Where(i => _domain[i].Low < _domain[i].High).ToList();
            foreach (var i in open.Skip(1)) root[Find(i)] = Find(open[0]);
        }
        var small = Enumerable.Range(0, root.Length).Where(i => _reason[i] == Absence.SmallGroup).Select(Find).ToHashSet();
        for (var i = 0; i < root.Length; i++)
            if (_reason[i] == Absence.Complementary && small.Contains(Find(i))) _domain[i] = (Threshold, Most);
    }

    /// <summary>How many values a count may have, counting outwards from the true one until there are enough.</summary>
    int Possible(int cell, int truth, int enough)
    {
        for (var far = 0; far <= 4 * Threshold && _seen[cell].Count < enough; far++)
        {
            Try(cell, truth - far);
            if (_seen[cell].Count < enough) Try(cell, truth + far);
        }
        return _seen[cell].Count;
    }

    /// <remarks>Data that agree tell a possible value of every count, not of this one only.</remarks>
    void Try(int cell, int value)
    {
        if (value < _domain[cell].Low || value > _domain[cell].High || _seen[cell].Contains(value)) return;
        var domain = _domain.ToArray();
        domain[cell] = (value, value);
        if (Search(domain) is not { } found) return;
        for (var i = 0; i < found.Length; i++) _seen[i].Add(found[i].Low);
    }

    (int Low, int High)[]? Search((int Low, int High)[] domain)
    {
        if (!Narrow(domain)) return null;
        var open = -1;
        for (var i = 0; i < domain.Length; i++)
            if (domain[i].Low < domain[i].High && (open < 0 || domain[i].High - domain[i].Low < domain[open].High - domain[open].Low)) open = i;
        if (open < 0) return domain;
        var (low, high) = domain[open];
        var middle = low + (high - low) / 2;
        var lower = ((int, int)[])domain.Clone();
        lower[open] = (low, middle);
        if (Search(lower) is { } found) return found;
        domain[open] = (middle + 1, high);
        return Search(domain);
    }

    bool Narrow((int Low, int High)[] domain)
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var sum in _sums)
            {
                var (low, high) = (0, 0);
                for (var k = 1; k < sum.Length; k++) (low, high) = (low + domain[sum[k]].Low, high + domain[sum[k]].High);
                var whole = domain[sum[0]];
                for (var k = 0; k < sum.Length; k++)
                {
                    var (l, h) = domain[sum[k]];
                    var (nl, nh) = k == 0 ? (Math.Max(l, low), Math.Min(h, high)) : (Math.Max(l, whole.Low - (high - h)), Math.Min(h, whole.High - (low - l)));
                    if (nl > nh) return false;
                    if (nl == l && nh == h) continue;
                    domain[sum[k]] = (nl, nh);
                    changed = true;
                }
            }
        }
        return true;
    }
}
