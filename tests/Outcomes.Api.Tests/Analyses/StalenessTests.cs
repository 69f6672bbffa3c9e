using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Data;
using Outcomes.Jobs;
using Xunit;

namespace Outcomes.Api.Tests.Analyses;

/// <summary>What has to be done follows from what is stored, whatever became of the nudges.</summary>
public class StalenessTests
{
    [Fact]
    public async Task Data_that_come_after_an_analysis_lead_to_another_and_without_new_data_there_is_none()
    {
        await using var host = await Started();
        await host.Send("assessments", SmallStudy.Json(SmallStudy.Stress("S1-001")));
        var first = await host.Finished(SmallStudy.Id);
        await host.Send("assessments", SmallStudy.Json(SmallStudy.Stress("S1-001", "endpoint", 1)));
        var second = await host.Finished(SmallStudy.Id);
        Assert.NotEqual((string)first["snapshot_hash"]!, (string)second["snapshot_hash"]!);

        var wake = host.Services.GetRequiredService<Wake>();
        for (var i = 0; i < 20; i++) { wake.Nudge(); await Task.Delay(30); }
        Assert.Equal(2, (await host.Analyses(SmallStudy.Id)).Count(a => (string)a!["status"]! == "finished"));
    }

    [Fact]
    public async Task A_new_version_of_the_study_is_analysed_anew_with_its_own_plan()
    {
        await using var host = await Started();
        await host.Send("assessments", SmallStudy.Json(SmallStudy.Stress("S1-001")));
        var first = await host.Finished(SmallStudy.Id);
        var next = SmallStudy.Definition("1.1");
        next["plan"]!["version"] = "2";
        (await host.PutStudy(next)).EnsureSuccessStatusCode();
        var second = await host.Finished(SmallStudy.Id);
        Assert.Equal("1.1", (string)second["study_version"]!);
        Assert.NotEqual((string)first["plan_hash"]!, (string)second["plan_hash"]!);
    }

    [Fact]
    public async Task A_failure_is_told_with_its_reason_and_tried_again_until_it_is_mended()
    {
        await using var host = await Started(host => Sql(host, "UPDATE participant SET enrolled_on = 'not a date'"));
        await host.Send("assessments", SmallStudy.Json(SmallStudy.Stress("S1-001")));
        var failures = await Analysing.Until(async () => (await host.Analyses(SmallStudy.Id)).Where(a => (string)a!["status"]! == "failed").ToList() is { Count: >= 2 } several ? several : null);
        Assert.All(failures, f => Assert.Contains("tried again", (string)f!["failure"]!, StringComparison.Ordinal));
        var jobs = JsonNode.Parse(await host.Client.GetStringAsync("api/v1/jobs"))!.AsArray();
        Assert.Contains(jobs, j => (string)j!["state"]! == "failed" && (string)j["study"]! == SmallStudy.Id);

        Sql(host, "UPDATE participant SET enrolled_on = '2026-03-01'");
        Assert.Equal("finished", (string)(await host.Finished(SmallStudy.Id))["status"]!);
    }

    [Fact]
    public async Task Without_a_browser_page_and_JSON_are_there_and_the_PDF_says_why_it_is_not()
    {
        await using var host = await Started();
        await host.Send("assessments", SmallStudy.Json(SmallStudy.Stress("S1-001")));
        await host.Finished(SmallStudy.Id);
        foreach (var audience in new[] { "board", "researcher" })
        {
            string Address(string format) => $"api/v1/studies/small/reports/{audience}.{format}";
            var html = await Analysing.Until(async () => await host.Client.GetAsync(Address("html")) is { IsSuccessStatusCode: true } made ? await made.Content.ReadAsStringAsync() : null);
            Assert.Contains("SYNTHETIC", html, StringComparison.Ordinal);
            Assert.Equal(audience, (string)JsonNode.Parse(await host.Client.GetStringAsync(Address("json")))!["audience"]!);
            using var pdf = await host.Client.GetAsync(Address("pdf"));
            Assert.Equal(404, (int)pdf.StatusCode);
            Assert.Contains("rowser", (string)(await pdf.Body())["detail"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_of_another_study_finds_neither_analyses_nor_results_nor_reports_nor_jobs()
    {
        await using var host = await Started();
        await host.Send("assessments", SmallStudy.Json(SmallStudy.Stress("S1-001")));
        await host.Finished(SmallStudy.Id);
        using var other = await host.ClientWith(Domain.Access.Scopes.All, "other");
        foreach (var address in new[] { "analyses", "results/researcher", "reports/board.html" })
            Assert.Equal(404, (int)(await other.GetAsync($"api/v1/studies/small/{address}")).StatusCode);
        Assert.Equal("[]", await other.GetStringAsync("api/v1/jobs"));
    }

    static async Task<RunningHost> Started(Action<RunningHost>? then = null)
    {
        var host = await RunningHost.Start(Analysing.Settings);
        (await host.PutStudy(SmallStudy.Definition())).EnsureSuccessStatusCode();
        (await host.Send("participants", SmallStudy.Json(SmallStudy.Participant("S1-001"), SmallStudy.Participant("S2-001", "s2", "waiting")))).EnsureSuccessStatusCode();
        then?.Invoke(host);
        return host;
    }

    /// <summary>Behind the stores' back, as a fault of disk or hand would.</summary>
    static void Sql(RunningHost host, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(host.DataDirectory, Database.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
