using Outcomes.Domain.Instruments;

namespace Outcomes.Domain.Entry;

/// <summary>What looks odd about a form that was typed in and is not wrong: it is asked about, and stored if it is so.</summary>
public enum EntryWarning { SameAnswer, MissingItems, LargeChange }

/// <summary>Why a form that looks odd is stored as it is.</summary>
public enum OverruleReason { AsOnPaper, AskedAgain, DidNotFinish, Other }

public static class EntryWarnings
{
    /// <summary>Fewer equal answers than this are no pattern.</summary>
    const int FewestSame = 5;

    /// <summary>Of a scale's range, from one time to the next: more is hardly ever true, and often two forms mixed up.</summary>
    const double LargestChange = 0.75;

    /// <param name="answers">What was typed; an item that is not there was left open, which is not the same as marked as not reached.</param>
    /// <param name="earlier">Scores of the time before, by scale; empty: there was none.</param>
    public static IReadOnlyList<EntryWarning> Of(
        InstrumentDefinition d, IReadOnlyDictionary<string, Answer> answers, IReadOnlyList<Score> scores, IReadOnlyDictionary<string, double> earlier) =>
    [
        .. AllTheSame(d, answers) ? [EntryWarning.SameAnswer] : Array.Empty<EntryWarning>(),
        .. Open(d, answers).Count > 0 ? [EntryWarning.MissingItems] : Array.Empty<EntryWarning>(),
        .. Changed(d, scores, earlier).Count > 0 ? [EntryWarning.LargeChange] : Array.Empty<EntryWarning>(),
    ];

    /// <summary>Items without any mark. What another answer made needless is not missed.</summary>
    public static IReadOnlyList<string> Open(InstrumentDefinition d, IReadOnlyDictionary<string, Answer> answers)
    {
        var needless = d.Scales.Where(s => s.ZeroIf is { } zero && answers.TryGetValue(zero.Item, out var a) && a.Value == zero.Value).SelectMany(s => s.Items).ToHashSet();
        return [.. d.Items.Select(i => i.Id).Where(id => !answers.ContainsKey(id) && !needless.Contains(id))];
    }

    /// <summary>Scales whose score moved by more than three quarters of its range.</summary>
    public static IReadOnlyList<Scale> Changed(InstrumentDefinition d, IReadOnlyList<Score> scores, IReadOnlyDictionary<string, double> earlier) =>
        [.. d.Scales.Where(s => scores.FirstOrDefault(x => x.Scale == s.Id)?.Value is { } now && earlier.TryGetValue(s.Id, out var before) && Math.Abs(now - before) > LargestChange * (s.Max - s.Min))];

    /// <summary>Whether a score moved so far from one form to the next.</summary>
    public static bool Moved(InstrumentDefinition d, IReadOnlyDictionary<string, double> now, IReadOnlyDictionary<string, double> before) =>
        d.Scales.Any(s => now.TryGetValue(s.Id, out var value) && before.TryGetValue(s.Id, out var earlier) && Math.Abs(value - earlier) > LargestChange * (s.Max - s.Min));

    static bool AllTheSame(InstrumentDefinition d, IReadOnlyDictionary<string, Answer> answers)
    {
        var values = d.Items.Where(i => i.Kind == ItemKind.Choice && answers.ContainsKey(i.Id)).Select(i => answers[i.Id].Value).OfType<double>().ToList();
        return values.Count >= FewestSame && values.Distinct().Count() == 1;
    }
}
