namespace Outcomes.Domain.Instruments;

/// <summary>Wording, where it may stand in a definition at all, is whole: every item in every language.</summary>
static class WordingRules
{
    public static IEnumerable<Fault> Check(InstrumentDefinition d)
    {
        var lines = d.Items.Where(i => i.Kind == ItemKind.VisualAnalogue).ToList();
        return d.Items.Count == 0 ? [] :
        [
            .. Languages("wording", d.Wording?.Keys), .. Complete(d.Items, "wording", d.Wording),
            .. Languages("anchors", d.Anchors?.Keys), .. Complete(lines, "anchors", d.Anchors),
            .. lines.Count == 0 ? [] : Absent("anchors", d.Wording?.Keys, d.Anchors?.Keys, "A line with words of its own needs words at its ends."),
            .. Absent("wording", d.Anchors?.Keys, d.Wording?.Keys, "There are words for the ends of lines, but none for the items."),
        ];
    }

    static IEnumerable<Fault> Absent(string at, IEnumerable<string>? there, IEnumerable<string>? here, string reason) =>
        (there ?? []).Except(here ?? []).Select(l => new Fault($"{at}.{l}", "no_words", reason));

    static IEnumerable<Fault> Languages(string at, IEnumerable<string>? languages) =>
        (languages ?? []).Where(l => !Ids.IsLanguage(l))
            .Select(l => new Fault($"{at}.{l}", "bad_shape", "This is not a language tag such as en or zh-Hans."));

    static IEnumerable<Fault> Complete<T>(
        IEnumerable<Item> items, string at, IReadOnlyDictionary<string, IReadOnlyDictionary<string, T>>? texts)
    {
        var expected = items.Select(i => i.Id).Where(id => id.Length > 0).ToList();
        return (texts ?? new Dictionary<string, IReadOnlyDictionary<string, T>>()).SelectMany(language => (IEnumerable<Fault>)
        [
            .. language.Value.Keys.Except(expected)
                .Select(id => new Fault($"{at}.{language.Key}.{id}", "unknown_item", "There is no item for these words.")),
            .. expected.Except(language.Value.Keys)
                .Select(id => new Fault($"{at}.{language.Key}.{id}", "no_words", "This item has no words in this language.")),
        ]);
    }
}
