using System.Text.Json.Nodes;
using Outcomes.Domain.Tests.Instruments;
using Outcomes.Domain.Tests.Plans;
using Outcomes.Domain.Tests.Studies;
using Xunit;

namespace Outcomes.Domain.Tests;

/// <summary>
/// Each schema and its reader say the same of a document's form: whichever member is taken away, added or replaced, both refuse or both
/// accept. (What members say together is the reader's alone.)
/// </summary>
public class SchemaAgreementTests
{
    static readonly HashSet<string> OfForm = ["missing_field", "unknown_field", "wrong_type", "not_listed", "empty", "bad_shape", "not_an_answer"];

    static readonly string[] Replacements = ["null", "true", "7", "-2.5", "\"\"", "\"  \"", "\"two words\"", "[]", "{}", "[null]"];

    sealed record Subject(JsonSchemaSubset Schema, JsonNode SchemaRoot, JsonNode Whole, Func<JsonNode, IReadOnlyList<Fault>> Read)
    {
        public JsonNode Sample() => Whole.DeepClone();
    }

    static Subject Of(string name)
    {
        var path = name == "instrument" ? Repository.PathOf("instruments", "schema.json") : Repository.PathOf("docs", "how-to", "study.schema.json");
        var root = JsonNode.Parse(File.ReadAllText(path))!;
        return name == "instrument"
            ? new(new(root), root, InstrumentExample.Node(), n => InstrumentExample.Read(n).Faults)
            : new(new(root), root, CompleteStudy(), n => StudyExample.Read(n).Faults);
    }

    [Theory, InlineData("instrument"), InlineData("study")]
    public void Both_accept_the_sample_and_the_sample_has_every_member_that_the_schema_lists(string name)
    {
        var subject = Of(name);
        Assert.Empty(subject.Read(subject.Sample()));
        Assert.True(subject.Schema.Accepts(subject.Sample()));
        var shown = Pointers(subject.Whole, "").Select(p => p[(p.LastIndexOf('/') + 1)..]).ToHashSet();
        Assert.Empty(Listed(subject.SchemaRoot).Except(shown));
    }

    [Theory, InlineData("instrument"), InlineData("study")]
    public void Both_refuse_or_both_accept_a_document_without_any_one_member(string name)
    {
        var subject = Of(name);
        Agree(subject, Pointers(subject.Whole, "").Select(pointer =>
        {
            var node = subject.Sample();
            JsonEdit.Remove(node, pointer);
            return (pointer + " removed", node);
        }));
    }

    [Theory, InlineData("instrument"), InlineData("study")]
    public void Both_refuse_or_both_accept_any_other_value_in_any_place(string name)
    {
        var subject = Of(name);
        var names = Enums(subject.SchemaRoot).Select(e => $"\"{e}\"").ToHashSet();
        Agree(subject,
            from pointer in Pointers(subject.Whole, "")
            let isEnum = names.Contains(At(subject.Whole, pointer)?.ToJsonString() ?? "null")
            from value in isEnum ? Replacements.Concat(names) : Replacements
            select (pointer + " = " + value, Replaced(subject, pointer, value)));
    }

    [Theory, InlineData("instrument"), InlineData("study")]
    public void Both_refuse_a_member_that_nobody_knows_wherever_it_stands(string name)
    {
        var subject = Of(name);
        foreach (var pointer in Pointers(subject.Whole, "").Prepend("").Where(p => At(subject.Whole, p) is JsonObject && !IsMap(p)))
        {
            var node = subject.Sample();
            JsonEdit.Set(node, pointer + "/nickname", "Z");
            Assert.False(subject.Schema.Accepts(node), pointer);
            Assert.Contains(subject.Read(node), f => f.Code == "unknown_field");
        }
    }

    [Theory, InlineData("instrument"), InlineData("study")]
    public void Both_have_the_same_patterns_for_ids_versions_and_languages(string name) => Assert.Equal(
        [Ids.Pattern, Ids.VersionPattern, Ids.LanguagePattern],
        new[] { "id", "version", "language" }.Select(d => Of(name).SchemaRoot["$defs"]![d]!["pattern"]!.GetValue<string>()));

