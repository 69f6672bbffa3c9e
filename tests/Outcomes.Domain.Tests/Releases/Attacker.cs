using System.Globalization;
using Outcomes.Domain.Analyses;

namespace Outcomes.Domain.Tests.Releases;

/// <summary>
/// Someone with every released result, a pencil and patience: writes down what every count means, and asks of each hidden one which whole
/// numbers it may still be. Written apart from the release, and with other methods (search over whole numbers, narrowing, a two-phase linear
/// program), so that a mistake in one is not a mistake in both.
/// </summary>
/// <remarks>Of a sequence it is told more than an outsider knows: of each count whether people came or left in between.</remarks>
sealed class Attacker
{
    const int Threshold = 10;

    /// <summary>More people than any study here has: a bound that a growing study passed looked like a contradiction.</summary>
    const int Most = 5_000;

    readonly List<string> _names = [];
    readonly List<(int Low, int High)> _domain = [];
    readonly List<int[]> _sums = [];          // the whole, then its parts
    readonly List<Absence?> _reason = [];
    readonly List<int> _release = [];
    readonly Dictionary<string, int> _byName = [];
    readonly Dictionary<int, (int More, int Less)> _between = [];   // those who came or left
    readonly HashSet<int>[] _seen;            // possible values found so far
    readonly bool _zeroHidden;

    /// <param name="zeroHidden">Whether 'small group' may mean nobody.</param>
    public Attacker(AnalysisResult released, bool zeroHidden) : this([released], [released], zeroHidden) { }

    /// <param name="truth">For the direction of each change alone.</param>
    public Attacker(IReadOnlyList<AnalysisResult> released, IReadOnlyList<AnalysisResult> truth, bool zeroHidden)
    {
        _zeroHidden = zeroHidden;
        for (var i = 0; i < released.Count; i++) Read(released[i], i);
        if (released.Count > 1) Between(released.Count, released == truth ? this : new Attacker(truth, truth, zeroHidden));
        if (_zeroHidden)
            for (var i = 0; i < released.Count; i++) LearnFromReasons(i);
        _seen = [.. _names.Select(_ => new HashSet<int>())];
    }

    public int HiddenCount => Enumerable.Range(0, _names.Count).Count(IsHidden);

    /// <summary>Names of the hidden counts that can have fewer values than <paramref name="fewerThan"/>, by search over whole numbers.</summary>
    public IEnumerable<string> Recovered(int fewerThan, AnalysisResult truth)
    {
        var actual = new Attacker(truth, _zeroHidden);
        for (var i = 0; i < _names.Count; i++)
            if (IsHidden(i) && Possible(i, actual._domain[i].Low, fewerThan) < fewerThan) yield return _names[i];
    }

    /// <summary>The same of several releases, and groups of fewer than the threshold that came or left; by narrowing alone, which is fast.</summary>
    public IEnumerable<string> Narrowed(IReadOnlyList<AnalysisResult> truth)
    {
        var actual = Truth(truth);
        var domain = _domain.ToArray();
        if (!Narrow(domain)) yield return "a contradiction";
        for (var i = 0; i < _names.Count; i++)
            if (IsTarget(i, actual) && domain[i].High - domain[i].Low + 1 < Threshold) yield return _names[i];
    }

    /// <summary>The same by linear programming: the least and greatest value of each, over all data that agree with everything shown.</summary>
    public IEnumerable<string> Bounded(IReadOnlyList<AnalysisResult> truth)
    {
        var actual = Truth(truth);
        var domain = _domain.ToArray();
        if (!Narrow(domain)) yield return "a contradiction";
        var open = Enumerable.Range(0, _names.Count).Where(i => domain[i].Low < domain[i].High).ToList();
        foreach (var i in Enumerable.Range(0, _names.Count).Where(i => IsTarget(i, actual) && domain[i].Low == domain[i].High)) yield return _names[i];
        foreach (var part in Components(open))
            foreach (var name in Bounded(part, domain, actual)) yield return name;
    }

    IEnumerable<string> Bounded(List<int> part, (int Low, int High)[] domain, int[] actual)
    {
        if (!part.Any(i => IsTarget(i, actual))) yield break;
        var column = part.Select((cell, j) => (cell, j)).ToDictionary(p => p.cell, p => p.j);
        var (rows, right) = (new List<double[]>(), new List<double>());
        var bounded = part.Where(i => domain[i].High < Most).ToList();
        var width = part.Count + bounded.Count;
        foreach (var sum in _sums.Where(s => s.Any(column.ContainsKey)))
        {
            var (row, rest) = (new double[width], 0.0);
            for (var k = 0; k < sum.Length; k++)
            {
                var sign = k == 0 ? -1 : 1;
                if (column.TryGetValue(sum[k], out var j)) row[j] += sign;
                rest += sign * domain[sum[k]].Low;
            }
            rows.Add(row);
            right.Add(-rest);
        }
        for (var b = 0; b < bounded.Count; b++)
        {
            var row = new double[width];
            row[column[bounded[b]]] = row[part.Count + b] = 1;
            rows.Add(row);
            right.Add(domain[bounded[b]].High - domain[bounded[b]].Low);
        }
        var program = new LinearProgram(rows, right, width);
        var low = part.Select(i => (double)actual[i] - domain[i].Low).ToArray();
        var high = low.ToArray();
        for (var j = 0; j < part.Count; j++)
        {
            if (!IsTarget(part[j], actual) || Wide(j)) continue;
            foreach (var optimum in new Func<int, double>[] { program.Max, program.Min })
            {
                if (double.IsPositiveInfinity(optimum(j))) { high[j] = double.PositiveInfinity; break; }
                var x = program.Solution();
                for (var i = 0; i < part.Count; i++) (low[i], high[i]) = (Math.Min(low[i], x[i]), Math.Max(high[i], x[i]));
            }
            if (!Wide(j)) yield return _names[part[j]];
        }

        bool Wide(int j) => Math.Floor(high[j] + 1e-6) - Math.Ceiling(low[j] - 1e-6) + 1 >= Threshold;
    }

