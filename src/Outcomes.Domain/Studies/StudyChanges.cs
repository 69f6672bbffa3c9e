using System.Text.Json;
using Named = (string Name, System.Text.Json.JsonElement Value);

namespace Outcomes.Domain.Studies;

/// <summary>One thing that differs between two versions of a study's file.</summary>
/// <param name="Path">Where, by ids and not by position: <c>arms / live / title</c>.</param>
/// <param name="Before">In words; null where it was not there.</param>
/// <param name="After">In words; null where it is gone.</param>
public sealed record StudyChange(string Path, string? Before, string? After)
{
    public override string ToString() => (Before, After) switch
    {
        (null, _) => $"{Path}: added ({After})",
        (_, null) => $"{Path}: removed ({Before})",
        _ => $"{Path}: {Before} → {After}",
    };
}

/// <summary>
/// What changed between two versions of a study, for the person who must agree to it. It compares the files and not the records
/// read from them, so nothing that a file says can change unseen.
/// </summary>
public static class StudyChanges
{
    /// <summary>What names an element of a list by itself; the others are named by the arms that they compare.</summary>
    static readonly string[] Names = ["id", "instrument", "kind", "by"];

    /// <summary>Every difference, in the order of the new file, then what is gone. Layout and order of members do not count.</summary>
    public static IReadOnlyList<StudyChange> Between(JsonElement before, JsonElement after) => [.. Compare("", before, after)];

    static IEnumerable<StudyChange> Compare(string path, JsonElement? before, JsonElement? after) => (before, after) switch
    {
        ({ } b, { } a) when JsonElement.DeepEquals(b, a) => [],
        ({ ValueKind: JsonValueKind.Object } b, { ValueKind: JsonValueKind.Object } a) => Members(path, MembersOf(b), MembersOf(a)),
        ({ ValueKind: JsonValueKind.Array } b, { ValueKind: JsonValueKind.Array } a) when ById(b) is { } olds && ById(a) is { } news =>
            [.. Order(path, olds, news), .. Members(path, olds, news)],
        _ => [new StudyChange(path, Words(before), Words(after))],
    };

    static IEnumerable<StudyChange> Members(string path, List<Named> olds, List<Named> news) =>
        news.Select(m => m.Name).Union(olds.Select(m => m.Name))
            .SelectMany(name => Compare(path.Length == 0 ? name : $"{path} / {name}", Find(olds, name), Find(news, name)));

    static IEnumerable<StudyChange> Order(string path, List<Named> olds, List<Named> news)
    {
        var before = olds.Select(m => m.Name).Intersect(news.Select(m => m.Name)).ToList();
        var after = news.Select(m => m.Name).Intersect(before).ToList();
        if (!before.SequenceEqual(after))
            yield return new StudyChange($"{path} / order", string.Join(", ", before), string.Join(", ", after));
    }

    static List<Named> MembersOf(JsonElement element) => [.. element.EnumerateObject().Select(m => (m.Name, m.Value))];

    /// <summary>The elements of a list by what names them, or null where they have no names (a list of texts).</summary>
    static List<Named>? ById(JsonElement list)
    {
        var named = list.EnumerateArray().Select(e => (Name: NameOf(e), Value: e)).ToList();
        return named.Any(n => n.Name.Length == 0) || named.DistinctBy(n => n.Name).Count() < named.Count ? null : named;
    }

    // An outcome has an id and an instrument, a use of an instrument no id, a contrast two arms, an equivalence an outcome as well.
    static string NameOf(JsonElement element)
    {
        if (Names.Select(k => TextOf(element, k)).FirstOrDefault(n => n.Length > 0) is { } name) return name;
        var arms = new[] { TextOf(element, "arm"), TextOf(element, "comparator") }.Where(n => n.Length > 0);
        return string.Join(", ", new[] { TextOf(element, "outcome"), string.Join(" against ", arms) }.Where(n => n.Length > 0));
    }

    static string TextOf(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString()! : "";

    static JsonElement? Find(List<Named> members, string name) =>
        members.FirstOrDefault(m => m.Name == name) is { Name: not null } found ? found.Value : null;

    static string? Words(JsonElement? element) => element is { } e ? Words(e) : null;

    static string Words(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => string.Join(", ", MembersOf(element).Select(m => $"{m.Name.Replace('_', ' ')}: {Words(m.Value)}")),
        JsonValueKind.Array => string.Join("; ", element.EnumerateArray().Select(Words)),
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null => "none",
        _ => element.GetRawText(),
    };
}
