using System.Text.Json.Nodes;
using Outcomes.Domain.Instruments;
using Xunit;

namespace Outcomes.Domain.Tests.Instruments;

public class InstrumentReaderTests
{
    [Fact]
    public void The_example_is_read_whole()
    {
        var d = InstrumentExample.Definition;
        Assert.Equal([ItemKind.Choice, ItemKind.Number, ItemKind.VisualAnalogue], d.Items.Select(i => i.Kind).Distinct());
        Assert.Equal([ScoreRule.Sum, ScoreRule.Mean, ScoreRule.RescaledSum, ScoreRule.Table, ScoreRule.Sum, ScoreRule.Sum, ScoreRule.Composite], d.Scales.Select(s => s.Rule));
        Assert.Equal((-10.0, 60.0), (d.FindScale("rescaled")!.Factor, d.FindScale("rescaled")!.Offset));
        Assert.Equal(14.5, d.FindScale("table")!.Table[1]);
        Assert.Equal(new Norm("Students", 5, 2, 100, "manual", false), Assert.Single(d.FindScale("sum")!.Norms));
        Assert.Equal(Answer.PreferNot, d.WorkedExamples[0].Answers["4"]);
        Assert.Equal("High", d.Anchors!["en"]["line"].High);
    }

    /// <summary>One edit of the example, and the one fault that answers it.</summary>
    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { "/id", "\"PSS 10\"", "id", "bad_shape" },
        { "/version", "\"v1\"", "version", "bad_shape" },
        { "/title", "\"\"", "title", "empty" },
        { "/validated", "\"false\"", "validated", "wrong_type" },
        { "/author", "\"x\"", "author", "unknown_field" },
        { "/items/0/text", "\"How calm?\"", "items[0].text", "unknown_field" },
        { "/items/0/kind", "\"slider\"", "items[0].kind", "not_listed" },
        { "/items/0/min", "4", "items[0].max", "range_reversed" },
        { "/items/4/max", "-1", "items[4].max", "range_reversed" },
        { "/items/4/values", "[0, 24]", "items[4].values", "does_not_apply" },
        { "/items/4/step", "0", "items[4].step", "not_positive" },
        { "/items/4/step", "0.7", "items[4].step", "not_the_range" },
        { "/items/0/step", "1", "items[0].step", "does_not_apply" },
        { "/items/0/values", "[0, 1, 1, 3]", "items[0].values", "not_ascending" },
        { "/items/0/values", "[0, 2, 1, 3]", "items[0].values", "not_ascending" },
        { "/items/0/values", "[0, 1, 2]", "items[0].values", "not_the_range" },
        { "/items/0/values", "[3]", "items[0].values", "too_few" },
        { "/items/0/values/1", "\"one\"", "items[0].values[1]", "wrong_type" },
        { "/scales/1/id", "\"sum\"", "scales[1].id", "duplicate_id" },
        { "/scales/0/items/3", "\"9\"", "scales[0].items[3]", "unknown_item" },
        { "/scales/0/items", "[]", "scales[0].items", "empty" },
        { "/scales/1/items", "[\"1\", \"2\", \"3\", \"4\", \"2\"]", "scales[1].items[4]", "duplicate_id" },
        { "/scales/2/reverse", "[\"3\"]", "scales[2].reverse[0]", "unknown_item" },
        { "/scales/0/reverse", "[\"2\", \"2\"]", "scales[0].reverse[1]", "duplicate_id" },
        { "/scales/0/rule", "\"total\"", "scales[0].rule", "not_listed" },
        { "/scales/0/max", "40", "scales[0].max", "does_not_follow" },
        { "/scales/1/min", "1", "scales[1].min", "does_not_follow" },
        { "/scales/2/max", "600", "scales[2].max", "does_not_follow" },
        { "/scales/3/max", "41", "scales[3].max", "does_not_follow" },
        { "/scales/0/factor", "4", "scales[0].factor", "does_not_apply" },
        { "/scales/0/table", "{\"0\": 1}", "scales[0].table", "does_not_apply" },
        { "/scales/3/table", "{\"0\":10,\"1\":14,\"2\":18,\"4\":25,\"6\":40}", "scales[3].table", "incomplete" },
        { "/scales/3/table/7", "40", "scales[3].table.7", "out_of_range" },
        { "/scales/3/table/3", "30", "scales[3].table", "turns_back" },
        { "/scales/3/table/02", "18", "scales[3].table.02", "not_a_sum" },
        { "/scales/5/recode", "{\"0\":0,\"1\":0,\"2\":1}", "scales[5].recode", "incomplete" },
        { "/scales/5/recode/2", "\"1\"", "scales[5].recode.2", "wrong_type" },
        { "/scales/5/recode/a", "1", "scales[5].recode.a", "not_an_answer" },
        { "/scales/5/reverse", "[\"2\"]", "scales[5].reverse", "does_not_apply" },
        { "/scales/5/zero_if/item", "\"9\"", "scales[5].zero_if.value", "unknown_item" },
        { "/scales/5/zero_if/value", "7", "scales[5].zero_if.value", "unknown_item" },
        { "/scales/0/missing/round", "7", "scales[0].missing.round", "wrong_type" },
        { "/scales/2/missing/round", "true", "scales[2].missing.round", "does_not_apply" },
        { "/scales/6/scales/1", "\"both\"", "scales[6].scales[1]", "unknown_scale" },
        { "/scales/6/scales", "[\"line\", \"recoded\", \"line\"]", "scales[6].scales[2]", "duplicate_id" },
        { "/scales/6/items", "[\"1\"]", "scales[6].items", "unknown_field" },
        { "/scales/6/max", "15", "scales[6].max", "does_not_follow" },
        { "/scales/6/min", "-1", "scales[6].min", "does_not_follow" },
        { "/scales/6/missing/allowed", "-1", "scales[6].missing.allowed", "out_of_range" },
        { "/scales/6/missing", """{"allowed":1,"prorate":true,"source":"manual","confirmed":true}""", "scales[6].missing.prorate", "unequal_ranges" },
        { "/scales/4/scales", "[\"sum\"]", "scales[4].scales", "unknown_field" },
        { "/domains/0", "\"calm\"", "domains[0]", "not_listed" },
        { "/ages/to", "7", "ages.to", "range_reversed" },
        { "/ages/from", "-1", "ages.from", "out_of_range" },
        { "/ages/source", "\"rumour\"", "ages.source", "unknown_source" },
        { "/bands/0/source", "\"rumour\"", "bands[0].source", "unknown_source" },
        { "/bands/0/scales/recoded/1/from", "3", "bands[0].scales.recoded[1].from", "not_ascending" },
        { "/bands/0/scales/recoded/1/to", "5", "bands[0].scales.recoded", "not_the_range" },
        { "/bands/0/scales/total", """[{"label":"all","from":0,"to":4}]""", "bands[0].scales.total", "unknown_scale" },
        { "/scales/3/table/2", "\"18\"", "scales[3].table.2", "wrong_type" },
        { "/scales/3/direction", "\"up\"", "scales[3].direction", "not_listed" },
        { "/scales/0/missing/allowed", "4", "scales[0].missing.allowed", "out_of_range" },
        { "/scales/0/missing/allowed", "-1", "scales[0].missing.allowed", "out_of_range" },
        { "/scales/0/missing/allowed", "1.5", "scales[0].missing.allowed", "wrong_type" },
        { "/scales/0/missing/prorate", "false", "scales[0].missing.prorate", "contradiction" },
        { "/scales/2/missing/prorate", "true", "scales[2].missing.prorate", "contradiction" },
        { "/scales/0/missing/source", "\"rumour\"", "scales[0].missing.source", "unknown_source" },
        { "/scales/0/source", "\"rumour\"", "scales[0].source", "unknown_source" },
        { "/scales/0/norms/0/source", "\"rumour\"", "scales[0].norms[0].source", "unknown_source" },
        { "/scales/0/norms/0/mean", "13", "scales[0].norms[0].mean", "out_of_range" },
        { "/scales/0/norms/0/sd", "0", "scales[0].norms[0].sd", "not_positive" },
        { "/scales/0/norms/0/n", "0", "scales[0].norms[0].n", "not_positive" },
        { "/scales/0/reliability/0/value", "1.2", "scales[0].reliability[0].value", "out_of_range" },
        { "/scales/0/reliability/0/source", "\"rumour\"", "scales[0].reliability[0].source", "unknown_source" },
        { "/licence/source", "\"rumour\"", "licence.source", "unknown_source" },
        { "/licence/electronic", "\"yes\"", "licence.electronic", "not_listed" },
        { "/sources/1", """{"id":"manual","citation":"Again."}""", "sources[1].id", "duplicate_id" },
        { "/sources/0/doi", "\"https://doi.org/10.1/2\"", "sources[0].doi", "bad_shape" },
        { "/sources/0/url", "\"manual, page 3\"", "sources[0].url", "bad_shape" },
        { "/worked_examples/0/source", "\"rumour\"", "worked_examples[0].source", "unknown_source" },
        { "/worked_examples/0/scores/sum", "11", "worked_examples[0].scores.sum", "not_reproduced" },
        { "/worked_examples/0/scores/mean", "3", "worked_examples[0].scores.mean", "not_reproduced" },
        { "/worked_examples/0/scores/total", "3", "worked_examples[0].scores.total", "unknown_scale" },
        { "/worked_examples/0/answers/1", "4", "worked_examples[0].answers.1", "out_of_range" },
        { "/worked_examples/0/answers/1", "\"often\"", "worked_examples[0].answers.1", "not_an_answer" },
        { "/wording/en/7", "\"Seven?\"", "wording.en.7", "unknown_item" },
        { "/wording/en/1", "\"\"", "wording.en.1", "empty" },
        { "/wording/en/1", "7", "wording.en.1", "wrong_type" },
        { "/wording/es", """{"1":"a","2":"b","3":"c","4":"d","hours":"e","line":"f"}""", "anchors.es", "no_words" },
        { "/anchors/en/line/low", "null", "anchors.en.line.low", "wrong_type" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void One_mistake_is_one_fault_at_its_place(string pointer, string value, string path, string code)
    {
        var fault = Assert.Single(Edited((pointer, value)).Faults);
        Assert.Equal((path, code), (fault.Field, fault.Code));
        Assert.EndsWith(".", fault.Reason);
    }

    public static TheoryData<string, string, string> Missing => new()
    {
        { "/version", "version", "missing_field" },
        { "/licence", "licence", "missing_field" },
        { "/items", "items", "missing_field" },
        { "/items/0/kind", "items[0].kind", "missing_field" },
        { "/items/4/min", "items[4].min", "missing_field" },
        { "/scales", "scales", "missing_field" },
        { "/scales/0/confirmed", "scales[0].confirmed", "missing_field" },
        { "/scales/0/missing", "scales[0].missing", "missing_field" },
        { "/scales/0/missing/confirmed", "scales[0].missing.confirmed", "missing_field" },
        { "/scales/0/missing/allowed", "scales[0].missing.allowed", "missing_field" },
        { "/scales/0/rule", "scales[0].rule", "missing_field" },
        { "/scales/3/table", "scales[3].table", "no_table" },
        { "/licence/confirmed", "licence.confirmed", "missing_field" },
        { "/scales/0/norms/0/confirmed", "scales[0].norms[0].confirmed", "missing_field" },
        { "/wording/en/2", "wording.en.2", "no_words" },
        { "/anchors", "anchors.en", "no_words" },
        { "/wording", "wording.en", "no_words" },
    };

    [Theory, MemberData(nameof(Missing))]
    public void What_is_missing_is_named_and_nothing_else(string pointer, string path, string code)
    {
        var node = InstrumentExample.Node();
        JsonEdit.Remove(node, pointer);
        var fault = Assert.Single(InstrumentExample.Read(node).Faults);
        Assert.Equal((path, code), (fault.Field, fault.Code));
    }

    [Fact]
    public void Every_mistake_of_a_definition_is_named_at_once()
    {
        var faults = Edited(("/id", "\"?\""), ("/items/0/values", "[3, 0]"), ("/items/5/step", "-1"), ("/scales/0/norms/0/sd", "-2"),
            ("/scales/1/direction", "7"), ("/scales/2/reverse", "[\"4\"]"), ("/sources/0/url", "\"ftp://x\""), ("/notes", "\"x\"")).Faults;
        Assert.Equal(["id", "items[0].values", "items[5].step", "notes", "scales[0].norms[0].sd", "scales[1].direction", "scales[2].reverse[0]", "sources[0].url"],
            faults.Select(f => f.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Items_of_different_ranges_cannot_be_prorated()
    {
        var faults = Edited(("/scales/0/items", "[\"1\", \"2\", \"hours\"]"), ("/scales/0/max", "30"), ("/scales/0/missing/allowed", "1")).Faults;
        Assert.Equal(("scales[0].missing.prorate", "unequal_ranges"), (Assert.Single(faults).Field, faults[0].Code));
    }

    [Fact]
    public void A_table_needs_items_of_whole_values()
    {
        var faults = Edited(("/scales/3/items", "[\"line\"]"), ("/scales/3/missing", """{"allowed":0,"prorate":false,"source":"manual","confirmed":true}""")).Faults;
        Assert.Equal(("scales[3].table", "not_whole"), (Assert.Single(faults).Field, faults[0].Code));
    }

    [Fact]
    public void A_truncated_definition_is_one_fault_with_line_and_column()
    {
        var whole = InstrumentExample.Node().ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
        for (var length = 0; length < whole.Length; length += 97)
        {
            var fault = Assert.Single(InstrumentExample.Read(whole[..length]).Faults);
            Assert.Equal("not_json", fault.Code);
            Assert.Matches(@"line \d+, column \d+\.$", fault.Reason);
        }
    }

    [Fact]
    public void A_member_that_stands_twice_is_refused() => Assert.Equal("duplicate_field",
        Assert.Single(InstrumentExample.Read(InstrumentExample.Node().ToJsonString().Replace("\"version\":", "\"version\":\"2.0\",\"version\":")).Faults).Code);

    [Fact]
    public void The_same_version_with_other_content_is_refused_and_the_same_content_is_not()
    {
        var catalogue = InstrumentCatalogue.BuiltIn.With(InstrumentExample.Definition).Value!;
        Assert.Same(catalogue, catalogue.With(Edited().Value!).Value);
        Assert.Equal("version_conflict", Assert.Single(catalogue.With(Edited(("/title", "\"Another title\"")).Value!).Faults).Code);
        Assert.Null(InstrumentCatalogue.BuiltIn.Find("example", "1.0"));
    }

    [Fact]
    public void The_hash_knows_content_and_not_layout()
    {
        var indented = InstrumentExample.Read(InstrumentExample.Node().ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));
        Assert.Equal(InstrumentExample.Definition.Hash, indented.Value!.Hash);
        Assert.NotEqual(InstrumentExample.Definition.Hash, Edited(("/scales/0/confirmed", "false")).Value!.Hash);
    }

    static Checked<InstrumentDefinition> Edited(params (string Pointer, string Value)[] edits)
    {
        var root = InstrumentExample.Node();
        foreach (var (pointer, value) in edits) JsonEdit.Set(root, pointer, JsonNode.Parse(value));
        return InstrumentExample.Read(root);
    }
}
