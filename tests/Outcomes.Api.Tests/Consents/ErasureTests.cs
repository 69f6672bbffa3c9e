using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Analyses;
using Outcomes.Api.Tests.CommandLine;
using Outcomes.Data;
using Outcomes.Data.Analyses;
using Outcomes.Data.Audit;
using Outcomes.Data.Consents;
using Outcomes.Data.Releases;
using Outcomes.Domain.Access;
using Outcomes.Domain.Audit;
using Outcomes.Domain.Consents;
using Outcomes.Domain.Releases;
using Outcomes.Jobs;
using Xunit;
using static Outcomes.Api.Tests.Consents.Consenting;

namespace Outcomes.Api.Tests.Consents;

/// <summary>An erasure leaves no trace of whoever is erased in the file or its log, and the chain of events whole.</summary>
public class ErasureTests
{
    const string Gone = "S1-002";
    static readonly Actor Steward = Actor.OnThisMachine("test");

    [Fact]
    public async Task A_dry_run_changes_nothing_and_says_what_would_go_and_what_had_left()
    {
        await using var host = await Agreeing();
        await host.Exported();
        var before = host.Dump();
        var would = host.Services.GetRequiredService<ErasureStore>().Preview(Steward, "small", Gone)!;
        Assert.Equal(before, host.Dump());
        Assert.Equal(["score 2", "assessment 2", "session_attendee 1", "consent 3", "participant 1"], would.Rows.Select(r => $"{r.Table} {r.Count}"));
        Assert.Equal(["export participants, test"], would.Left.Select(l => $"{l.Kind} {l.What}"));
        Assert.Null(host.Services.GetRequiredService<ErasureStore>().Preview(Steward, "small", "S9-999"));
        Assert.Null(host.Services.GetRequiredService<ErasureStore>().Preview(new("x", Scopes.All, "another"), "small", Gone));
    }

    [Fact]
    public async Task No_byte_of_database_log_or_any_other_file_holds_the_pseudonym_afterwards_and_the_chain_is_whole()
    {
        await using var host = await Agreeing();
        var id = DatabaseDump.Rows(File(host), $"SELECT id FROM participant WHERE pseudonym = '{Gone}'").Single();
        Assert.NotEmpty(Traces(host, Gone));
        var done = await host.Services.GetRequiredService<ErasureStore>().Erase(Steward, "small", Gone);
        Assert.True(done!.Scrubbed);
        Assert.Empty(Traces(host, Gone));
        Assert.Empty(Traces(host, id));
        Assert.Null(AuditStore.FirstBreak(host.Database));
        Assert.Contains(DatabaseDump.Rows(File(host), "SELECT event FROM audit"), e => e.Contains("participant_erased", StringComparison.Ordinal) && e.Contains("\"rows_assessment\":\"2\"", StringComparison.Ordinal));
        Assert.DoesNotContain(Gone, await host.Exported());
        Assert.Equal(["S1-001", "S2-001", "S2-002"], host.InSnapshot());
    }

    [Fact]
    public async Task What_was_erased_is_not_taken_in_again_but_the_session_that_others_were_in_is_known()
    {
        await using var host = await RunningHost.Start();
        await Accepted(host.PutStudy(Definition()));
        JsonObject stays = SmallStudy.Participant("S1-001"), goes = SmallStudy.Participant(Gone), session = SmallStudy.Session(SmallStudy.NewId(), ["S1-001", Gone]), answered = SmallStudy.Stress(Gone);
        await Accepted(host.Send("participants", SmallStudy.Json(stays, goes)));
        await Accepted(host.Send("sessions", SmallStudy.Json(session)));
        await Accepted(host.Send("assessments", SmallStudy.Json(answered)));
        await host.Services.GetRequiredService<ErasureStore>().Erase(Steward, "small", Gone);
        Assert.Equal(["2 id erased"], await (await host.Send("participants", SmallStudy.Json(stays, goes))).Faults());
        Assert.Equal(["1 id erased"], await (await host.Send("assessments", SmallStudy.Json(answered))).Faults());
        session["attendees"] = new JsonArray("S1-001");
        Assert.Equal(200, (int)(await host.Send("sessions", SmallStudy.Json(session))).StatusCode);
    }

