using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Data.Analyses;
using Xunit;
using static Outcomes.Api.Tests.Consents.Consenting;

namespace Outcomes.Api.Tests.Consents;

/// <summary>Answers are taken in like all data, and decide by themselves whose rows are read.</summary>
public class ConsentTests
{
    [Fact]
    public async Task Without_a_section_on_consent_everyone_is_in_and_an_answer_is_refused_with_what_to_do()
    {
        await using var host = await RunningHost.Start();
        await Accepted(host.PutStudy(SmallStudy.Definition()));
        await Accepted(host.Send("participants", SmallStudy.Json(SmallStudy.Participant("S1-001"))));
        Assert.Equal(["S1-001"], await host.Exported());
        Assert.Equal(["S1-001"], host.InSnapshot());
        using var refused = await host.Send("consents", SmallStudy.Json(Said("S1-001", "research", "guardian")));
        Assert.Equal(["1  consent_kept_elsewhere"], await refused.Faults());
        using var reuse = await host.Client.GetAsync("api/v1/studies/small/dataset.zip?purpose=reuse");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, reuse.StatusCode);
        Assert.Equal([" purpose reuse_not_asked"], await reuse.Faults());
    }

    [Fact]
    public async Task Who_has_not_agreed_is_in_no_table_of_the_dataset_and_in_no_snapshot()
    {
        await using var host = await Started();
        Assert.Empty(await host.Exported());
        Assert.Empty(host.InSnapshot());
        await host.Record([.. Agreed("S1-001"), .. Agreed("S2-001"), Said("S1-002", "research", "guardian"), Said("S2-002", "research", "guardian"), Said("S2-002", "research", "student", "refused")]);
        foreach (var grain in new[] { "participants", "assessments", "items", "scores" }) Assert.Equal(["S1-001", "S2-001"], await host.Exported(grain));
        Assert.Equal(["S1-001"], await host.Exported("attendance"));
        Assert.Equal(["1"], await host.Exported("sessions", "attendees"));
        Assert.Equal(["S1-001", "S2-001"], host.InSnapshot());
        var taken = host.Services.GetRequiredService<SnapshotStore>().Take("small")!.Snapshot;
        Assert.Equal(["S1-001", "S2-001"], taken.Assessments.Select(a => a.Participant).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["S1-001"], taken.Sessions.SelectMany(s => s.Attendees));
    }

    [Fact]
    public async Task Each_use_asks_for_its_own_purposes()
    {
        await using var host = await Started();
        await host.Record([.. Agreed("S1-001"), Said("S1-002", "research", "guardian"), Said("S1-002", "research", "student"),
            Said("S1-001", "reuse", "guardian"), Said("S1-001", "reuse", "student"), Said("S2-001", "reuse", "guardian"), Said("S2-001", "reuse", "student")]);
        Assert.Equal(["S1-001", "S1-002"], await host.Exported());
        Assert.Equal(["S1-001"], host.InSnapshot());                      // an analysis is made for reports
        Assert.Equal(["S1-001"], await host.Exported(purpose: "reuse"));  // reuse without research is nothing
    }

    [Fact]
    public async Task A_no_outweighs_a_yes_and_of_someone_of_age_only_the_own_answer_counts()
    {
        await using var host = await Started();
        await host.Record([.. Agreed("S1-001"), Said("S1-001", "reporting", "student", "refused")]);           // nobody asked the student, but the answer is no
        await host.Record(Said("S1-002", "research", "guardian", "refused"), Said("S1-002", "research", "participant"), Said("S1-002", "reporting", "participant"));
        await host.Record([.. Agreed("S2-001"), Said("S2-001", "research", "participant", "refused")]);
        Assert.Equal(["S1-002"], host.InSnapshot());
        Assert.Equal(["S1-001", "S1-002"], await host.Exported());
    }

    [Fact]
    public async Task The_answer_decided_last_holds_in_whatever_order_they_come()
    {
        await using var host = await Started();
        await host.Record(Agreed("S1-001"));
        await host.Record(Said("S1-001", "research", "student", "withdrawn", "2026-04-01"));
        Assert.Empty(await host.Exported());
        await host.Record(Said("S1-001", "research", "student", "given", "2026-03-01"));    // an older form, entered late
        Assert.Empty(await host.Exported());
        await host.Record(Said("S1-001", "research", "student", "given", "2026-04-02"));
        Assert.Equal(["S1-001"], await host.Exported());
    }

    [Fact]
    public async Task Who_agreed_to_a_version_that_no_longer_counts_is_asked_again()
    {
        await using var host = await Started();
        await host.Record(Agreed("S1-001"));
        var next = Definition("1.1");
        next["consent"]!["texts"]![0]!["counts"] = false;
        await Accepted(host.PutStudy(next));
        Assert.Empty(await host.Exported());
        var renewed = Agreed("S1-001");
        foreach (var consent in renewed) { consent["text"] = "2026-02"; consent["decided_on"] = "2026-03-01"; }
        await host.Record(renewed);
        Assert.Equal(["S1-001"], await host.Exported());
    }

    [Fact]
    public async Task A_batch_is_stored_whole_or_not_at_all_and_sent_twice_it_gets_the_first_receipt()
    {
        await using var host = await Started();
        var before = host.Dump();
        var unknown = Said("S9-999", "research", "guardian");
        var early = Said("S1-001", "research", "guardian", day: "2025-12-01");
        var never = Said("S1-001", "research", "guardian", "withdrawn");
        var language = Said("S1-001", "research", "guardian");
        language["language"] = "zh-Hans";
        var giver = Said("S1-001", "reporting", "student");
        var text = Said("S1-001", "reuse", "guardian");
        text["text"] = "1999-01";
        var note = Said("S1-001", "reuse", "guardian");
        note["note"] = "Anna said yes";
        using var refused = await host.Send("consents", SmallStudy.Json(unknown, early, never, language, giver, text, note));
        Assert.Equal(["1 participant unknown_pseudonym", "2 decided_on before_the_text", "3 answer nothing_to_withdraw", "4 language unknown_language",
            "5 given_by not_asked_of", "6 text unknown_text", "7 note unknown_field"], await refused.Faults());
        Assert.Equal(before, host.Dump());

        var good = SmallStudy.Json(Agreed("S1-001"));
        var rows = await good.ReadAsStringAsync();
        using var first = await host.Send("consents", SmallStudy.Text(rows, "application/json"));
        using var second = await host.Send("consents", SmallStudy.Text(rows, "application/json"));
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK], [first.StatusCode, second.StatusCode]);
        Assert.Equal((string)(await first.Body())["receipts"]![0]!["id"]!, (string)(await second.Body())["receipts"]![0]!["id"]!);
        var other = JsonNode.Parse(rows)!.AsArray()[0]!.DeepClone();
        other["answer"] = "refused";
        using var differs = await host.Send("consents", SmallStudy.Json(other));
        Assert.Equal(["1 id content_differs"], await differs.Faults());
    }

    [Fact]
    public async Task A_new_version_of_the_study_cannot_forget_what_was_agreed_to()
    {
        await using var host = await Started();
        await host.Record(Agreed("S1-001"));
        using var refused = await host.PutStudy(SmallStudy.Definition("1.1"));
        Assert.Equal([" consent.purposes in_use", " consent.purposes in_use", " consent.texts in_use"], await refused.Faults());
    }

    [Fact]
    public async Task A_key_for_data_alone_records_no_consents()
    {
        await using var host = await Started();
        using var client = await host.ClientWith(["data:write"]);
        using var answer = await client.PostAsync("api/v1/studies/small/consents", SmallStudy.Json(Agreed("S1-001")));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }
}
