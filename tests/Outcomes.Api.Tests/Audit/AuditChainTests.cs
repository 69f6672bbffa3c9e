using System.Globalization;
using Microsoft.Data.Sqlite;
using Outcomes.Api.Tests.CommandLine;
using Outcomes.Data;
using Outcomes.Data.Audit;
using Outcomes.Domain.Audit;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Audit;

public sealed class AuditChainTests : IAsyncLifetime
{
    const int Links = 40;

    RunningHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        (_host, _) = await Started();
        for (var i = Newest.Number; i < Links; i++) (await _host.Send("participants", Json(Participant($"A1-{i:000}")))).EnsureSuccessStatusCode();
    }

    AuditRow Newest => AuditStore.Newest(_host.Database)!;

    [Fact]
    public void A_thousand_tampered_chains_are_all_found_at_the_link_or_the_one_after_it()
    {
        var sound = Read();
        Assert.Null(AuditChain.FirstBreak(sound));
        var random = new Random(20261122);
        for (var i = 0; i < 1000; i++)
        {
            var tampered = sound.ToList();
            var at = Tamper(tampered, random);
            var found = AuditChain.FirstBreak(tampered);
            Assert.True(found is { } link && link <= at + 1, $"tampering {i} at link {at} was found at {found}");
        }
    }

    /// <returns>The number of the first link that was touched; a cut tail is not among these.</returns>
    static long Tamper(List<AuditRow> rows, Random random)
    {
        var i = random.Next(rows.Count - 1);
        var row = rows[i];
        switch (random.Next(7))
        {
            case 0: rows[i] = row with { Event = Flip(row.Event, random) }; break;
            case 1: rows[i] = row with { Hash = Flip(row.Hash, random) }; break;
            case 2: rows[i] = row with { PreviousHash = Flip(row.PreviousHash, random) }; break;
            case 3: rows.RemoveAt(i); break;
            case 4: (rows[i], rows[i + 1]) = (rows[i + 1], rows[i]); break;
            case 5: rows.Insert(i, row); break;
            // As someone would who computes the link's own hash anew, but not all that follow.
            default: rows[i] = AuditChain.Next(row.Number - 1, row.PreviousHash, new AuditEvent("someone", "else", "did"), DateTimeOffset.UnixEpoch.AddSeconds(i)); break;
        }
        return row.Number;
    }

    static string Flip(string text, Random random)
    {
        var at = random.Next(text.Length);
        return string.Concat(text.AsSpan(0, at), ((char)(text[at] ^ 1)).ToString(), text.AsSpan(at + 1));
    }

    [Theory]
    [InlineData("UPDATE audit SET event = replace(event, 'number', 'numbre') WHERE number = 20", "number 20")]
    [InlineData("UPDATE audit SET event = 'not json' WHERE number = 9", "number 9")]
    [InlineData("DELETE FROM audit WHERE number = 5", "number 5")]
    public async Task The_command_names_the_first_link_that_does_not_fit_and_ends_with_one(string sql, string named)
    {
        Assert.Equal(0, (await Verify()).ExitCode);
        Execute(sql);
        var ran = await Verify();
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains(named, ran.Output);
    }

    [Fact]
    public async Task A_cut_tail_shows_only_against_a_signed_head_that_was_kept()
    {
        var head = Path.Combine(_host.DataDirectory, "head.json");
        var signed = await RunProgram.Outcomes("audit", "head", "--data", _host.DataDirectory, "--out", head);
        Assert.True(signed.ExitCode == 0, signed.Errors);
        Assert.Equal(0, (await Verify("--head", head)).ExitCode);
        (await _host.Send("participants", Json(Participant("A9-001")))).EnsureSuccessStatusCode();
        Assert.Equal(0, (await Verify("--head", head)).ExitCode);   // what came later does not matter

        Execute($"DELETE FROM audit WHERE number > {Links - 3}");
        var alone = await Verify();
        Assert.Equal(0, alone.ExitCode);
        Assert.Contains("only against a signed head", alone.Output);
        var against = await Verify("--head", head);
        Assert.Equal(1, against.ExitCode);
        Assert.Contains("was cut", against.Output);
    }

    [Fact]
    public async Task A_head_that_was_changed_or_a_chain_written_anew_is_told()
    {
        var head = Path.Combine(_host.DataDirectory, "head.json");
        await RunProgram.Outcomes("audit", "head", "--data", _host.DataDirectory, "--out", head);
        var text = await File.ReadAllTextAsync(head, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(head + "2", text.Replace(Newest.Hash, AuditChain.Start), TestContext.Current.CancellationToken);
        Assert.Contains("changed after it was signed", (await Verify("--head", head + "2")).Output);

        Anew();
        Assert.Null(AuditStore.FirstBreak(_host.Database));
        var ran = await Verify("--head", head);
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("written anew", ran.Output);
    }

    /// <summary>A whole new chain of the same length, which fits in itself.</summary>
    void Anew()
    {
        var (number, hash) = (0L, AuditChain.Start);
        foreach (var _ in Read())
        {
            var row = AuditChain.Next(number, hash, new AuditEvent("forger", "forged", "all"), DateTimeOffset.UnixEpoch);
            Execute(string.Create(CultureInfo.InvariantCulture, $"UPDATE audit SET event = '{row.Event}', previous_hash = '{row.PreviousHash}', hash = '{row.Hash}' WHERE number = {row.Number}"));
            (number, hash) = (row.Number, row.Hash);
        }
    }

    Task<Ran> Verify(params string[] more) => RunProgram.Outcomes(["audit", "verify", "--data", _host.DataDirectory, .. more]);

    List<AuditRow> Read() => [.. Enumerable.Range(1, (int)Newest.Number).Select(n => AuditStore.Find(_host.Database, n)!)];

    void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_host.DataDirectory, Database.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