    IEnumerable<List<int>> Components(List<int> open)
    {
        var root = Enumerable.Range(0, _names.Count).ToArray();
        int Find(int i) => root[i] == i ? i : root[i] = Find(root[i]);
        var isOpen = open.ToHashSet();
        foreach (var sum in _sums)
        {
            var together = sum.Where(isOpen.Contains).ToList();
            foreach (var i in together.Skip(1)) root[Find(i)] = Find(together[0]);
        }
        return open.GroupBy(Find).Select(g => g.ToList());
    }

    int[] Truth(IReadOnlyList<AnalysisResult> truth)
    {
        var all = new Attacker(truth, truth, _zeroHidden);
        var domain = all._domain.ToArray();
        all.Narrow(domain);
        return [.. Enumerable.Range(0, _names.Count).Select(i => _between.TryGetValue(i, out var b) ? domain[b.More].Low - domain[b.Less].Low : domain[i].Low)];
    }

    bool IsTarget(int i, int[] actual) => IsHidden(i) || (_between.ContainsKey(i) && actual[i] is > 0 and < Threshold);

    bool IsHidden(int i) => _reason[i] is not null;

    void Read(AnalysisResult released, int number)
    {
        var at = $"r{number.ToString(CultureInfo.InvariantCulture)} ";
        var flow = released.Flow.ToDictionary(f => f.Arm, f => (Enrolled: Know(at + $"{f.Arm} enrolled", f.Enrolled), Assessed: f.Assessed.ToDictionary(a => a.Timepoint, a => Know(at + $"{f.Arm} assessed {a.Timepoint}", a.Participants))));
        foreach (var arm in released.Flow)
        {
            Among(Know(at + $"{arm.Arm} attended", arm.Attended), flow[arm.Arm].Enrolled);
            foreach (var assessed in flow[arm.Arm].Assessed.Values) Among(assessed, flow[arm.Arm].Enrolled);
        }
        var everyone = Unknown(at + "everyone");
        Sum(everyone, [.. flow.Values.Select(f => f.Enrolled)]);
        foreach (var o in released.Outcomes) Learn(at, o, everyone, arm => flow[arm].Enrolled, (arm, timepoint) => flow[arm].Assessed[timepoint], released.Flow.Count == 1 ? released.Flow[0].Arm : null);
        foreach (var by in released.Reach.GroupBy(r => r.By)) Reach(at, [.. by], everyone, released.Outcomes[0]);
        while (_release.Count < _names.Count) _release.Add(number);
    }

    void Reach(string at, List<ReachRow> rows, int everyone, OutcomeResult main)
    {
        var known = rows.Select(r => (r.Level, Enrolled: Know(at + $"{r.By} {r.Level} enrolled", r.Enrolled), Started: Know(at + $"{r.By} {r.Level} started", r.Started), Finished: Know(at + $"{r.By} {r.Level} finished", r.Finished))).ToList();
        foreach (var row in known)
        {
            Among(row.Started, row.Enrolled);
            Among(row.Finished, row.Started);
            var schools = main.Sites.Where(s => s.District == row.Level).ToList();
            if (schools.Count == 0) continue;
            Sum(row.Started, [.. schools.Select(s => _byName[at + $"{main.Id} {s.School} started"])]);
            Sum(row.Finished, [.. schools.Select(s => _byName[at + $"{main.Id} {s.School} finished"])]);
        }
        Sum(everyone, [.. known.Select(k => k.Enrolled)]);
        Sum(_byName[at + $"{main.Id}  started"], [.. known.Select(k => k.Started)]);
        Sum(_byName[at + $"{main.Id}  finished"], [.. known.Select(k => k.Finished)]);
    }

