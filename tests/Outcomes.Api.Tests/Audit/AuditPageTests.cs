using System.Net;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Audit;

public sealed class AuditPageTests(StartedStudy study) : IClassFixture<StartedStudy>
{
    [Fact]
    public async Task An_auditor_finds_what_was_done_and_by_whom_and_nobody_else_does()
    {
        using var auditor = await study.Host.ClientWith(["audit:read"]);
        var page = await auditor.GetStringAsync("audit?action=study_imported&study=small");
        Assert.Contains("every link fits", page);
        Assert.Contains("study imported", page);
        Assert.DoesNotContain("<td>key created</td>", page);
        Assert.Contains("Nothing fits", await auditor.GetStringAsync("audit?actor=nobody-of-that-name"));
        using var other = await study.Host.ClientWith(["results:read", "data:read"]);
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync("audit")).StatusCode);
    }

    [Theory]
    [InlineData("api/v1/studies/small/dataset.zip")]
    [InlineData("api/v1/studies/small/dataset/scores.csv")]
    [InlineData("studies/small/dataset.zip")]
    public async Task Data_on_persons_leave_only_after_the_chain_says_who_took_them(string address)
    {
        var before = study.Host.Dump();
        (await study.Host.Client.GetAsync(address)).EnsureSuccessStatusCode();
        var added = study.Host.Dump()[..].Split('\n').Except(before.Split('\n')).ToList();
        Assert.Contains("dataset_exported", Assert.Single(added));
        Assert.Equal(HttpStatusCode.NotFound, (await study.Host.Client.GetAsync(address.Replace("small", "missing"))).StatusCode);
    }
}
