using System.Text.Json;

namespace Outcomes.Domain.Instruments;

/// <summary>An instrument's words in one language, as a site that may show them has loaded them from a file.</summary>
public sealed record InstrumentWording
{
    public required string Instrument { get; init; }
    public required string Version { get; init; }
    public required string Language { get; init; }

    /// <summary>Where the site may show it.</summary>
    public required IReadOnlyList<Medium> Media { get; init; }

    /// <summary>On what ground, in one line.</summary>
    public required string Licence { get; init; }

    /// <summary>The line that stands under every form, as the owner wants it.</summary>
    public required string Attribution { get; init; }
    public string? Instruction { get; init; }

    /// <summary>Item id to its question.</summary>
    public required IReadOnlyDictionary<string, string> Items { get; init; }

    /// <summary>Words of the boxes, each group for the items that share them.</summary>
    public IReadOnlyList<OptionLabels> Options { get; init; } = [];

    /// <summary>Item id to the words at the ends of its line.</summary>
    public IReadOnlyDictionary<string, Anchors> Anchors { get; init; } = new Dictionary<string, Anchors>();

    public string? Label(string item, double value) => Options.FirstOrDefault(o => o.Items.Contains(item))?.Labels.GetValueOrDefault(value);

    /// <summary>The wording that a definition of ours brings; null: none in this language.</summary>
    public static InstrumentWording? Own(InstrumentDefinition d, string language) => d.Wording?.GetValueOrDefault(language) is not { } items ? null : new()
    {
        Instrument = d.Id, Version = d.Version, Language = language, Media = [Medium.Screen, Medium.Paper], Licence = d.Licence.Note ?? "", Attribution = d.Licence.Holder,
        Items = items, Anchors = d.Anchors?.GetValueOrDefault(language) ?? new Dictionary<string, Anchors>(),
    };
}

/// <param name="Labels">By value.</param>
public sealed record OptionLabels(IReadOnlyList<string> Items, IReadOnlyDictionary<double, string> Labels);

/// <summary>Reads a wording file, or says everything that is wrong with it: its form, and that it has words for the whole instrument.</summary>
public static class InstrumentWordingReader
{
    /// <summary>Characters; the longest question of a real instrument has about 300.</summary>
    const int LongestText = 2000;

    /// <param name="find">The definition by id and version.</param>
    public static Checked<InstrumentWording> Read(ReadOnlyMemory<byte> utf8, Func<string, string, InstrumentDefinition?> find) => JsonText.Read(utf8, root => Read(root, find));

    static Checked<InstrumentWording> Read(JsonElement root, Func<string, string, InstrumentDefinition?> find)
    {
        var faults = new List<Fault>();
        var wording = JsonObjectReader.Read(root, "", faults, Wording);
        if (wording.Instrument.Length > 0 && wording.Version.Length > 0)
        {
            if (find(wording.Instrument, wording.Version) is { } definition) faults.AddRange(InstrumentWordingRules.Check(definition, wording));
            else faults.Add(new Fault("instrument", "unknown_instrument", "There is no instrument of this id and version."));
        }
        return faults.Count == 0 ? Checked<InstrumentWording>.Good(wording) : Checked<InstrumentWording>.Bad(faults);
    }

    static InstrumentWording Wording(JsonObjectReader json) => new()
    {
        Instrument = json.Id("instrument"),
        Version = json.Version(),
        Language = json.Text("language", Ids.IsLanguage, "This is not a language tag such as en or zh-Hans."),
        Media = Media(json),
        Licence = Words(json, "licence"),
        Attribution = Words(json, "attribution"),
        Instruction = json.OptionalText("instruction"),
        Items = json.Map("items", Words),
        Options = json.OptionalList("options", group => new OptionLabels(group.Texts("items"), Labels(group))),
        Anchors = json.OptionalMap("anchors", (map, item) => map.Object(item, ends => new Anchors(Words(ends, "low"), Words(ends, "high")))) ?? new Dictionary<string, Anchors>(),
    };

    static IReadOnlyList<Medium> Media(JsonObjectReader json)
    {
        var media = json.OptionalNames<Medium>("media");
        if (media.Count == 0) json.Fault("media", "missing_field", "Say where the words may be shown: screen, paper or both.");
        return media;
    }

    static string Words(JsonObjectReader json, string name) => json.Text(name, text => text.Length <= LongestText, $"No text of a form is longer than {LongestText} characters.");

    static IReadOnlyDictionary<double, string> Labels(JsonObjectReader group)
    {
        var labels = new SortedDictionary<double, string>();
        group.Map("labels", (map, value) =>
        {
            var words = Words(map, value);
            if (!AnswerText.TryRead(value, out var answer) || answer.Value is not { } number) map.Fault(value, "not_an_answer", "The members of labels are answers: numbers.");
            else labels[number] = words;
            return value;
        });
        return labels;
    }
}

/// <summary>A form with a question or a box without words is no form.</summary>
static class InstrumentWordingRules
{
    public static IEnumerable<Fault> Check(InstrumentDefinition d, InstrumentWording w) =>
    [
        .. Whole(d.Items.Select(i => i.Id), w.Items.Keys, "items"),
        .. Whole(d.Items.Where(i => i.Kind == ItemKind.VisualAnalogue).Select(i => i.Id), w.Anchors.Keys, "anchors"),
        .. d.Items.Where(i => i.Kind == ItemKind.Choice).SelectMany(item => Group(w, item)),
        .. w.Options.SelectMany((group, i) => Boxes(d, group, $"options[{i}].labels")),
        .. w.Options.SelectMany((group, i) => group.Items.Select((id, j) => (id, At: $"options[{i}].items[{j}]")))
            .Where(x => x.id.Length > 0 && d.Items.All(item => item.Id != x.id || item.Kind != ItemKind.Choice))
            .Select(x => new Fault(x.At, "unknown_item", "The instrument has no such item with boxes.")),
    ];

    static IEnumerable<Fault> Group(InstrumentWording w, Item item) => w.Options.Count(o => o.Items.Contains(item.Id)) switch
    {
        0 => [new Fault($"options.{item.Id}", "no_words", "The boxes of this item have no words.")],
        1 => [],
        _ => [new Fault($"options.{item.Id}", "duplicate", "Two groups have words for this item's boxes.")],
    };

    static IEnumerable<Fault> Boxes(InstrumentDefinition d, OptionLabels group, string at)
    {
        var others = d.Items.Where(i => i.Kind == ItemKind.Choice && group.Items.Contains(i.Id) && !i.Values.SequenceEqual(group.Labels.Keys.Order())).Select(i => i.Id).ToList();
        if (others.Count > 0) yield return new Fault(at, "no_words", $"Each box, and nothing else, needs words; these items have other boxes than the words are for: {string.Join(", ", others)}.");
    }

    static IEnumerable<Fault> Whole(IEnumerable<string> expected, IEnumerable<string> there, string at) =>
    [
        .. expected.Except(there).Select(id => new Fault($"{at}.{id}", "no_words", "This item has no words.")),
        .. there.Except(expected).Select(id => new Fault(Ids.IsId(id) ? $"{at}.{id}" : at, "unknown_item", "There is no item for these words.")),
    ];
}
