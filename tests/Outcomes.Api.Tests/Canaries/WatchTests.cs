using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Outcomes.Api.Tests.Audit;
using Outcomes.Data;
using Outcomes.Data.Audit;
using Outcomes.Domain.Audit;
using Xunit;
using Xunit.Sdk;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Canaries;

/// <summary>The watch itself: whatever lets a word out is found, wherever it stands and however it is written.</summary>
public sealed class WatchTests
{
    [Fact]
    public async Task A_name_in_a_log_line_of_the_lowest_level_is_found() =>
        await Found("the log", host => host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("anything").LogDebug("Refused {Value}", Canary.StudentName.ToUpperInvariant()));

    [Fact]
    public async Task A_name_in_a_scope_around_a_log_line_is_found() => await Found("the log", host =>
    {
        var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("anything");
        using (log.BeginScope("of {Value}", Canary.Email)) log.LogInformation("done");
    });

    [Theory]
    [InlineData(Canary.StudentName)]
    [InlineData(Canary.OtherStudentName)]
    [InlineData(Canary.Note)]
    public async Task A_name_in_the_database_or_its_write_ahead_log_is_found_though_it_was_deleted_since(string name) => await Found("the file outcomes.db", host =>
    {
        Execute(host, $"CREATE TABLE slip (told TEXT); INSERT INTO slip VALUES ('{name}')");
        Execute(host, "DROP TABLE slip");
    });

    [Fact]
    public async Task A_name_in_base64_in_a_file_beside_the_database_is_found() => await Found("the file left.json", host =>
        File.WriteAllText(Path.Combine(host.DataDirectory, "left.json"), $"{{\"x\":\"{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("ab" + Canary.Note))}\"}}"));

    [Fact]
    public async Task A_secret_that_passed_by_is_found_in_a_log() => await Found("an API key's secret", async host =>
    {
        var secret = host.Client.DefaultRequestHeaders.Authorization!.Parameter!;
        (await host.Client.GetAsync("api/v1/studies")).EnsureSuccessStatusCode();
        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("anything").LogDebug("{Header}", secret);
    });

    [Theory]
    [InlineData("a pseudonym", "S1-001", "S1-001")]
    [InlineData("a pseudonym", "receipt", "row S1-001, refused")]
    [InlineData("free text", "receipt", "she cried when the music stopped")]
    public async Task A_pseudonym_or_free_text_in_an_audited_event_is_found(string what, string subject, string detail) => await Found(what, async host =>
    {
        (await host.PutStudy(Definition())).EnsureSuccessStatusCode();
        (await host.Send("participants", Json(Participant("S1-001")))).EnsureSuccessStatusCode();
        await host.Services.GetRequiredService<AuditTrail>().Record(new AuditEvent("test", "slip_made", subject, Id, new Dictionary<string, string> { ["why"] = detail }));
    });

    [Fact]
    public void A_person_s_name_in_an_audited_event_is_found() => Assert.Contains("a person's name", Assert.Single(AuditedWords.Faults(
        [AuditChain.Next(0, AuditChain.Start, new AuditEvent("Rosa Steward", "slip_made", "x"), DateTimeOffset.UnixEpoch).Event], [], ["Rosa Steward"])));

    [Fact]
    public async Task A_name_in_an_answer_is_found()
    {
        var watch = new Watch();
        using var client = new HttpClient(new WatchedHandler(watch, new Echo()));
        (await client.GetAsync(new Uri($"http://localhost/{Uri.EscapeDataString(Canary.OtherStudentName)}"))).Dispose();
        Assert.Contains("the answer to GET", string.Join('\n', watch.Found));
    }

    sealed class Echo : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent($"There is no {Uri.UnescapeDataString(request.RequestUri!.AbsolutePath)} here.") });
    }

    static Task Found(string where, Action<RunningHost> slip) => Found(where, host =>
    {
        slip(host);
        return Task.CompletedTask;
    });

    static async Task Found(string where, Func<RunningHost, Task> slip)
    {
        var host = await RunningHost.Start();
        await slip(host);
        var told = await Assert.ThrowsAnyAsync<XunitException>(async () => await host.DisposeAsync());
        Assert.Contains(where, told.Message);
    }

    static void Execute(RunningHost host, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(host.DataDirectory, Database.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
