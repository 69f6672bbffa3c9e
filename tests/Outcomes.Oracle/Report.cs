using System.Collections;
using System.Globalization;
using System.Text;

namespace Outcomes.Oracle;

/// <summary>The outcomes as a table for the console, and as the page of agreement in the documentation.</summary>
public static class Report
{
    public static int Print(IReadOnlyList<Outcome> outcomes, TextWriter to)
    {
        Line(to, "case", "key", "digits", "rel. tol.", "");
        foreach (var outcome in outcomes)
            Line(to, outcome.Case, outcome.Reference.Key, Digits(outcome.Agreement.Digits), Tolerance(outcome.Reference),
                !outcome.Compared ? "info" : outcome.Agreement.Agrees ? "pass" : $"FAIL {outcome.Agreement.Fault}");
        var compared = outcomes.Where(outcome => outcome.Compared).ToList();
        var failed = compared.Count(outcome => !outcome.Agreement.Agrees);
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{compared.Count - failed} passed, {failed} failed"));
        return failed == 0 && compared.Count > 0 ? 0 : 1;
    }

    /// <summary>Per statistic: in how many cases it was compared, and the fewest digits that agreed.</summary>
    public static string Agreement(IReadOnlyList<Outcome> outcomes)
    {
        var text = new StringBuilder("""
            # Agreement with the reference, per statistic

            Written by `oracle DIR --write-agreement FILE`; do not edit. A row is one statistic (kind of case and key). *Digits* are the
            fewest significant digits that any number of it shares with the reference in any case (16: every bit); a number near zero
            shares few and may still agree on the absolute scale. *Tolerance* is the relative one that the reference deserves.
            `pairwise_tukey` of three arms or more is compared by R's own quadrature, once the library is within its error: see
            [ancova](ancova.md).

            | kind | statistic | cases | agree | digits | tolerance | made by |
            | --- | --- | ---: | ---: | ---: | ---: | --- |

            """);
        var groups = outcomes.Where(outcome => outcome.Compared)
            .GroupBy(outcome => (outcome.Kind, outcome.Reference.Key)).OrderBy(group => group.Key.Kind, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var first = group.First().Reference;
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key.Kind} | `{group.Key.Key}` | {group.Count()} ");
            text.Append(CultureInfo.InvariantCulture, $"| {group.Count(outcome => outcome.Agreement.Agrees)} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Digits(group.Min(outcome => outcome.Agreement.Digits))} | {Tolerance(first)} ");
            text.Append(CultureInfo.InvariantCulture, $"| {first.Call.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
        return text.ToString();
    }

    /// <summary>A value on one line, numbers to eight digits.</summary>
    public static string Show(object? value) => value switch
    {
        null => "none",
        string or bool => value.ToString()!,
        IDictionary tree => "{ " + string.Join(", ", tree.Keys.Cast<object>().Select(name => $"{name}: {Show(tree[name])}")) + " }",
        Statistics.Interval interval => $"[{Show(interval.Lower)}, {Show(interval.Upper)}]",
        IEnumerable many => "[" + string.Join(", ", many.Cast<object?>().Select(Show)) + "]",
        IFormattable number => number.ToString("G8", CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    static void Line(TextWriter to, string name, string key, string digits, string tolerance, string verdict) =>
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-28} {key,-44} {digits,6} {tolerance,9}  {verdict}").TrimEnd());

    static string Digits(double? digits) => digits?.ToString("F1", CultureInfo.InvariantCulture) ?? "";

    static string Tolerance(Reference reference) => reference.RelativeTolerance?.ToString("0.#E+0", CultureInfo.InvariantCulture) ?? "none";
}
