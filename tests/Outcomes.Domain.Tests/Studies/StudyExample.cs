using System.Text.Json.Nodes;
using Outcomes.Domain.Instruments;
using Outcomes.Domain.Studies;

namespace Outcomes.Domain.Tests.Studies;

/// <summary>The example of <c>docs/how-to/study-file.md</c>, as the page prints it.</summary>
static class StudyExample
{
    public static string Text { get; } = FirstJson("study-file.md");

    public static JsonNode Node() => JsonNode.Parse(Text)!;

    public static Checked<StudyDefinition> Read(string text) =>
        StudyReader.Read(System.Text.Encoding.UTF8.GetBytes(text), InstrumentCatalogue.BuiltIn.Find);

    public static Checked<StudyDefinition> Read(JsonNode node) => Read(node.ToJsonString());

    /// <summary>The first block of JSON on a page of the manual.</summary>
    public static string FirstJson(string file)
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "how-to", file));
        var start = page.IndexOf("```json\n", StringComparison.Ordinal) + "```json\n".Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }
}
