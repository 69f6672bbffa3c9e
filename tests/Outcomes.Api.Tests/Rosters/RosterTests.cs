using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Data.Accounts;
using Outcomes.Data.Audit;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Audit;
using Xunit;

namespace Outcomes.Api.Tests.Rosters;

using static Outcomes.Api.Tests.Rosters.Therapist;   // here, so that its Entry comes before the namespace of that name

/// <summary>What the server takes of rosters that it cannot read, from whom, and what it keeps of it.</summary>
public sealed class RosterTests : IAsyncLifetime
{
    RunningHost _host = null!;
    Therapist _anna = null!;

    public async ValueTask InitializeAsync()
    {
        (_host, _) = await SmallStudy.Started();
        _anna = await Join(_host, "Anna");
    }

    public async ValueTask DisposeAsync()
    {
        _anna.Dispose();
        await _host.DisposeAsync();
    }

    async Task<string> Begun(params JsonObject[] entries)
    {
        Assert.Equal("200", await _anna.Says("key", Key()));
        if (entries.Length > 0) Assert.Equal("200", await _anna.Says("entries", Entries(entries)));
        return (await _anna.Data())["key"]!["sealed_key"]!.GetValue<string>();
    }

    static JsonObject Rotation(string account, long from, params JsonObject[] entries) => new()
    {
        ["from"] = from, ["sealed_secret"] = Noise(60), ["copies"] = new JsonArray(new JsonObject { ["account"] = account, ["sealed_key"] = Noise(97) }), ["entries"] = new JsonArray([.. entries]),
    };

    [Fact]
    public async Task A_school_of_others_and_one_that_is_not_there_look_the_same_and_a_researcher_sees_no_roster()
    {
        await Begun(Entry(NewId()));
        using var other = await Join(_host, "Omar", Of("s2"));
        using var researcher = await Join(_host, "Rita", new RoleGrant(Role.Researcher, "small"));
        using var both = await Join(_host, "Boris", Of("s2"), new RoleGrant(Role.BoardReader, "small"));
        foreach (var address in new[] { "", "/data" })
        {
            var nowhere = await (await other.Get($"/studies/small/schools/nowhere/roster{address}")).Content.ReadAsStringAsync();
            foreach (var person in new[] { other, researcher, both })
            {
                var answer = await person.Get(Roster + address);
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
                if (person != researcher) Assert.Equal(nowhere, await answer.Content.ReadAsStringAsync());
            }
        }
        foreach (var (path, body) in new (string, JsonNode)[] { ("key", Key()), ("entries", Entries(Entry(NewId()))), ("key/rotate", Rotation(other.Account, 1)), ("participants", new JsonArray()), ("key/copies/x/remove", new JsonObject()) })
            foreach (var person in new[] { other, researcher, both }) Assert.Equal("404", await person.Says(path, body));
    }

    [Fact]
    public async Task Only_what_has_the_form_of_something_sealed_is_stored_and_no_field_more()
    {
        await Begun();
        var before = _host.Dump();
        var id = NewId();
        foreach (var (change, says) in new (Action<JsonObject> Change, string Says)[]
        {
            (e => e["name"] = "Ana Canary", "422 wrong_shape"), (e => e.Remove("revision"), "422 wrong_shape"), (e => e["revision"] = "1", "422 wrong_shape"), (e => e["sealed"] = null, "422 wrong_shape"),
            (e => e["sealed"] = "Ana Canary", "422 not_sealed"), (e => e["sealed"] = Noise(539), "422 not_sealed"), (e => e["sealed"] = Noise(541), "422 not_sealed"),
            (e => e["sealed"] = Noise(540)[..^1] + "=", "422 not_sealed"), (e => e["sealed"] = Noise(540)[..^1] + "+", "422 not_sealed"), (e => e["sealed"] = Noise(540) + " ", "422 not_sealed"),
            (e => e["id"] = "5f2b4dc2-9d1a-4c3e-8b1f-6a7d8e9f0a1b", "422 bad_id"), (e => e["id"] = id.ToUpperInvariant(), "422 bad_id"), (e => e["revision"] = 0, "422 out_of_range"), (e => e["key_version"] = 2, "409 roster_key_changed"),
        })
        {
            var entry = Entry(id);
            change(entry);
            Assert.Equal(says, await _anna.Says("entries", Entries(Entry(NewId()), entry)));
        }
        Assert.Equal("422 twice", await _anna.Says("entries", Entries(Entry(id), Entry(id))));
        Assert.Equal(before, _host.Dump());
    }