    [Fact]
    public async Task The_analysis_is_made_anew_and_single_values_go_from_those_before()
    {
        await using var host = await Agreeing(Analysing.Settings);
        var first = await host.Finished("small");
        Assert.NotEmpty((await Stored(host, first))["outcomes"]![0]!["distributions"]!.AsArray());
        var ledger = host.Services.GetRequiredService<ReleaseStore>();
        await ledger.Record(new ReleaseEntry("r1", "small", (string)first["id"]!, "hash", [Audience.Board], [], ["en"], []), new AuditEvent("test", "released", "r1", "small"));
        await host.Services.GetRequiredService<ErasureStore>().Erase(Steward, "small", Gone);
        Assert.Empty((await Stored(host, first))["outcomes"]!.AsArray().SelectMany(o => o!["distributions"]!.AsArray()));
        host.Services.GetRequiredService<Wake>().Nudge();
        var second = await host.Finished("small");
        Assert.NotEqual((string)first["snapshot_hash"]!, (string)second["snapshot_hash"]!);

        var reviews = host.Services.GetRequiredService<ReviewStore>();
        var waiting = Assert.Single(reviews.All(Steward, "small"), review => review.Subject == "r1");   // the job may have released something of its own meanwhile
        Assert.Equal(("release", "r1", null), (waiting.Kind, waiting.Subject, waiting.Decision));
        Assert.True(await reviews.Decide(Steward, "small", waiting.ErasureId, "release", "r1", ReviewDecision.Recalled));
        Assert.False(await reviews.Decide(Steward, "small", waiting.ErasureId, "release", "r1", ReviewDecision.Stays));
        Assert.Equal("recalled", Assert.Single(reviews.All(Steward, "small"), review => review.Subject == "r1").Decision);
    }

    [Fact]
    public async Task An_analysis_that_ran_during_an_erasure_stores_nothing_of_what_it_found()
    {
        await using var host = await Agreeing();
        var analyses = host.Services.GetRequiredService<AnalysisStore>();
        await analyses.Begin("a1", analyses.Stale("test/1").Single(), "test/1");
        await analyses.Took("a1", host.Services.GetRequiredService<SnapshotStore>().Take("small")!);
        await host.Services.GetRequiredService<ErasureStore>().Erase(Steward, "small", Gone);
        Assert.False(await analyses.Finish("a1", "{\"outcomes\":[]}", "hash", new AuditEvent("test", "analysis_finished", "a1", "small")));
        Assert.Equal("interrupted", analyses.Find(Steward, "small", "a1")!.Status);
        Assert.Null(analyses.Result("a1"));
        Assert.Single(analyses.Stale("test/1"));
    }

    /// <summary>Reads the schema: whoever adds a table with rows of participants must add it to the list, or this names it.</summary>
    [Fact]
    public async Task Every_table_with_rows_of_participants_is_emptied_of_them()
    {
        await using var host = await RunningHost.Start();
        var holding = DatabaseDump.Rows(File(host),
            """
            SELECT DISTINCT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND (c.name LIKE '%participant_id' OR c.name LIKE '%assessment_id' OR c.name LIKE '%pseudonym') ORDER BY 1
            """);
        Assert.Contains("assessment", holding);
        Assert.Empty(holding.Except(ErasureStore.Tables));
    }

    [Fact]
    public async Task The_command_erases_only_when_it_is_told_to()
    {
        await using var host = await Agreeing();
        string[] words = ["erase", "--data", host.DataDirectory, "--study", "small", "--participant", Gone];
        var dry = await RunProgram.Outcomes(words);
        Assert.Equal(0, dry.ExitCode);
        Assert.Contains("assessment: 2", dry.Output, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", dry.Output, StringComparison.Ordinal);
        Assert.Contains(Gone, await host.Exported());
        var done = await RunProgram.Outcomes([.. words, "--confirm"]);
        Assert.True(done.ExitCode == 0, done.Errors);
        Assert.DoesNotContain(Gone, await host.Exported());
        Assert.Equal(1, (await RunProgram.Outcomes([.. words, "--confirm"])).ExitCode);
        Assert.Equal(0, (await RunProgram.Outcomes("audit", "verify", "--data", host.DataDirectory)).ExitCode);
    }

    static async Task<RunningHost> Agreeing(Func<HostSettings, HostSettings>? configure = null)
    {
        var host = await Started(configure);
        await host.Record([.. new[] { "S1-001", Gone, "S2-001", "S2-002" }.SelectMany(Agreed)]);
        return host;
    }

    static string File(RunningHost host) => Path.Combine(host.DataDirectory, Database.FileName);

    static async Task<JsonNode> Stored(RunningHost host, JsonNode analysis)
    {
        await using var connection = new SqliteConnection($"Data Source={File(host)};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT result FROM analysis WHERE id = @id";
        command.Parameters.AddWithValue("@id", (string)analysis["id"]!);
        return JsonNode.Parse((string)(await command.ExecuteScalarAsync())!)!;
    }

    /// <summary>Every file below the data directory, byte by byte.</summary>
    static List<string> Traces(RunningHost host, string text) => [.. Directory.GetFiles(host.DataDirectory, "*", SearchOption.AllDirectories).Where(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.GetBuffer().AsSpan(0, (int)copy.Length).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }).Select(file => Path.GetFileName(file))];
}
