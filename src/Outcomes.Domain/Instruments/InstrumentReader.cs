using System.Globalization;
using System.Text.Json;

namespace Outcomes.Domain.Instruments;

/// <summary>
/// Reads <c>instruments/&lt;id&gt;/&lt;version&gt;.json</c>, or says everything that is wrong with it: each member's form (here), what
/// the members say together (<see cref="InstrumentRules"/>), and once all that is right, whether it gives the scores that its
/// sources publish. The same form stands in <c>instruments/schema.json</c>.
/// </summary>
public static class InstrumentReader
{
    public static Checked<InstrumentDefinition> Read(ReadOnlyMemory<byte> utf8) => JsonText.Read(utf8, Read);

    public static Checked<InstrumentDefinition> Read(JsonElement root)
    {
        var faults = new List<Fault>();
        var definition = JsonObjectReader.Read(root, "", faults, Definition);
        faults.AddRange(InstrumentRules.Check(definition, faults));
        if (faults.Count == 0) faults.AddRange(WorkedExampleRules.Check(definition));
        return faults.Count == 0
            ? Checked<InstrumentDefinition>.Good(definition with { Hash = CanonicalJson.Hash(root) })
            : Checked<InstrumentDefinition>.Bad(faults);
    }

    static InstrumentDefinition Definition(JsonObjectReader json) => new()
    {
        Id = json.Id(),
        Version = json.Version(),
        Hash = "",
        Title = json.Text("title"),
        ShortTitle = json.Text("short_title"),
        Validated = json.Flag("validated"),
        Licence = json.Object("licence", Licence),
        Items = json.List("items", Item),
        Scales = json.List("scales", Scale),
        Sources = json.List("sources", Source),
        WorkedExamples = json.OptionalList("worked_examples", WorkedExample),
        Wording = json.OptionalMap("wording", (map, language) => map.Map(language, (texts, item) => texts.Text(item))),
        Anchors = json.OptionalMap("anchors", (map, language) => map.Map(language, (texts, item) => texts.Object(item, Anchors))),
        Note = json.OptionalText("note"),
    };

    static Licence Licence(JsonObjectReader json) => new(
        json.Text("holder"), json.OneOf<LicenceTerms>("paper"), json.OneOf<LicenceTerms>("electronic"),
        json.Text("source"), json.Flag("confirmed"), json.OptionalText("note"));

    static Item Item(JsonObjectReader json) => new()
    {
        Id = json.Id(),
        Kind = json.OneOf<ItemKind>("kind"),
        Min = json.Number("min"),
        Max = json.Number("max"),
        Values = json.OptionalNumbers("values"),
        Step = json.OptionalNumber("step"),
        Label = json.OptionalText("label"),
    };

    static Scale Scale(JsonObjectReader json)
    {
        var rule = json.OneOf<ScoreRule>("rule");
        return new Scale
        {
            Id = json.Id(),
            Title = json.Text("title"),
            Items = json.Texts("items"),
            Reverse = json.Texts("reverse", required: false),
            Rule = rule,
            Factor = Only(ScoreRule.RescaledSum, rule, json, "factor", 1),
            Offset = Only(ScoreRule.RescaledSum, rule, json, "offset", 0),
            Table = Table(json, rule),
            Min = json.Number("min"),
            Max = json.Number("max"),
            Direction = json.OneOf<Direction>("direction"),
            Missing = json.Object("missing", Missing),
            Reliability = json.OptionalList("reliability", Reliability),
            Norms = json.OptionalList("norms", Norm),
            Source = json.Text("source"),
            Confirmed = json.Flag("confirmed"),
        };
    }

    static double Only(ScoreRule meant, ScoreRule rule, JsonObjectReader json, string name, double otherwise)
    {
        var number = json.OptionalNumber(name);
        if (number is not null && rule != meant) DoesNotApply(json, name, rule);
        return number ?? otherwise;
    }

    static void DoesNotApply(JsonObjectReader json, string name, ScoreRule rule)
    {
        if (Enum.IsDefined(rule)) json.Fault(name, "does_not_apply", "This member belongs to another scoring rule.");
    }

    static IReadOnlyDictionary<int, double> Table(JsonObjectReader json, ScoreRule rule)
    {
        if (rule != ScoreRule.Table)
        {
            if (json.Optional("table") is not null) DoesNotApply(json, "table", rule);
            return new Dictionary<int, double>();
        }
        var table = new SortedDictionary<int, double>();
        var read = json.OptionalMap("table", (map, raw) =>
        {
            var invariant = CultureInfo.InvariantCulture;
            if (!int.TryParse(raw, NumberStyles.None, invariant, out var sum) || sum.ToString(invariant) != raw)
                map.Fault(raw, "not_a_sum", "A table's members are raw sums: whole numbers, without leading zeros.");
            return table[sum] = map.Number(raw);
        });
        if (read is null) json.Fault("table", "no_table", "Scoring by table needs the table.");
        return table;
    }

    /// <summary>A sum of fewer items is comparable only if it is prorated; so the two stand together, or neither does.</summary>
    static MissingRule Missing(JsonObjectReader json)
    {
        var rule = new MissingRule(json.Integer("allowed"), json.Flag("prorate"), json.Text("source"), json.Flag("confirmed"));
        if (json.Sound && rule.Allowed >= 0 && rule.Prorate != rule.Allowed > 0)
            json.Fault("prorate", "contradiction", "A score is prorated if, and only if, at least one item may be missing.");
        return rule;
    }

    static Reliability Reliability(JsonObjectReader json) => new(
        json.Text("coefficient"), json.Number("value"), json.Text("population"), json.Text("source"), json.Flag("confirmed"));

    static Norm Norm(JsonObjectReader json) => new(
        json.Text("population"), json.Number("mean"), json.Number("sd"), json.OptionalInteger("n"),
        json.Text("source"), json.Flag("confirmed"));

    static Source Source(JsonObjectReader json) => new(
        json.Id(), json.Text("citation"), json.OptionalText("doi"), json.OptionalText("url"));

    static Anchors Anchors(JsonObjectReader json) => new(json.Text("low"), json.Text("high"));

    static WorkedExample WorkedExample(JsonObjectReader json) => new(
        json.Map("answers", ExampleAnswer), json.Map("scores", (map, scale) => map.OptionalNumber(scale)), json.Text("source"));

    static Answer ExampleAnswer(JsonObjectReader map, string item)
    {
        if (map.Required(item) is { } element && Answer.TryRead(element, out var answer)) return answer;
        map.Fault(item, "not_an_answer", "A number, prefer_not_to_answer or not_reached is expected here.");
        return Answer.NotReached;
    }
}