    [Fact]
    public async Task A_form_without_the_pages_token_and_a_body_that_is_too_large_are_refused()
    {
        using var bare = await _anna.Client.PostAsync($"{Roster}/key", SmallStudy.Text(Key().ToJsonString(), "application/json"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, bare.StatusCode);
        Assert.Equal("413", await _anna.Says("key", new JsonObject { ["sealed_secret"] = new string('A', 7_000_000), ["sealed_key"] = "A" }));
        Assert.Null((await _anna.Data())["key"]);
    }

    [Fact]
    public async Task A_second_first_key_is_refused_and_the_first_stays()
    {
        var first = await Begun();
        Assert.Equal("409 site_key_exists", await _anna.Says("key", Key()));
        Assert.Equal(first, (await _anna.Data())["key"]!["sealed_key"]!.GetValue<string>());
    }

    [Fact]
    public async Task Of_two_changes_at_once_the_later_is_refused_and_gets_the_stored_one_to_compare()
    {
        var (id, stored) = (NewId(), Entry("", 2));
        await Begun(Entry(id));
        stored["id"] = id;
        Assert.Equal("200", await _anna.Says($"entries/{id}", stored));
        Assert.Equal("200", await _anna.Says($"entries/{id}", stored));   // the same again: its answer may have been lost
        using var late = await _anna.Post($"entries/{id}", Entry(id, 2));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Equal(stored["sealed"]!.GetValue<string>(), (await late.Body())["stored"]!["sealed"]!.GetValue<string>());
        Assert.Equal("409 roster_entry_changed", await _anna.Says($"entries/{id}/remove", new JsonObject { ["revision"] = 1 }));
        Assert.Equal("200", await _anna.Says($"entries/{id}/remove", new JsonObject { ["revision"] = 2 }));
        Assert.Equal("409 roster_entry_gone", await _anna.Says($"entries/{id}", Entry(id, 3)));
    }

    [Fact]
    public async Task A_change_of_key_takes_the_whole_roster_or_leaves_all_as_it_was()
    {
        var (one, two) = (NewId(), NewId());
        await Begun(Entry(one), Entry(two));
        var before = Rosters();
        Assert.Equal("409 roster_changed", await _anna.Says("key/rotate", Rotation(_anna.Account, 1, Entry(one, 2, 2))));
        Assert.Equal("409 roster_changed", await _anna.Says("key/rotate", Rotation(_anna.Account, 1, Entry(one, 2, 2), Entry(two, 3, 2))));
        Assert.Equal("409 roster_changed", await _anna.Says("key/rotate", Rotation(_anna.Account, 1, Entry(one, 2, 2), Entry(NewId(), 2, 2))));
        Assert.Equal("409 roster_key_changed", await _anna.Says("key/rotate", Rotation(_anna.Account, 2, Entry(one, 2, 3), Entry(two, 2, 3))));
        Assert.Equal("409 roster_key_changed", await _anna.Says("key/rotate", Rotation(_anna.Account, 1, Entry(one, 2, 1), Entry(two, 2, 2))));
        Assert.Equal("422 site_key_not_held not_a_colleague", await _anna.Says("key/rotate", Rotation("nobody", 1, Entry(one, 2, 2), Entry(two, 2, 2))));
        Assert.Equal(before, Rosters());

        Assert.Equal("200", await _anna.Says("key/rotate", Rotation(_anna.Account, 1, Entry(one, 2, 2), Entry(two, 2, 2))));
        var data = await _anna.Data();
        Assert.Equal(2, data["key"]!["version"]!.GetValue<long>());
        Assert.All(data["entries"]!.AsArray(), e => Assert.Equal(2, e!["key_version"]!.GetValue<long>()));
        Assert.Equal("409 roster_key_changed", await _anna.Says("entries", Entries(Entry(NewId()))));
        Assert.Equal(["2"], DatabaseDump.Rows(DatabaseFile, "SELECT version FROM site_key_copy"));
        Assert.Equal(["1|"], DatabaseDump.Rows(DatabaseFile, "SELECT version, sealed_secret FROM site_key WHERE replaced_utc IS NOT NULL"));
    }

    string DatabaseFile => Path.Combine(_host.DataDirectory, Outcomes.Data.Database.FileName);

    List<string> Rosters() => [.. new[] { "site_key", "site_key_copy", "roster_entry" }.SelectMany(table => DatabaseDump.Rows(DatabaseFile, $"SELECT * FROM {table}"))];

    [Fact]
    public async Task A_copy_goes_only_to_who_may_use_the_roster_and_from_who_holds_it_and_can_be_taken_back()
    {
        await Begun(Entry(NewId()));
        using var bea = await Join(_host, "Bea");
        using var other = await Join(_host, "Omar", Of("s2"));
        Assert.Empty((await bea.Data())["entries"]!.AsArray());
        static JsonObject Copy(string to, long version = 1) => new() { ["version"] = version, ["account"] = to, ["sealed_key"] = Noise(97) };
        Assert.Equal("422 not_a_colleague", await _anna.Says("key/copies", Copy(other.Account)));
        Assert.Equal("422 site_key_not_held", await bea.Says("key/copies", Copy(_anna.Account)));
        Assert.Equal("409 roster_key_changed", await _anna.Says("key/copies", Copy(bea.Account, 2)));
        Assert.Equal("200", await _anna.Says("key/copies", Copy(bea.Account)));
        Assert.Single((await bea.Data())["entries"]!.AsArray());
        Assert.Equal("200", await _anna.Says($"key/copies/{bea.Account}/remove", new JsonObject()));
        Assert.Equal("404", await _anna.Says($"key/copies/{bea.Account}/remove", new JsonObject()));
        Assert.Empty((await bea.Data())["entries"]!.AsArray());
    }

    [Fact]
    public async Task Somebody_whose_role_ended_is_shown_as_one_who_still_holds_a_copy()
    {
        await Begun();
        using var bea = await Join(_host, "Bea");
        await _anna.Says("key/copies", new JsonObject { ["version"] = 1, ["account"] = bea.Account, ["sealed_key"] = Noise(97) });
        await _host.Services.GetRequiredService<AccountStore>().SetRoles(bea.Account, [], new AuditEvent("test", "roles_set", bea.Account));
        Assert.Equal(HttpStatusCode.NotFound, (await bea.Get($"{Roster}/data")).StatusCode);
        var holders = (await _anna.Data())["key"]!["holders"]!.AsArray();
        Assert.Equal([("Anna", true), ("Bea", false)], holders.Select(h => (h!["name"]!.GetValue<string>(), h["may"]!.GetValue<bool>())));
    }

    [Fact]
    public async Task Taking_students_in_follows_the_rules_of_participants_and_only_for_this_school()
    {
        await Begun();
        JsonNode Row(string pseudonym, string school = "s1", string arm = "live") => SmallStudy.Participant(pseudonym, school, arm);
        Assert.Equal("201", await _anna.Says("participants", new JsonArray(Row("Q8S1-F0P5-S4E18"))));
        Assert.Equal(["Q8S1-F0P5-S4E18", "S1-001"], (await _anna.Data())["enrolled"]!.AsArray().Select(p => p!.GetValue<string>()));
        Assert.Equal("422 other_school", await _anna.Says("participants", new JsonArray(Row("Q3G1-R3T9-Q8Y7W", "s2"))));
        Assert.Equal("422 pseudonym_mistyped", await _anna.Says("participants", new JsonArray(Row("Q3G1-R3T9-Q8Y7X"))));
        Assert.Equal("422 unknown_arm", await _anna.Says("participants", new JsonArray(Row("Q3G1-R3T9-Q8Y7W", arm: "nothing"))));
        Assert.Equal("422 pseudonym_taken", await _anna.Says("participants", new JsonArray(Row("Q8S1-F0P5-S4E18"))));
    }

    [Fact]
    public async Task Every_write_and_every_handing_out_is_in_the_audit_chain_without_anything_sealed()
    {
        var id = NewId();
        await Begun(Entry(id));
        await _anna.Says($"entries/{id}", Entry(id, 2));
        await _anna.Says("key/rotate", Rotation(_anna.Account, 1, Entry(id, 3, 2)));
        await _anna.Says($"entries/{id}/remove", new JsonObject { ["revision"] = 3 });
        var trail = _host.Services.GetRequiredService<AuditTrail>().Search(new AuditFilter(Study: "small")).Reverse().Select(e => e.Action).Where(a => a.StartsWith("roster", StringComparison.Ordinal) || a.StartsWith("site", StringComparison.Ordinal));
        Assert.Equal(["site_key_made", "roster_entries_added", "roster_handed_out", "roster_entry_changed", "site_key_changed", "roster_entry_removed"], trail);
        Assert.Null(AuditStore.FirstBreak(_host.Database));
        var sealedThings = DatabaseDump.Rows(DatabaseFile, "SELECT sealed_secret FROM site_key WHERE sealed_secret IS NOT NULL UNION SELECT sealed_key FROM site_key_copy");
        Assert.DoesNotContain(DatabaseDump.Rows(DatabaseFile, "SELECT event FROM audit"), e => sealedThings.Any(e.Contains));
    }

    [Fact]
    public async Task A_roster_has_an_end_and_a_refused_addition_adds_nothing()
    {
        await Begun();
        var many = Enumerable.Range(0, 2500).Select(_ => Entry(NewId())).ToArray();
        Assert.Equal("200", await _anna.Says("entries", Entries(many)));
        Assert.Equal("200", await _anna.Says("entries", Entries([.. Enumerable.Range(0, 2500).Select(_ => Entry(NewId()))])));
        Assert.Equal("422 roster_full", await _anna.Says("entries", Entries(Entry(NewId()))));
        Assert.Equal(5000, (await _anna.Data())["entries"]!.AsArray().Count);
    }

    [Fact]
    public async Task Without_scripts_and_without_an_account_the_page_says_why_it_cannot_work_and_no_field_of_it_can_be_sent()
    {
        var page = await (await _anna.Get(Roster)).Content.ReadAsStringAsync();
        Assert.Contains("cannot work without JavaScript", page);
        var main = page[page.IndexOf("<main", StringComparison.Ordinal)..];
        Assert.DoesNotContain(" name=\"", main);
        Assert.DoesNotContain(" action=", main);
        Assert.DoesNotContain("method=\"post\"", main);
        Assert.All(main.Split("<form")[1..], form => Assert.Contains("method=\"dialog\"", form[..form.IndexOf('>', StringComparison.Ordinal)]));
        Assert.Contains("belongs to an account", await (await _host.Client.GetAsync(Roster, TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"href=\"{Roster}\"", await (await _anna.Get("/studies/small/rosters")).Content.ReadAsStringAsync());
    }
}
