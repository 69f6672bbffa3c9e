using System.Net;
using System.Text.Json.Nodes;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Batches;

/// <summary>JSON, NDJSON and CSV are three ways to say the same.</summary>
public sealed class FormatTests
{
    public static TheoryData<string, Func<JsonNode[], HttpContent>> Formats => new()
    {
        { "JSON", Json }, { "NDJSON", NdJson }, { "CSV", CsvText.Of },
    };

    [Theory, MemberData(nameof(Formats))]
    public async Task Every_format_stores_the_same_rows(string _, Func<JsonNode[], HttpContent> format)
    {
        await using var host = await RunningHost.Start();
        await host.PutStudy(Definition());
        foreach (var (noun, rows) in Rows()) Assert.Equal(HttpStatusCode.Created, (await host.Send(noun, format(rows))).StatusCode);
        Assert.Equal(await Stored(), Content(host));
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task A_batch_sent_again_in_another_format_is_the_same_batch(string _, Func<JsonNode[], HttpContent> format)
    {
        await using var host = await RunningHost.Start();
        await host.PutStudy(Definition());
        foreach (var (noun, rows) in Rows())
        {
            var first = await host.Send(noun, Json(rows));
            var again = await host.Send(noun, format(rows));
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
            Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_byte_order_mark_blank_lines_and_windows_line_ends_do_no_harm()
    {
        var (host, _) = await Started();
        await using var __ = host;
        var lines = $"\uFEFF{Stress("S1-001").ToJsonString()}\r\n\r\n{Stress("S2-001").ToJsonString()}\r\n";
        Assert.Equal(HttpStatusCode.Created, (await host.Send("assessments", Text(lines, "application/x-ndjson"))).StatusCode);
        var json = "\uFEFF " + new JsonArray(Stress("S1-001", "endpoint")).ToJsonString();
        Assert.Equal(HttpStatusCode.Created, (await host.Send("assessments", Text(json, "application/json; charset=utf-8"))).StatusCode);
        var csv = "\uFEFF" + (await CsvText.Of(Stress("S2-001", "endpoint")).ReadAsStringAsync()).Replace("\n", "\r\n", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, (await host.Send("assessments", Text(csv, "text/csv"))).StatusCode);
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task A_batch_too_large_for_memory_is_stored_whole(string _, Func<JsonNode[], HttpContent> format)
    {
        await using var host = await RunningHost.Start();
        await host.PutStudy(Definition());
        var participants = Enumerable.Range(0, 3000).Select(i => (JsonNode)Participant($"P-{i:00000}")).ToArray();
        Assert.Equal(HttpStatusCode.Created, (await host.Send("participants", format(participants))).StatusCode);
        var assessments = Enumerable.Range(0, 3000).Select(i => (JsonNode)Stress($"P-{i:00000}")).ToArray();
        var body = format(assessments);
        Assert.True((await body.ReadAsByteArrayAsync()).Length > 256 * 1024);
        var answer = await host.Send("assessments", body);
        Assert.Equal(3000, (int)(await answer.Body())["receipts"]![0]!["rows"]!);
        Assert.Equal(["3000"], DatabaseDump.Rows(host.DataDirectory + "/outcomes.db", "SELECT COUNT(*) FROM score"));
    }

    static readonly Guid SessionId = NewId();
    static readonly (string Noun, JsonNode[] Rows)[] Sent = Make();

    static (string Noun, JsonNode[] Rows)[] Rows() => Sent;

    static (string, JsonNode[])[] Make()
    {
        var partly = Stress("S1-002");
        partly["answers"]!.AsObject().Remove("1");
        partly["answers"]!["2"] = "prefer_not_to_answer";
        var planned = new JsonObject
        {
            ["id"] = NewId(), ["school"] = "s2", ["arm"] = "live", ["week"] = 2, ["delivery"] = "in_person", ["status"] = "planned", ["start_utc"] = "2030-01-07T09:00:00Z",
        };
        return
        [
            ("participants", [Participant("S1-001"), Participant("S1-002"), Participant("S2-001", "s2", "waiting")]),
            ("sessions", [Session(SessionId, ["S1-001", "S1-002"]), planned]),
            ("assessments", [Stress("S1-001"), partly, CheckIn("S1-001", SessionId, "before", 0.1), CheckIn("S1-002", SessionId, "after")]),
        ];
    }

    /// <summary>The rows without what differs from run to run: receipts and instants of receipt.</summary>
    static string Content(RunningHost host) => string.Join('\n', new[]
    {
        "SELECT id, pseudonym, school, arm, language, enrolled_on, content_hash FROM participant ORDER BY id",
        "SELECT id, school, arm, week, delivery, status, start_utc, duration_minutes, educator_present, rtt_ms, jitter_ms, loss_pct, concealed_pct, content_hash FROM session ORDER BY id",
        "SELECT session_id, participant_id FROM session_attendee ORDER BY 1, 2",
        "SELECT id, participant_id, instrument, instrument_version, timepoint, session_id, completed_utc, language, mode, answers, content_hash FROM assessment ORDER BY id",
        "SELECT assessment_id, scale, value, answered, preferred, not_reached, prorated FROM score ORDER BY 1, 2",
    }.SelectMany(sql => DatabaseDump.Rows(host.DataDirectory + "/outcomes.db", sql)));

    static readonly Lazy<Task<string>> StoredOnce = new(async () =>
    {
        await using var host = await RunningHost.Start();
        await host.PutStudy(Definition());
        foreach (var (noun, rows) in Rows()) foreach (var row in rows) (await host.Send(noun, Json(row))).EnsureSuccessStatusCode();
        return Content(host);
    });

    /// <summary>What is stored when each row is sent alone.</summary>
    static Task<string> Stored() => StoredOnce.Value;
}
