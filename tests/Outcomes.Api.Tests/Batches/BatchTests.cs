using System.Net;
using System.Text.Json.Nodes;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Batches;

/// <summary>What a partner's system can rely on when it sends data.</summary>
public sealed class BatchTests
{
    [Fact]
    public async Task A_batch_is_acknowledged_with_a_receipt_and_is_in_the_database()
    {
        var (host, session) = await Started();
        await using var _ = host;
        var answer = await host.Send("assessments", Json(Stress("S1-001"), CheckIn("S1-001", session, "before"), CheckIn("S1-001", session, "after")));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var receipt = Assert.Single((await answer.Body())["receipts"]!.AsArray())!;
        Assert.Equal(3, (int)receipt["rows"]!);
        Assert.Equal(["3"], DatabaseDump.Rows(host.DataDirectory + "/outcomes.db", $"SELECT COUNT(*) FROM assessment WHERE receipt_id = '{receipt["id"]}'"));
    }

    [Fact]
    public async Task Each_assessment_is_scored_in_the_same_transaction_with_the_hash_of_its_definition()
    {
        var (host, session) = await Started();
        await using var _ = host;
        (await host.Send("assessments", Json(Stress("S1-001", answer: 3), CheckIn("S1-001", session, "before", 7.5)))).EnsureSuccessStatusCode();
        var hash = Domain.Instruments.InstrumentCatalogue.BuiltIn.Find("pss-10", "1.0")!.Hash;
        // Six items as they are and four turned round (0 to 4): 6·3 + 4·1.
        Assert.Equal([$"total|22.0|10|0|0|0|{hash}"], DatabaseDump.Rows(host.DataDirectory + "/outcomes.db",
            "SELECT scale, value, answered, preferred, not_reached, prorated, definition_hash FROM latest_score WHERE instrument = 'pss-10'"));
        Assert.Equal(["7.5", "7.5", "7.5"], DatabaseDump.Rows(host.DataDirectory + "/outcomes.db", "SELECT value FROM latest_score WHERE instrument = 'session-check-in'"));
    }

    [Fact]
    public async Task The_same_batch_again_gives_the_first_answer_word_for_word_and_changes_nothing()
    {
        var (host, session) = await Started();
        await using var _ = host;
        var rows = new JsonNode[] { Stress("S1-001"), CheckIn("S1-001", session, "before") };
        var first = await host.Send("assessments", Json(rows));
        var before = host.Dump();
        var again = await host.Send("assessments", NdJson(rows));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(before, host.Dump());
    }

    [Fact]
    public async Task The_same_id_with_other_content_is_a_conflict_that_names_each_row_and_changes_nothing()
    {
        var (host, _) = await Started();
        await using var __ = host;
        var (one, two) = (Stress("S1-001"), Stress("S2-001"));
        (await host.Send("assessments", Json(one, two))).EnsureSuccessStatusCode();
        var before = host.Dump();
        one["answers"]!["1"] = 4;
        two["language"] = "es";
        var answer = await host.Send("assessments", Json(Stress("S1-001", "endpoint"), one, two));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal(["2 id content_differs", "3 id content_differs"], await answer.Faults());
        Assert.Equal(before, host.Dump());
    }

    [Fact]
    public async Task Old_and_new_rows_together_are_answered_with_the_old_receipt_and_a_new_one()
    {
        var (host, _) = await Started();
        await using var __ = host;
        var one = Stress("S1-001");
        var first = await (await host.Send("assessments", Json(one))).Body();
        var both = await host.Send("assessments", Json(one, Stress("S2-001")));
        Assert.Equal(HttpStatusCode.Created, both.StatusCode);
        var receipts = (await both.Body())["receipts"]!.AsArray();
        Assert.Equal(2, receipts.Count);
        Assert.Equal(first["receipts"]![0]!.ToJsonString(), receipts[0]!.ToJsonString());
        Assert.Equal(1, (int)receipts[1]!["rows"]!);
    }

    [Fact]
    public async Task One_row_may_be_sent_as_an_object_without_a_list()
    {
        var (host, _) = await Started();
        await using var __ = host;
        var answer = await host.Send("assessments", Text(Stress("S1-001").ToJsonString(), "application/json"));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task Each_batch_makes_the_studys_change_number_grow_and_a_refused_or_repeated_one_does_not()
    {
        var (host, _) = await Started();
        await using var __ = host;
        async Task<int> Number() => (int)(await (await host.Client.GetAsync("api/v1/studies/small")).Body())["change_number"]!;
        var start = await Number();
        var row = Stress("S1-001");
        await host.Send("assessments", Json(row));
        Assert.Equal(start + 1, await Number());
        await host.Send("assessments", Json(row));
        await host.Send("assessments", Json(Stress("S9-999")));
        Assert.Equal(start + 1, await Number());
    }

    [Fact]
    public async Task What_was_written_stands_in_the_audit_chain_and_the_chain_is_whole()
    {
        var (host, _) = await Started();
        await using var __ = host;
        var receipt = (await (await host.Send("assessments", Json(Stress("S1-001")))).Body())["receipts"]![0]!["id"]!;
        Assert.Null(Outcomes.Data.Audit.AuditStore.FirstBreak(host.Database));
        var last = JsonNode.Parse(DatabaseDump.Rows(host.DataDirectory + "/outcomes.db", "SELECT event FROM audit ORDER BY number DESC LIMIT 1")[0])!;
        Assert.Equal("assessments_recorded", (string)last["action"]!);
        Assert.Equal((string)receipt!, (string)last["subject"]!);
    }
}
