using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace Outcomes.Domain.Tests;

/// <summary>Edits of a JSON document by pointer (<c>/arms/0/title</c>), for tests that make one mistake at a time.</summary>
static class JsonEdit
{
    public static void Set(JsonNode root, string pointer, JsonNode? value)
    {
        var (parent, last) = Find(root, pointer);
        if (parent is JsonArray list && Index(last) == list.Count) list.Add(value);
        else if (parent is JsonArray array) array[Index(last)] = value;
        else parent[last] = value;
    }

    public static void Remove(JsonNode root, string pointer)
    {
        var (parent, last) = Find(root, pointer);
        if (parent is JsonArray list) list.RemoveAt(Index(last));
        else Assert.True(parent.AsObject().Remove(last));
    }

    static (JsonNode Parent, string Last) Find(JsonNode root, string pointer)
    {
        var steps = pointer.Split('/')[1..];
        return (steps[..^1].Aggregate(root, (node, step) => (node is JsonArray list ? list[Index(step)] : node[step])!), steps[^1]);
    }

    static int Index(string step) => int.Parse(step, CultureInfo.InvariantCulture);
}