    void Learn(string at, OutcomeResult o, int everyone, Func<string, int> enrolled, Func<string, string, int> assessed, string? only)
    {
        var parts = new Dictionary<string, (int Whole, List<int> Arms)>();
        void Part(string what, string? arm, int cell)
        {
            if (!parts.TryGetValue(what, out var p)) parts[what] = p = (-1, []);
            if (arm is null) parts[what] = (cell, p.Arms); else p.Arms.Add(cell);
        }
        foreach (var g in o.Groups)
        {
            var (name, all) = (at + $"{o.Id} {g.Arm}", g.Arm is null && only is null ? everyone : enrolled(g.Arm ?? only!));
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
        var armIds = o.Groups.Where(g => g.Arm is not null).Select(g => g.Arm).ToList();
        Sites(at, o, (what, arm) => arm is null || only is not null ? parts[what].Whole : parts[what].Arms[armIds.IndexOf(arm)]);
        foreach (var k in o.Contrasts.SelectMany(k => new[] { (k.Arm, k.N), (k.Comparator, N: k.NComparator) }))
            Sum(parts["f"].Arms[armIds.IndexOf(k.Item1)], [Know(at + $"{o.Id} contrast {k.Item1}", k.N)]);
        Among(Know(at + $"{o.Id} measured", o.Measurement.N), parts["s"].Whole);
    }

    void Sites(string at, OutcomeResult o, Func<string, string?, int> group)
    {
        var known = new List<(string? Arm, string What, int Cell)>();
        foreach (var s in o.Sites)
        {
            var name = at + $"{o.Id} {s.School}";
            var (started, finished) = (Know($"{name} started", s.Started), Know($"{name} finished", s.N));
            var c = s.Categories!;
            var (improved, unchanged, worse) = (Know($"{name} improved", c.Improved), Know($"{name} unchanged", c.Unchanged), Know($"{name} deteriorated", c.Deteriorated));
            Among(finished, started);
            Sum(finished, [improved, unchanged, worse]);
            known.AddRange(new[] { ("s", started), ("f", finished), ("i", improved), ("u", unchanged), ("w", worse) }.Select(k => (s.Arm, k.Item1, k.Item2)));
        }
        foreach (var column in known.GroupBy(k => (k.Arm, k.What))) Sum(group(column.Key.What, column.Key.Arm), [.. column.Select(k => k.Cell)]);
        if (known.Count > 0) Sum(group("f", null), [.. known.Where(k => k.What == "f").Select(k => k.Cell)]);
    }

    /// <summary>Each count and the same count in the last release that has it, and in the last that shows it: who came or left.</summary>
    void Between(int releases, Attacker truth)
    {
        var counts = Enumerable.Range(0, _names.Count).Where(i => !_names[i].Contains(" but not ", StringComparison.Ordinal)).ToList();
        foreach (var i in counts.Where(i => _release[i] > 0))
        {
            var what = _names[i][(_names[i].IndexOf(' ') + 1)..];
            var before = Enumerable.Range(0, _release[i]).Reverse().Select(r => _byName.GetValueOrDefault($"r{r.ToString(CultureInfo.InvariantCulture)} {what}", -1)).Where(j => j >= 0).ToList();
            foreach (var j in before.Take(1).Concat(before.Where(j => _domain[j].Low == _domain[j].High).Take(1)).Distinct()) Between(i, j, truth);
        }
        while (_release.Count < _names.Count) _release.Add(releases);
    }

    void Between(int now, int then, Attacker truth)
    {
        if (_reason[now] is null && _domain[now].Low != _domain[now].High) return;   // stands nowhere
        var (more, less) = truth._domain[now].Low >= truth._domain[then].Low ? (now, then) : (then, now);
        var cell = Unknown($"{_names[more]} less {_names[less]}");
        _between[cell] = (more, less);
        Sum(more, [less, cell]);
    }

    int Know(string name, Quantity count)
    {
        _names.Add(name);
        _byName.TryAdd(name, _names.Count - 1);
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

    /// <summary>
    /// Where some reasons of a release say 'small', the others say 'not small': the rule by which counts are hidden is public. A count that
    /// keeps its reason from the release before tells nothing new.
    /// </summary>
    void LearnFromReasons(int release)
    {
        var root = Enumerable.Range(0, _names.Count).ToArray();
        int Find(int i) => root[i] == i ? i : root[i] = Find(root[i]);
        foreach (var sum in _sums.Where(s => s.All(i => _release[i] <= release || _release[i] == _release.Max())))
        {
            var open = sum.Where(i => _domain[i].Low < _domain[i].High).ToList();
            foreach (var i in open.Skip(1)) root[Find(i)] = Find(open[0]);
        }
        var own = Enumerable.Range(0, root.Length).Where(i => _release[i] == release && IsNew(i)).ToList();
        var small = own.Where(i => _reason[i] == Absence.SmallGroup).Select(Find).ToHashSet();
        foreach (var i in own)
            if (_reason[i] == Absence.Complementary && small.Contains(Find(i))) _domain[i] = (Threshold, Most);
    }

    bool IsNew(int i) => Enumerable.Range(0, _release[i]).All(r =>
        !_byName.TryGetValue($"r{r.ToString(CultureInfo.InvariantCulture)}{_names[i][_names[i].IndexOf(' ')..]}", out var before) || _reason[before] != _reason[i]);

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
