using System.Text;
using System.Text.Json.Nodes;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Problems;

/// <summary>Whatever is wrong, the answer is a problem in JSON, without a stack trace.</summary>
public sealed class ProblemTests(StartedStudy study) : IClassFixture<StartedStudy>
{
    [Theory]
    [InlineData("GET", "api/v1/nothing", "application/json", 404)]
    [InlineData("GET", "api/v1/studies/none", "application/json", 404)]
    [InlineData("POST", "api/v1/studies/none/assessments", "application/json", 404)]
    [InlineData("DELETE", "api/v1/studies/small", "application/json", 405)]
    [InlineData("POST", "api/v1/studies/small/assessments", "text/plain", 415)]
    [InlineData("POST", "api/v1/studies/small/assessments", "application/json; charset=iso-8859-1", 415)]
    [InlineData("PUT", "api/v1/studies/small", "text/csv", 415)]
    [InlineData("GET", "api/v1/studies/small/changes?from=1.0", "application/json", 422)]
    [InlineData("GET", "api/v1/studies/small/changes?from=1.0&to=9.9", "application/json", 404)]
    public async Task Every_refusal_is_a_problem(string method, string path, string type, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method is "POST" or "PUT") request.Content = Text("{}", type);
        var answer = await study.Host.Client.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = await answer.Body();
        Assert.Equal(status, (int)problem["status"]!);
        Assert.NotEmpty((string)problem["title"]!);
    }

    [Fact]
    public async Task Compressed_content_is_refused_and_not_taken_for_something_else()
    {
        var before = study.Host.Dump();
        var body = Json(Participant("S1-950"));
        body.Headers.ContentEncoding.Add("gzip");
        var answer = await study.Host.Send("participants", body);
        Assert.Equal(415, (int)answer.StatusCode);
        Assert.Contains("Content-Encoding", (string)(await answer.Body())["detail"]!, StringComparison.Ordinal);
        Assert.Equal(before, study.Host.Dump());
    }

    [Fact]
    public async Task A_failure_of_ours_shows_no_stack_trace_and_leaves_no_half_batch()
    {
        var (host, _) = await Started();
        await using var __ = host;
        Break(host);
        var before = host.Dump();
        var answer = await host.Send("assessments", Json(Stress("S1-001"), Stress("S2-001")));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Equal(500, (int)JsonNode.Parse(text)!["status"]!);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.Equal(before, host.Dump());
    }

    /// <summary>Makes the second row of scores fail inside SQLite.</summary>
    static void Break(RunningHost host)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={host.DataDirectory}/outcomes.db;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TRIGGER broken BEFORE INSERT ON score WHEN (SELECT COUNT(*) FROM score) = 1 BEGIN SELECT RAISE(ABORT, 'on purpose'); END";
        command.ExecuteNonQuery();
    }
}
