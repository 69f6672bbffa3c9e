namespace Outcomes.Domain.Instruments;

/// <summary>Wording, where it may stand in a definition at all, is whole: every item in every language.</summary>
static class WordingRules
{
    public static IEnumerable<Fault> Check(InstrumentDefinition d) => d.Items.Count == 0 ? [] :
    [
        .. Languages("wording", d.Wording?.Keys), .. Languages("anchors", d.Anchors?.Keys),
        .. Complete(d.Items, "wording", d.Wording), .. Complete(d.Items.Where(i => i.Kind == ItemKind.VisualAnalogue), "anchors", d.Anchors),
        .. (d.Wording?.Keys ?? []).Except(d.Anchors?.Keys ?? []).Where(_ => d.Items.Any(i => i.Kind == ItemKind.VisualAnalogue))
            .Select(l => new Fault($"anchors.{l}", "no_words", "A worded visual analogue item needs words at its ends in each language.")),
        .. (d.Anchors?.Keys ?? []).Except(d.Wording?.Keys ?? [])
            .Select(l => new Fault($"wording.{l}", "no_words", "There are words for the ends of lines in this language, but none for the items.")),
    ];

    static IEnumerable<Fault> Languages(string at, IEnumerable<string>? languages) =>
        (languages ?? []).Where(l => !Ids.IsLanguage(l)).Select(l => new Fault($"{at}.{l}", "bad_shape", "This is not a language tag such as en or zh-Hans."));

    static IEnumerable<Fault> Complete<T>(IEnumerable<Item> items, string at, IReadOnlyDictionary<string, IReadOnlyDictionary<string, T>>? texts)
    {
        var expected = items.Select(i => i.Id).Where(id => id.Length > 0).ToList();
        foreach (var (language, byItem) in texts ?? new Dictionary<string, IReadOnlyDictionary<string, T>>())
        {
            foreach (var id in byItem.Keys.Except(expected)) yield return new Fault($"{at}.{language}.{id}", "unknown_item", "There is no item for these words.");
            foreach (var id in expected.Except(byItem.Keys)) yield return new Fault($"{at}.{language}.{id}", "no_words", "This item has no words in this language.");
        }
    }
}
