using System.Text.Json;
using System.Text.Json.Nodes;
using Outcomes.Domain.Studies;
using Xunit;

namespace Outcomes.Domain.Tests.Studies;

public class StudyChangesTests
{
    static IEnumerable<string> After(Action<JsonNode> edit)
    {
        var node = StudyExample.Node();
        edit(node);
        return StudyChanges.Between(JsonElement.Parse(StudyExample.Text), JsonElement.Parse(node.ToJsonString())).Select(c => c.ToString());
    }

    [Fact]
    public void The_same_study_has_no_changes() => Assert.Empty(After(_ => { }));

    [Fact]
    public void A_new_text_is_told_with_the_old_one_by_the_id_of_what_it_belongs_to() =>
        Assert.Equal(["arms / live / title: Live sessions → Live online sessions"], After(n => n["arms"]![0]!["title"] = "Live online sessions"));

    [Fact]
    public void Numbers_and_flags_are_told_in_words() =>
        Assert.Equal(["synthetic: no → yes", "plan / confidence: 0.95 → 0.9"], After(n => (n["synthetic"], n["plan"]!["confidence"]) = (true, 0.9)));

    [Fact]
    public void What_is_added_and_what_is_removed_are_one_line_each() => Assert.Equal(
        ["districts / north / schools / ash: added (id: ash, title: Ash School)", "plan / contrasts / live against waiting-list: removed (arm: live, comparator: waiting-list)"],
        After(n =>
        {
            n["districts"]![0]!["schools"]!.AsArray().Add(JsonNode.Parse("""{"id":"ash","title":"Ash School"}"""));
            n["plan"]!["contrasts"]!.AsArray().Clear();
        }));

    [Fact]
    public void A_moved_arm_is_a_change_of_order_and_of_nothing_else() =>
        Assert.Equal(["arms / order: live, waiting-list → waiting-list, live"], After(n =>
        {
            var arms = n["arms"]!.AsArray();
            var first = arms[0];
            arms.RemoveAt(0);
            arms.Add(first);
        }));

    [Fact]
    public void An_instrument_s_new_version_stands_under_its_id() =>
        Assert.Equal(["instruments / pss-10 / version: 1.0 → 1.1", "instruments / pss-10 / timepoints: baseline; endpoint → baseline"], After(n =>
        {
            n["instruments"]![0]!["version"] = "1.1";
            n["instruments"]![0]!["timepoints"] = new JsonArray("baseline");
        }));
}
