using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Outcomes.Data;
using Outcomes.Data.Audit;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Data;

/// <summary>kill -9 in the middle of ingest: what was acknowledged is there, and nothing is there by half.</summary>
public sealed class KillTests : IDisposable
{
    const int BatchSize = 40;

    readonly string _directory = Directory.CreateTempSubdirectory("outcomes-test-").FullName;
    readonly ConcurrentBag<string> _acknowledged = [];
    readonly ConcurrentBag<string[]> _batches = [];
    int _answers;

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    [InlineData(250)]
    public async Task Every_acknowledged_row_is_there_and_no_batch_is_there_by_half(int answersBeforeTheKill)
    {
        using (var served = await ServedProcess.Start(_directory))
        {
            (await served.Client.PutAsync($"api/v1/studies/{Id}", Text(Definition().ToJsonString(), "application/json"))).EnsureSuccessStatusCode();
            var senders = Enumerable.Range(0, 6).Select(sender => Task.Run(() => Send(served.Client, sender))).ToList();
            while (Volatile.Read(ref _answers) < answersBeforeTheKill && senders.All(s => !s.IsCompleted)) await Task.Delay(1);
            served.Kill();
            await Task.WhenAll(senders);
        }
        using var database = Database.Open(_directory, TimeProvider.System);
        var stored = DatabaseDump.Rows(database.Path, "SELECT id FROM participant").ToHashSet();
        Assert.NotEmpty(_acknowledged);
        Assert.DoesNotContain(_acknowledged, id => !stored.Contains(id));
        Assert.DoesNotContain(_batches, batch => batch.Count(stored.Contains) is not (0 or BatchSize));
        Assert.Equal(["ok"], DatabaseDump.Rows(database.Path, "PRAGMA integrity_check"));
        Assert.Empty(DatabaseDump.Rows(database.Path, "SELECT r.id FROM receipt r WHERE row_count <> (SELECT COUNT(*) FROM participant p WHERE p.receipt_id = r.id)"));
        Assert.Null(AuditStore.FirstBreak(database));
    }

    /// <summary>Half of the senders send batches, half single rows, until the process is gone.</summary>
    async Task Send(HttpClient client, int sender)
    {
        for (var i = 0; ; i++)
        {
            var rows = Enumerable.Range(0, sender % 2 == 0 ? BatchSize : 1).Select(r => (JsonNode)Participant($"K{sender}-{i:0000}-{r:00}")).ToArray();
            var ids = rows.Select(r => r["id"]!.GetValue<Guid>().ToString("D")).ToArray();
            if (ids.Length > 1) _batches.Add(ids);
            try
            {
                var answer = await client.PostAsync($"api/v1/studies/{Id}/participants", NdJson(rows));
                Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
                foreach (var id in ids) _acknowledged.Add(id);
                Interlocked.Increment(ref _answers);
            }
            catch (HttpRequestException) { return; }
        }
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
