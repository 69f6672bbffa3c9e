using System.Text.Json;
using System.Text.RegularExpressions;
using Outcomes.Api.Tests.Canaries;

namespace Outcomes.Api.Tests.Audit;

/// <summary>
/// What the audit chain of a host may say: ids, counts, versions, hashes. It is kept for good and read by people who see no data, so it
/// holds no pseudonym, no name and nothing that somebody wrote. Every host of every test is looked at when it ends.
/// </summary>
static partial class AuditedWords
{
    const int MostWords = 3;

    public static void Look(Watch watch, string database)
    {
        if (!File.Exists(database)) return;
        foreach (var fault in Faults(Rows(database, "SELECT event FROM audit WHERE json_valid(event)"), [.. Rows(database, "SELECT pseudonym FROM participant")], [.. Rows(database, "SELECT sign_in_name FROM account")]))
            watch.Report(fault);
    }

    public static IEnumerable<string> Faults(IEnumerable<string> events, HashSet<string> pseudonyms, HashSet<string> names)
    {
        foreach (var text in events)
        {
            var json = JsonElement.Parse(text);
            if (!json.TryGetProperty("details", out var details)) continue;   // what a test put there to break the chain
            if (!Action().IsMatch(Text(json, "action"))) yield return $"an audited action is a noun and a verb, in snake_case: {text}";
            foreach (var (where, said) in Said(json, details))
                if (Fault(said, pseudonyms, names) is { } fault) yield return $"the audit chain holds {fault} as {where}: {text}";
        }
    }

    static IEnumerable<(string Where, string Said)> Said(JsonElement json, JsonElement details) =>
        new[] { "actor", "subject", "study" }.Select(name => (name, Text(json, name))).Concat(details.EnumerateObject().Select(d => (d.Name, Text(details, d.Name))));

    static string? Fault(string said, HashSet<string> pseudonyms, HashSet<string> names) =>
        names.FirstOrDefault(n => said.Contains(n, StringComparison.OrdinalIgnoreCase)) is not null ? "a person's name"
        : Words().Split(said).Any(pseudonyms.Contains) ? "a pseudonym"
        : Lists().Split(said).Any(part => part.Split(' ').Count(w => Word().IsMatch(w)) > MostWords) ? "what looks like free text"
        : null;

    static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    static List<string> Rows(string database, string sql) => DatabaseDump.Rows(database, sql);

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$")] private static partial Regex Action();
    [GeneratedRegex("[^A-Za-z0-9-]+")] private static partial Regex Words();
    [GeneratedRegex(@"^\p{L}[\p{L}'’]*[.,!?]?$")] private static partial Regex Word();
    [GeneratedRegex("[;,] ?")] private static partial Regex Lists();
}
