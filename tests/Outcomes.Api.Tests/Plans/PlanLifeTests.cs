using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Outcomes.Data;
using Outcomes.Data.Audit;
using Outcomes.Domain.Access;
using Xunit;
using static Outcomes.Api.Tests.Plans.Planning;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Plans;

/// <summary>A plan is a draft, is locked, is amended; what was locked stays.</summary>
public sealed class PlanLifeTests
{
    [Fact]
    public async Task A_study_s_plan_is_a_draft_until_it_is_locked_and_then_says_when_and_by_whom()
    {
        await using var host = await RunningHost.Start();
        (await host.PutStudy(Definition())).EnsureSuccessStatusCode();
        var draft = await host.Plan();
        Assert.Equal(("draft", "1", 0), ((string)draft["state"]!, (string)draft["version"]!, draft["faults"]!.AsArray().Count));
        Assert.Null(draft["locked_utc"]);

        var answer = await host.LockPlan();
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var locked = await host.Plan();
        Assert.Equal(("locked", "test"), ((string)locked["state"]!, (string)locked["locked_by"]!));
        Assert.Equal((string)(await answer.Body())["locked_utc"]!, (string)locked["locked_utc"]!);
        Assert.Equal((string)draft["hash"]!, (string)locked["hash"]!);
    }

