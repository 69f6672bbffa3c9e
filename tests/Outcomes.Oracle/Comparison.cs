using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Outcomes.Statistics;

namespace Outcomes.Oracle;

/// <summary>How well a value of ours agrees with the reference.</summary>
/// <param name="Agrees">Whether all leaves do.</param>
/// <param name="Digits">The fewest significant digits that a number shares with its reference; null where there is no number.</param>
/// <param name="Fault">The first leaf that does not agree, and how.</param>
public sealed record Agreement(bool Agrees, double? Digits, string? Fault);

/// <summary>
/// Compares leaf by leaf: |a − b| ≤ max(abs, rel·|b|), and a p value under 1e-8 on the relative scale alone. The reference leads: every
/// leaf that it has must be there, and lists must be as long.
/// Where a case has the exact solution beside what a package's optimizer stopped at, and the two differ by more than the latter's tolerance (a
/// p value of 1e-17 magnifies the last digits of its t), the exact one decides: no number could agree with both.
/// </summary>
public static partial class Comparison
{
    const double SmallP = 1e-8;
    const double MostDigits = 16;

    public static Agreement Compare(string kind, Reference reference, object? ours, Reference? exact = null)
    {
        var leaves = new List<(string Path, double? Digits, string? Fault)>();
        Walk(new(kind, reference, exact), reference.Key, reference.Value, ours, leaves, exact?.Value);
        var fault = leaves.FirstOrDefault(leaf => leaf.Fault is not null);
        return new(fault.Fault is null, leaves.Min(leaf => leaf.Digits), fault.Fault is null ? null : $"{fault.Path}: {fault.Fault}");
    }

    readonly record struct Rule(string Kind, Reference Reference, Reference? Exact)
    {
        public bool IsP(string path)
        {
            var name = Index().Replace(path, "");
            return Kind == "multiplicity" || PName().IsMatch(name[(name.LastIndexOf('/') + 1)..]) || Reference.Key.EndsWith("_p", StringComparison.Ordinal);
        }
    }

    static void Walk(
        Rule rule, string path, JsonElement theirs, object? ours, List<(string, double?, string?)> leaves, JsonElement? exact = null)
    {
        void Fault(string fault) => leaves.Add((path, 0, fault));
        switch (theirs.ValueKind)
        {
            case JsonValueKind.Object when ours is IDictionary tree:
                foreach (var property in theirs.EnumerateObject())
                    if (tree.Contains(property.Name))
                        Walk(rule, $"{path}/{property.Name}", property.Value, tree[property.Name], leaves, Child(exact, property.Name));
                    else leaves.Add(($"{path}/{property.Name}", 0, "not among ours"));
                break;
            case JsonValueKind.Array when List(ours) is { } list:
                if (list.Count != theirs.GetArrayLength()) Fault($"{list.Count} values, the reference has {theirs.GetArrayLength()}");
                else for (var i = 0; i < list.Count; i++) Walk(rule, $"{path}[{i}]", theirs[i], list[i], leaves, Child(exact, i));
                break;
            case JsonValueKind.Object or JsonValueKind.Array:
                Fault($"{Show(ours)} has another shape than the reference");
                break;
            default:
                var leaf = Leaf(rule, path, theirs, ours);
                if (leaf.Fault is not null && exact is { } overruling && rule.Exact is { } other) leaf = Leaf(new(rule.Kind, other, null), path, overruling, ours);
                leaves.Add(leaf);
                break;
        }
    }

    static JsonElement? Child(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } tree && tree.TryGetProperty(name, out var child) ? child : null;

    static JsonElement? Child(JsonElement? element, int index) =>
        element is { ValueKind: JsonValueKind.Array } list && index < list.GetArrayLength() ? list[index] : null;

    static (string Path, double? Digits, string? Fault) Leaf(Rule rule, string path, JsonElement theirs, object? ours)
    {
        if (ours is IDictionary || List(ours) is not null) return (path, 0, "has another shape than the reference");
        if (theirs.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return (path, null, ours is bool yes && yes == theirs.GetBoolean() ? null : $"{Show(ours)}, not {theirs}");
        if (Reference(theirs) is not { } b)
            return (path, null, ours is string text && text == theirs.GetString() ? null : $"{Show(ours)}, not {theirs}");
        if (!TryNumber(ours, out var a)) return (path, 0, $"{Show(ours)}, not {theirs}");
        // A number that does not exist is said with its reason here; R says NA, NaN or an infinity.
        if (!double.IsFinite(b)) return (path, null, double.IsNaN(a) || a.Equals(b) ? null : $"{Show(ours)}, not {theirs}");
        var (relative, absolute) = (rule.Reference.RelativeTolerance ?? 0, rule.Reference.AbsoluteTolerance);
        var allowed = rule.IsP(path) && Math.Abs(b) < SmallP ? relative * Math.Abs(b) : Math.Max(absolute, relative * Math.Abs(b));
        var agrees = Math.Abs(a - b) <= allowed;
        return (path, Digits(a, b), agrees ? null : $"{Show(ours)}, not {b:R} (off by {Math.Abs(a - b):G3}, allowed {allowed:G3})");
    }

    static double Digits(double a, double b) => a.Equals(b) ? MostDigits
        : double.IsNaN(a) ? 0 : Math.Clamp(0 - Math.Log10(Math.Abs(a - b) / Math.Max(Math.Abs(b), double.Epsilon)), 0, MostDigits);

    /// <summary>The reference as a number; NaN for null and "NaN"; no value for other texts.</summary>
    static double? Reference(JsonElement theirs) => theirs.ValueKind switch
    {
        JsonValueKind.Number => theirs.GetDouble(),
        JsonValueKind.Null => double.NaN,
        _ => theirs.GetString() switch
        {
            "NaN" or "NA" => double.NaN,
            "Infinity" or "Inf" => double.PositiveInfinity,
            "-Infinity" or "-Inf" => double.NegativeInfinity,
            _ => null,
        },
    };

    static bool TryNumber(object? ours, out double number)
    {
        number = ours switch
        {
            null => double.NaN,
            Number { Exists: false } => double.NaN,
            Number exists => exists.Value,
            double or float or int or long => Convert.ToDouble(ours, CultureInfo.InvariantCulture),
            _ => double.NegativeZero,
        };
        return ours is null or Number or double or float or int or long;
    }

    static IReadOnlyList<object?>? List(object? ours) => ours switch
    {
        Interval interval => [interval.Lower, interval.Upper],
        string or IDictionary => null,
        IEnumerable many => many.Cast<object?>().ToList(),
        _ => null,
    };

    static string Show(object? ours) => ours switch
    {
        null => "nothing",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => ours.ToString() ?? "",
    };

    [GeneratedRegex(@"(^|_)p(_|$)")]
    private static partial Regex PName();

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
