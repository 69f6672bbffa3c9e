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

    [Fact]
    public async Task A_search_by_subject_and_day_finds_its_events_and_a_day_written_otherwise_is_told()
    {
        using var auditor = await study.Host.ClientWith(["audit:read"]);
        var (yesterday, tomorrow) = (Day(-1), Day(1));
        Assert.Contains("<td lang=\"en\">study imported</td>", await auditor.GetStringAsync($"audit?subject=small+1.0&from={yesterday}&to={tomorrow}"));
        Assert.Contains("Nothing fits", await auditor.GetStringAsync("audit?subject=small+9.9"));
        Assert.Contains("Nothing fits", await auditor.GetStringAsync("audit?to=2001-01-01"));
        var refused = await auditor.GetAsync("audit?from=yesterday");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("A date is written as year-month-day", await refused.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await auditor.GetAsync("audit?as=csv&from=yesterday")).StatusCode);
    }

    static string Day(int from) => TimeProvider.System.GetUtcNow().AddDays(from).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task An_exported_chain_can_be_checked_without_us_and_the_export_stands_in_the_chain()
    {
        using var auditor = await study.Host.ClientWith(["audit:read"]);
        var lines = (await auditor.GetStringAsync("audit?as=jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var before = new string('0', 64);
        foreach (var link in lines.Select(line => System.Text.Json.JsonElement.Parse(line)))
        {
            Assert.Equal(before, link.GetProperty("previous_hash").GetString());
            before = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(before + link.GetProperty("event").GetString())));
            Assert.Equal(before, link.GetProperty("hash").GetString());
        }
        Assert.Contains("audit_exported", lines[^1]);
        var table = await auditor.GetStringAsync("audit?as=csv&action=audit_exported");
        Assert.StartsWith("number,occurred_utc,actor,action,study,subject,details,previous_hash,hash", table);
        Assert.Contains("audit_exported,,jsonl", table);
        Assert.DoesNotContain("study_imported", table);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.GetAsync("audit?as=xml")).StatusCode);
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
