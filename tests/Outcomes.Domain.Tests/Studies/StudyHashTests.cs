using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Outcomes.Domain.Tests.Studies;

public class StudyHashTests
{
    static string HashOf(string text) => StudyExample.Read(text).Value!.Hash;

    [Fact]
    public void White_space_and_the_order_of_members_leave_both_hashes_alone()
    {
        var before = StudyExample.Read(StudyExample.Text).Value!;
        var after = StudyExample.Read(Reversed(StudyExample.Node()).ToJsonString(new JsonSerializerOptions { WriteIndented = true })).Value!;
        Assert.Equal((before.Hash, before.Plan.Hash), (after.Hash, after.Plan.Hash));
        Assert.Matches("^[0-9a-f]{64}$", before.Hash);
    }

    [Fact]
    public void A_byte_order_mark_changes_nothing() => Assert.Equal(HashOf(StudyExample.Text), HashOf('\uFEFF' + StudyExample.Text));

    [Fact]
    public void The_order_of_a_list_counts()
    {
        var node = StudyExample.Node();
        node["arms"] = new JsonArray([.. node["arms"]!.AsArray().Reverse().Select(a => a!.DeepClone())]);
        Assert.NotEqual(HashOf(StudyExample.Text), HashOf(node.ToJsonString()));
    }

    [Fact]
    public void A_change_outside_the_plan_leaves_the_plan_s_hash_alone()
    {
        var node = StudyExample.Node();
        node["data_source"] = "Another sentence.";
        var (before, after) = (StudyExample.Read(StudyExample.Text).Value!, StudyExample.Read(node).Value!);
        Assert.NotEqual(before.Hash, after.Hash);
        Assert.Equal(before.Plan.Hash, after.Plan.Hash);
        node["plan"]!["confidence"] = 0.9;
        Assert.NotEqual(before.Plan.Hash, StudyExample.Read(node).Value!.Plan.Hash);
    }

    static JsonNode Reversed(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.Reverse().Select(m => KeyValuePair.Create(m.Key, m.Value is null ? null : Reversed(m.Value)))),
        JsonArray a => new JsonArray([.. a.Select(e => e is null ? null : Reversed(e))]),
        _ => node.DeepClone(),
    };
}
