using System.Text.Json.Nodes;
using Outcomes.Domain.Releases;
using Outcomes.Domain.Tests.Studies;
using Xunit;

namespace Outcomes.Domain.Tests.Releases;

public class DisclosurePolicyTests
{
    [Theory]
    [InlineData(48, 97, 1, PercentCoding.Rounded, 49)]
    [InlineData(48, 97, 5, PercentCoding.Rounded, 50)]
    [InlineData(0, 97, 1, PercentCoding.AtMost, 10)]
    [InlineData(9, 97, 1, PercentCoding.AtMost, 10)]
    [InlineData(97, 97, 1, PercentCoding.AtLeast, 90)]
    [InlineData(10, 9000, 1, PercentCoding.AtMost, 1)]
    public void A_percentage_is_rounded_and_coded_at_both_ends(int part, int whole, int step, PercentCoding coding, int percent) =>
        Assert.Equal(new ShownPercent(coding, percent), (DisclosurePolicy.Outside with { PercentStep = step }).Percent(part, whole));

    [Theory]
    [InlineData("smallest_count", 0)]
    [InlineData("smallest_count", 4)]
    [InlineData("smallest_count", 51)]
    [InlineData("percent_step", 2)]
    [InlineData("percent_step", 0)]
    public void A_study_that_would_hide_too_little_is_refused(string member, int value)
    {
        var node = StudyExample.Node();
        node["disclosure"] = new JsonObject { [member] = value };
        Assert.Equal($"disclosure.{member}", Assert.Single(StudyExample.Read(node).Faults).Field);
    }
}