    [Fact]
    public async Task What_is_stored_of_a_locked_plan_has_the_hash_that_was_locked()
    {
        await using var host = await RunningHost.Start();
        (await host.PutStudy(Definition())).EnsureSuccessStatusCode();
        await host.LockPlan();
        var row = Assert.Single(Rows(host, "SELECT hash || ' ' || definition FROM plan_lock")).Split(' ', 2);
        Assert.Equal(row[0], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(row[1]))));
    }

    [Fact]
    public async Task Locking_the_same_again_changes_nothing_and_gets_the_same_answer()
    {
        await using var host = await RunningHost.Start();
        (await host.PutStudy(Definition())).EnsureSuccessStatusCode();
        var first = await (await host.LockPlan()).Body();
        var before = host.Dump();
        var again = await host.LockPlan();
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(first.ToJsonString(), (await again.Body()).ToJsonString());
        Assert.Equal(before, host.Dump());
    }

    [Fact]
    public async Task An_amendment_is_a_new_version_with_a_reason_and_both_stay()
    {
        await using var host = await Locked();
        (await host.PutStudy(WithPlan("1.1", "2", 0.9))).EnsureSuccessStatusCode();
        var draft = await host.Plan();
        Assert.Equal("draft", (string)draft["state"]!);
        Assert.Equal(["confidence: 0.95 → 0.9"], draft["changes"]!.AsArray().Select(c => (string)c!));

        Assert.Equal([" reason needed_here"], await (await host.LockPlan()).Faults());
        Assert.Equal(HttpStatusCode.Created, (await host.LockPlan("Narrower intervals were asked for.")).StatusCode);
        var versions = await host.PlanVersions();
        Assert.Equal(["1 1", "2 2"], versions.Select(v => $"{v!["sequence"]} {v["version"]}"));
        Assert.Equal(["0.95", "0.9"], versions.Select(v => v!["definition"]!["confidence"]!.ToJsonString()));
        Assert.Equal((null, "Narrower intervals were asked for."), ((string?)versions[0]!["reason"], (string?)versions[1]!["reason"]));
        Assert.Equal("confidence: 0.95 → 0.9", (string)Assert.Single(versions[1]!["changes"]!.AsArray())!);
    }

    [Fact]
    public async Task A_reason_is_one_line_and_the_first_lock_has_none()
    {
        await using var host = await RunningHost.Start();
        (await host.PutStudy(Definition())).EnsureSuccessStatusCode();
        Assert.Equal([" reason does_not_apply"], await (await host.LockPlan("Because.")).Faults());
        await host.LockPlan();
        (await host.PutStudy(WithPlan("1.1", "2", 0.9))).EnsureSuccessStatusCode();
        Assert.Equal([" reason bad_shape"], await (await host.LockPlan("One line\nand another")).Faults());
        Assert.Equal([" reason bad_shape"], await (await host.LockPlan(new string('x', 501))).Faults());
        Assert.Equal([" reason empty"], await (await host.LockPlan("  ")).Faults());
    }

    [Fact]
    public async Task A_locked_version_cannot_be_sent_with_other_content_and_the_refusal_names_all_that_differs()
    {
        await using var host = await Locked();
        var before = host.Dump();
        var changed = WithPlan("1.1", "1", 0.9);
        changed["plan"]!["contrasts"] = new JsonArray();
        var answer = await host.PutStudy(changed);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal([" plan plan_locked", " plan plan_locked"], await answer.Faults());
        var reasons = (await answer.Body())["faults"]!.AsArray().Select(f => (string)f!["reason"]!).ToList();
        Assert.Contains(reasons, r => r.Contains("confidence", StringComparison.Ordinal));
        Assert.Contains(reasons, r => r.Contains("contrasts / live against waiting", StringComparison.Ordinal));
        Assert.Equal(before, host.Dump());
    }

    [Fact]
    public async Task A_study_may_change_beside_its_locked_plan_which_stays_locked()
    {
        await using var host = await Locked();
        var next = Definition("1.1");
        next["data_source"] = "Made up again.";
        (await host.PutStudy(next)).EnsureSuccessStatusCode();
        Assert.Equal("locked", (string)(await host.Plan())["state"]!);
    }

    [Fact]
    public async Task Nobody_locks_a_plan_that_was_replaced_after_they_read_it()
    {
        await using var host = await RunningHost.Start();
        (await host.PutStudy(Definition())).EnsureSuccessStatusCode();
        var read = await host.Plan();
        (await host.PutStudy(WithPlan("1.1", "1", 0.9))).EnsureSuccessStatusCode();
        var answer = await host.LockPlan("1", (string)read["hash"]!);
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal([" hash plan_changed"], await answer.Faults());
        (await host.PutStudy(WithPlan("1.2", "2", 0.9))).EnsureSuccessStatusCode();
        Assert.Equal([" version plan_changed"], await (await host.LockPlan("1", (string)read["hash"]!)).Faults());
        Assert.Empty(Rows(host, "SELECT version FROM plan_lock"));
    }

    [Fact]
    public async Task A_version_that_is_locked_with_other_content_is_a_conflict()
    {
        await using var host = await Locked();
        var answer = await host.LockPlan("1", new string('0', 64));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains(" version plan_locked", await answer.Faults());
    }

    [Fact]
    public async Task Going_back_to_an_amended_version_is_an_amendment_too()
    {
        await using var host = await Locked();
        (await host.PutStudy(WithPlan("1.1", "2", 0.9))).EnsureSuccessStatusCode();
        (await host.LockPlan("For a reason.")).EnsureSuccessStatusCode();
        (await host.PutStudy(WithPlan("1.2", "1"))).EnsureSuccessStatusCode();
        var back = await host.Plan();
        Assert.Equal(("draft", "superseded"), ((string)back["state"]!, (string)Assert.Single(back["faults"]!.AsArray())!["code"]!));
        Assert.Equal([" plan.version superseded"], await (await host.LockPlan("Back again.")).Faults());
    }

    [Fact]
    public async Task An_old_request_that_is_repeated_after_an_amendment_still_gets_its_answer()
    {
        await using var host = await Locked();
        var first = await host.PlanVersions();
        (await host.PutStudy(WithPlan("1.1", "2", 0.9))).EnsureSuccessStatusCode();
        (await host.LockPlan("For a reason.")).EnsureSuccessStatusCode();
        var answer = await host.LockPlan("1", (string)first[0]!["hash"]!);
        Assert.Equal((HttpStatusCode.OK, "1"), (answer.StatusCode, (string)(await answer.Body())["version"]!));
    }

    [Fact]
    public async Task Of_two_that_lock_at_once_one_locks_and_both_get_its_lock()
    {
        await using var host = await RunningHost.Start();
        (await host.PutStudy(Definition())).EnsureSuccessStatusCode();
        var plan = await host.Plan();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.LockPlan((string)plan["version"]!, (string)plan["hash"]!)));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Equal(7, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Single((await Task.WhenAll(answers.Select(a => a.Content.ReadAsStringAsync()))).Distinct());
        Assert.Single(await host.PlanVersions());
    }

    [Fact]
    public async Task A_comparison_with_an_arm_in_which_nobody_is_enrolled_is_refused_once_someone_is_enrolled()
    {
        await using var host = await RunningHost.Start();
        var study = Definition();
        study["plan"]!["equivalence"] = JsonNode.Parse("""[{"outcome":"stress","arm":"live","comparator":"waiting","margin":2}]""");
        study["plan"]!["moderators"] = JsonNode.Parse("""[{"id":"by-language","by":"language","outcome":"stress","arm":"waiting","comparator":"live"}]""");
        (await host.PutStudy(study)).EnsureSuccessStatusCode();
        Assert.Empty((await host.Plan())["faults"]!.AsArray());
        (await host.Send("participants", Json(Participant("S1-001")))).EnsureSuccessStatusCode();

        string[] expected = [" plan.contrasts[0].comparator empty_arm", " plan.equivalence[0].comparator empty_arm", " plan.moderators[0].arm empty_arm"];
        var before = host.Dump();
        var answer = await host.LockPlan("Too early.");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal([" reason does_not_apply", .. expected], await answer.Faults());
        Assert.Equal(expected, (await host.Plan())["faults"]!.AsArray().Select(f => $" {f!["field"]} {f["code"]}"));
        Assert.Equal(before, host.Dump());

        (await host.Send("participants", Json(Participant("S2-001", "s2", "waiting")))).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Created, (await host.LockPlan()).StatusCode);
    }

    [Fact]
    public async Task A_lock_raises_the_change_number_and_stands_in_the_audit_chain()
    {
        await using var host = await RunningHost.Start();
        (await host.PutStudy(Definition())).EnsureSuccessStatusCode();
        var before = Rows(host, "SELECT change_number FROM study_data");
        var hash = (string)(await (await host.LockPlan()).Body())["hash"]!;
        Assert.Equal(long.Parse(before[0], null) + 1, long.Parse(Rows(host, "SELECT change_number FROM study_data")[0], null));
        var written = JsonNode.Parse(Rows(host, "SELECT event FROM audit ORDER BY number DESC LIMIT 1")[0])!;
        Assert.Equal(("plan_locked", "small", hash), ((string)written["action"]!, (string)written["study"]!, (string)written["details"]!["hash"]!));
        Assert.Null(AuditStore.FirstBreak(host.Database));
    }

    [Theory]
    [InlineData("""{"version":"1"}""", 422, " hash missing_field")]
    [InlineData("""{"version":"one","hash":"x"}""", 422, " version bad_shape")]
    [InlineData("""{"version":"1","hash":"x","who":"me"}""", 422, " who unknown_field")]
    [InlineData("""{"version":1""", 400, "  not_json")]
    public async Task A_request_that_is_no_request_is_told_what_is_wrong(string body, int status, string fault)
    {
        await using var host = await RunningHost.Start();
        (await host.PutStudy(Definition())).EnsureSuccessStatusCode();
        var answer = await host.Client.PostAsync("api/v1/studies/small/plan/lock", Text(body, "application/json"));
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal([fault], await answer.Faults());
    }

    [Fact]
    public async Task Reading_needs_results_and_locking_needs_studies_and_a_key_of_another_study_finds_nothing()
    {
        await using var host = await Locked();
        using var reader = await host.ClientWith([Scopes.ReadResults]);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("api/v1/studies/small/plan")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync("api/v1/studies/small/plan/lock", Text("{}", "application/json"))).StatusCode);
        using var other = await host.ClientWith(Scopes.All, "other");
        foreach (var address in new[] { "plan", "plan/versions" })
            Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"api/v1/studies/small/{address}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostAsync("api/v1/studies/small/plan/lock", Text("{}", "application/json"))).StatusCode);
    }

    static async Task<RunningHost> Locked()
    {
        var host = await RunningHost.Start();
        (await host.PutStudy(Definition())).EnsureSuccessStatusCode();
        (await host.LockPlan()).EnsureSuccessStatusCode();
        return host;
    }

    static List<string> Rows(RunningHost host, string sql) => DatabaseDump.Rows(Path.Combine(host.DataDirectory, Database.FileName), sql);
}