    [Theory, InlineData("a-b\n"), InlineData("a--b"), InlineData("-a"), InlineData(""), InlineData("A"), InlineData("ä")]
    public void What_is_not_quite_an_id_is_none(string text) => Assert.False(Ids.IsId(text));

    [Fact]
    public void The_schema_accepts_every_definition_that_is_shipped() => Assert.All(AllDefinitionsTests.Files, file =>
        Assert.True(Of("instrument").Schema.Accepts(JsonNode.Parse(File.ReadAllText(Repository.PathOf("instruments", file.Data)))), file.Data));

    static void Agree(Subject subject, IEnumerable<(string What, JsonNode Node)> documents)
    {
        var differ = documents.Where(d => subject.Schema.Accepts(d.Node) == subject.Read(d.Node).Any(f => OfForm.Contains(f.Code)));
        Assert.Empty(differ.Select(d => d.What));
    }

    static JsonNode Replaced(Subject subject, string pointer, string value)
    {
        var node = subject.Sample();
        JsonEdit.Set(node, pointer, JsonNode.Parse(value));
        return node;
    }

    // Objects whose members are named by the file and not by us.
    static bool IsMap(string pointer) => pointer.Split('/') is var steps
        && (steps[^1] is "title" or "wording" or "anchors" or "table" or "answers" or "scores" or "recode" || (steps[^1] == "scales" && steps.Length > 2) || (steps.Length > 1 && steps[^2] is "wording" or "anchors"));

    static JsonNode? At(JsonNode root, string pointer) =>
        pointer.Split('/')[1..].Aggregate((JsonNode?)root, (n, s) => n is JsonArray a ? a[int.Parse(s, System.Globalization.CultureInfo.InvariantCulture)] : n![s]);

    static IEnumerable<string> Pointers(JsonNode? node, string at) => node switch
    {
        JsonObject o => o.SelectMany(m => Pointers(m.Value, $"{at}/{m.Key}").Prepend($"{at}/{m.Key}")),
        JsonArray a => a.SelectMany((e, i) => Pointers(e, $"{at}/{i}").Prepend($"{at}/{i}")),
        _ => [],
    };

    static IEnumerable<string> Listed(JsonNode? schema) => Keyword(schema, "properties").SelectMany(p => p.AsObject().Select(m => m.Key));

    static IEnumerable<string> Enums(JsonNode? schema) => Keyword(schema, "enum").SelectMany(e => e.AsArray()).OfType<JsonNode>().Select(v => v.GetValue<string>()).Distinct();

    static IEnumerable<JsonNode> Keyword(JsonNode? schema, string name) => schema switch
    {
        JsonObject o => o.SelectMany(m => m.Key == name && m.Value is not null ? Keyword(m.Value, name).Prepend(m.Value) : Keyword(m.Value, name)),
        JsonArray a => a.SelectMany(e => Keyword(e, name)),
        _ => [],
    };

    static JsonNode CompleteStudy()
    {
        var node = PlanExample.Node();
        node["$schema"] = "study.schema.json";
        node["plan"]!["outcomes"]![0]!["reliable_change"]!["reliability"] = 0.78;
        node["plan"]!["outcomes"]![0]!["reliable_change"]!["reliability_source"] = "Cohen and Williamson 1988";
        node["disclosure"] = new JsonObject { ["smallest_count"] = 8, ["percent_step"] = 5, ["schools_named"] = false };
        node["consent"] = JsonNode.Parse("""
            {
              "texts": [{ "id": "2026-01", "date": "2026-01-10", "languages": ["en"], "counts": true }],
              "purposes": [{ "id": "research", "guardian": true, "student": true, "of_age": true }],
              "retention": { "ends_on": "2027-07-31", "after_end_months": 120, "after_withdrawal_days": 30 }
            }
            """);
        node["distress"] = JsonNode.Parse("""[{ "instrument": "session-check-in", "scale": "stress", "at_least": 9, "at_most": null }]""");
        node["instruments"]![0]!["double_entry"] = true;
        return node;
    }
}
