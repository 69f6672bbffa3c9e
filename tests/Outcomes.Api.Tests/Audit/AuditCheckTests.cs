using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.CommandLine;
using Outcomes.Api.Tests.Reports;
using Outcomes.Data;
using Outcomes.Data.Audit;
using Outcomes.Domain.Audit;
using Outcomes.Jobs;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Audit;

/// <summary>What the kept end of a chain is trusted for, and what it is not.</summary>
public sealed class AuditCheckTests : IAsyncLifetime
{
    RunningHost _host = null!;

    public async ValueTask InitializeAsync() => (_host, _) = await Started();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    AuditChecks Checks => _host.Services.GetRequiredService<AuditChecks>();

    [Fact]
    public async Task A_view_goes_on_from_the_last_whole_check_and_finds_what_was_changed_after_it()
    {
        Assert.Null(Checks.Now().CheckedUtc);   // nothing was kept yet: the whole chain was looked at
        var whole = await Checks.Whole();
        await Add();
        var now = Checks.Now();
        Assert.Equal((null, whole.CheckedTo), (now.Fault, now.CheckedTo));
        Execute("UPDATE audit SET event = replace(event, 'small', 'other') WHERE number = (SELECT max(number) FROM audit)");
        Assert.Equal(AuditFaultKind.Broken, Checks.Now().Fault!.Kind);
    }

    [Fact]
    public async Task What_was_changed_before_the_last_check_is_found_by_the_next_whole_one_and_said_until_one_finds_nothing()
    {
        await Checks.Whole();
        Execute("UPDATE audit SET event = replace(event, 'built in', 'someone') WHERE number = 3");
        Assert.Contains("number 3 ", (await Verify()).Output);   // the command never goes on from anywhere but the beginning
        Assert.Equal(3, (await Checks.Whole()).Fault!.Number);
        Execute("UPDATE audit SET event = replace(event, 'someone', 'built in') WHERE number = 3");
        Assert.Equal(3, Checks.Now().Fault!.Number);
        Assert.Null((await Checks.Whole()).Fault);
        Assert.Null(Checks.Now().Fault);
    }

    [Theory]
    [InlineData("DELETE FROM audit WHERE number > 3", AuditFaultKind.Cut, "was cut")]
    [InlineData(null, AuditFaultKind.Rewritten, "written anew")]
    public async Task A_chain_that_was_cut_or_written_anew_since_a_check_is_found_though_it_fits_in_itself(string? sql, AuditFaultKind kind, string says)
    {
        await Checks.Whole();
        if (sql is null) Anew(); else Execute(sql);
        Assert.Null(AuditStore.FirstBreak(_host.Database));
        Assert.Equal(kind, Checks.Now().Fault!.Kind);
        Assert.Equal(kind, (await Checks.Whole()).Fault!.Kind);
        var ran = await Verify();
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains(says, ran.Output);
    }

    [Fact]
    public async Task A_kept_end_that_someone_else_signed_saves_no_work_and_one_that_was_changed_is_told()
    {
        await Checks.Whole();
        Execute("UPDATE audit SET event = replace(event, 'built in', 'someone') WHERE number = 3");
        using (var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256))
        {
            var newest = AuditStore.Newest(_host.Database)!;
            var forged = System.Text.Encoding.UTF8.GetString(SignedHead.Of(newest.Number, newest.Hash, DateTimeOffset.UnixEpoch, other).Json());
            Execute($"INSERT INTO audit_check (checked_utc, number, head) VALUES ('2099-01-01T00:00:00Z', {newest.Number}, '{forged}')");
        }
        Assert.Equal((AuditFaultKind.Broken, 3L), (Checks.Now().Fault!.Kind, Checks.Now().Fault!.Number));
        Execute("UPDATE audit SET event = replace(event, 'someone', 'built in') WHERE number = 3");
        Execute("UPDATE audit_check SET head = replace(head, '\"taken_utc\": \"20', '\"taken_utc\": \"19') WHERE id = 1");
        var ran = await Verify();
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("was changed", ran.Output);
    }

    [Fact]
    public async Task The_job_checks_once_a_day_and_the_page_says_what_it_found()
    {
        var clock = new TestClock(new DateTimeOffset(2026, 11, 28, 8, 0, 0, TimeSpan.Zero));
        await using var host = await RunningHost.Start(settings => settings with { RunJobs = true, Time = clock, JobTimes = JobTimes.Default with { Sweep = TimeSpan.FromMilliseconds(50) } });
        using var auditor = await host.ClientWith(["audit:read"]);
        await Until(async () => (await auditor.GetStringAsync("audit")).Contains("were checked on 2026-11-28"));
        Execute("UPDATE audit SET event = replace(event, 'built in', 'someone') WHERE number = 2", host);
        Assert.DoesNotContain("broken", await auditor.GetStringAsync("audit"));   // what is before the last check is looked at tomorrow
        clock.Move(TimeSpan.FromDays(1));
        using var nextDay = await host.ClientWith(["audit:read"]);   // the other key held for a day
        await Until(async () => (await nextDay.GetStringAsync("audit")).Contains("broken at number 2"));
    }

    static async Task Until(Func<Task<bool>> done)
    {
        for (var end = TimeProvider.System.GetUtcNow().AddSeconds(30); !await done(); await Task.Delay(50)) Assert.True(TimeProvider.System.GetUtcNow() < end, "it did not come in half a minute");
    }

    async Task Add() => (await _host.Send("participants", Json(Participant("A7-001")))).EnsureSuccessStatusCode();

    /// <summary>A whole new chain of the same length, which fits in itself.</summary>
    void Anew()
    {
        var (number, hash) = (0L, AuditChain.Start);
        for (var left = AuditStore.Newest(_host.Database)!.Number; left > 0; left--)
        {
            var row = AuditChain.Next(number, hash, new AuditEvent("forger", "forged", "all"), DateTimeOffset.UnixEpoch);
            Execute(FormattableString.Invariant($"UPDATE audit SET event = '{row.Event}', previous_hash = '{row.PreviousHash}', hash = '{row.Hash}' WHERE number = {row.Number}"));
            (number, hash) = (row.Number, row.Hash);
        }
    }

    Task<Ran> Verify() => RunProgram.Outcomes("audit", "verify", "--data", _host.DataDirectory);

    void Execute(string sql, RunningHost? host = null)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine((host ?? _host).DataDirectory, Database.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.True(command.ExecuteNonQuery() > 0, sql);
    }
}
