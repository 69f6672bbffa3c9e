using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Data;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Data;

/// <summary>Requests that come together share a commit, and nothing else.</summary>
public sealed class WriterTests
{
    [Fact]
    public async Task A_refused_or_failing_write_in_a_shared_transaction_undoes_only_itself()
    {
        var (host, _) = await Started();
        await using var __ = host;
        var writer = host.Services.GetRequiredService<Writer>();
        var gate = new ManualResetEventSlim();
        var held = writer.Run(_ => { gate.Wait(); return 0; });
        var sent = Enumerable.Range(0, 20).Select(i => host.Send("participants", Json(Participant($"G1-{i:000}", i % 4 == 0 ? "s9" : "s1")))).ToList();
        var failing = writer.Run<int>(change => throw new InvalidOperationException("on purpose"));
        gate.Set();
        await held;
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        var accepted = (await Task.WhenAll(sent)).Count(a => a.IsSuccessStatusCode);
        Assert.Equal(15, accepted);
        Assert.Equal(["15"], DatabaseDump.Rows(host.DataDirectory + "/outcomes.db", "SELECT COUNT(*) FROM participant WHERE pseudonym LIKE 'G1-%'"));
        Assert.Null(Outcomes.Data.Audit.AuditStore.FirstBreak(host.Database));
    }

    /// <remarks>A change's statements are for our stores alone, so this one writes past them, on the same connection.</remarks>
    [Fact]
    public async Task A_write_that_the_audit_chain_does_not_tell_of_never_reaches_the_disk()
    {
        await using var host = await RunningHost.Start();
        var before = host.Dump();
        var writer = host.Services.GetRequiredService<Writer>();
        var slip = await Assert.ThrowsAsync<InvalidOperationException>(() => writer.Run(change =>
            ((System.Data.Common.DbConnection)typeof(Change).GetProperty("Connection", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(change)!).Execute("UPDATE api_key SET name = 'slip'")));
        Assert.Contains("left no event in the audit chain", slip.Message);
        Assert.Equal(before, host.Dump());
    }

    [Fact]
    public async Task Many_clients_at_once_are_each_answered_for_their_own_row()
    {
        var (host, _) = await Started();
        await using var __ = host;
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, cancel) =>
        {
            var answer = await host.Send("participants", Json(Participant($"G2-{i:000}")));
            var receipt = (await answer.Body())["receipts"]![0]!["id"]!;
            Assert.Equal([$"G2-{i:000}"], DatabaseDump.Rows(host.DataDirectory + "/outcomes.db", $"SELECT pseudonym FROM participant WHERE receipt_id = '{receipt}'"));
        });
    }

    [Fact]
    public async Task A_database_that_another_process_holds_is_answered_with_503_and_used_again_afterwards()
    {
        var (host, _) = await Started();
        await using var __ = host;
        using (var other = new SqliteConnection($"Data Source={host.DataDirectory}/outcomes.db;Pooling=False"))
        {
            other.Open();
            using var transaction = other.BeginTransaction();
            Assert.Equal(503, (int)(await host.Send("participants", Json(Participant("G3-001")))).StatusCode);
        }
        Assert.Equal(201, (int)(await host.Send("participants", Json(Participant("G3-001")))).StatusCode);
    }
}
