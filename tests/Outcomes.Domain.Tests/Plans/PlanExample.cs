using System.Text.Json.Nodes;
using Outcomes.Domain.Tests.Studies;

namespace Outcomes.Domain.Tests.Plans;

/// <summary>The plan of <c>docs/how-to/plan.md</c>, which asks for all that a plan can, in the study that the page says it is for.</summary>
static class PlanExample
{
    public static JsonNode Node()
    {
        var node = StudyExample.Node();
        node["arms"]!.AsArray().Add(JsonNode.Parse("""{"id":"in-person","title":"Sessions at school","delivery":"in_person","role":"intervention"}"""));
        node["instruments"]!.AsArray().Add(JsonNode.Parse("""{"instrument":"erq-ca","version":"1.0","timepoints":["baseline","endpoint"]}"""));
        node["districts"]!.AsArray().Add(JsonNode.Parse("""{"id":"south","title":"South district","schools":[{"id":"ash","title":"Ash School"}]}"""));
        node["plan"] = JsonNode.Parse(StudyExample.FirstJson("plan.md"));
        return node;
    }
}
