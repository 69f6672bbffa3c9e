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
        Scales = ScaleReader.WithItems(json.List("scales", ScaleReader.Read)),
        Sources = json.List("sources", Source),
        WorkedExamples = json.OptionalList("worked_examples", WorkedExample),
        Wording = json.OptionalMap("wording", (map, language) => map.Map(language, (texts, item) => texts.Text(item))),
        Anchors = json.OptionalMap("anchors", (map, language) => map.Map(language, (texts, item) => texts.Object(item, Anchors))),
        Note = json.OptionalText("note"),
        Respondent = json.OptionalOneOf<Respondent>("respondent") ?? Respondent.Participant,
        Domains = json.OptionalNames<MeasuredDomain>("domains"),
        Ages = json.OptionalObject("ages", Ages),
        Bands = json.OptionalList("bands", BandTable),
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

    static Ages Ages(JsonObjectReader json) => new(json.Integer("from"), json.OptionalInteger("to"), json.Text("source"), json.Flag("confirmed"));

    static BandTable BandTable(JsonObjectReader json) => new(json.Id(), json.Text("title"),
        json.Map("scales", (map, scale) => map.List(scale, band => new Band(band.Text("label"), band.Number("from"), band.Number("to")))),
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
