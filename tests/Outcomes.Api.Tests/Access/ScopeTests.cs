using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.Canaries;
using Outcomes.Data.Access;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Access;

/// <summary>Where a right holds: what is another school's is answered as what is not there, in every part of a batch and on every page.</summary>
public sealed class ScopeTests : IAsyncLifetime
{
    static readonly string[] OfSchools = [Scopes.WriteData, Scopes.ReadParticipants, Scopes.ReadReleased];

    PermissionWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await PermissionWorld.Start();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_batch_that_names_anothers_school_participant_or_session_is_refused_as_if_they_were_not_there()
    {
        using var client = await Key("small", null, "s1");
        await Equal(client, "participants", "school unknown_school", Participant("N001-00", "s2"), Participant("N001-00", "s9"), Participant("N001-00", "a1"));
        await Equal(client, "sessions", "school unknown_school", Session(NewId(), [], "s2"), Session(NewId(), [], "s9"));
        await Equal(client, "sessions", "attendees unknown_pseudonym", Session(NewId(), ["S2-001"]), Session(NewId(), ["S9-999"]), Session(NewId(), ["A1-001"]));
        await Equal(client, "assessments", "participant unknown_pseudonym", Stress("S2-001"), Stress("S9-999"), Stress("A1-001"));
        await Equal(client, "assessments", "session unknown_session", CheckIn("S1-001", Guid.Parse(_world.Sessions["s2"]), "before"), CheckIn("S1-001", NewId(), "before"));
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsync("api/v1/studies/small/assessments", Json(Stress("S1-001")))).StatusCode);
    }

    /// <summary>The whole body, byte for byte: one that says more would say that there is something.</summary>
    static async Task Equal(HttpClient client, string noun, string fault, params System.Text.Json.Nodes.JsonNode[] rows)
    {
        var bodies = new HashSet<string>();
        foreach (var row in rows)
        {
            using var answer = await client.PostAsync($"api/v1/studies/small/{noun}", Json(row));
            Assert.Equal([$"1 {fault}"], await answer.Faults());
            bodies.Add(await answer.Content.ReadAsStringAsync());
        }
        Assert.Single(bodies);
    }

    [Fact]
    public async Task A_districts_right_holds_for_the_schools_that_the_study_gives_it_now()
    {
        using var client = await Key("small", "d1");
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsync("api/v1/studies/small/participants", Json(Participant("N001-01", "s2")))).StatusCode);
        using var nowhere = await Key("small", "d9");
        Assert.Equal(["1 school unknown_school"], await (await nowhere.PostAsync("api/v1/studies/small/participants", Json(Participant("N001-02", "s2")))).Faults());
        var moved = Consents.Consenting.Definition("1.1");
        moved["districts"]!.AsArray().Add(System.Text.Json.Nodes.JsonNode.Parse("""{ "id": "d2", "title": "Other", "schools": [{ "id": "s2", "title": "Two" }] }"""));
        moved["districts"]![0]!["schools"]!.AsArray().RemoveAt(1);
        (await _world.Host.PutStudy(moved)).EnsureSuccessStatusCode();
        Assert.Equal(["1 school unknown_school"], await (await client.PostAsync("api/v1/studies/small/participants", Json(Participant("N001-03", "s2")))).Faults());
    }

    [Fact]
    public async Task A_board_reader_of_the_study_who_is_therapist_of_one_school_sees_all_reports_and_one_schools_participants()
    {
        using var browser = await SignedIn("both", new RoleGrant(Role.BoardReader, "small"), new RoleGrant(Role.Therapist, "small", School: "s1"));
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/studies/small/reports/schools/s2.json")).StatusCode);
        var page = await browser.Page("/studies/small/participants");
        Assert.Contains("S1-001", page, StringComparison.Ordinal);
        Assert.DoesNotContain("S2-001", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_reader_of_a_district_sees_the_boards_report_and_those_of_its_own_schools()
    {
        using var browser = await SignedIn("board", new RoleGrant(Role.BoardReader, "small", School: "s1"));
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/studies/small/reports/board.json")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/studies/small/reports/schools/s1.json")).StatusCode);
        foreach (var not in new[] { "reports/schools/s2.json", "reports/schools/s9.json", "reports/researcher.json", "participants", "dataset.zip" })
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Get($"/studies/small/{not}")).StatusCode);
        Assert.DoesNotContain("/schools/s2", await browser.Page("/studies/small/reports"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_researcher_of_one_school_gets_no_dataset_since_that_is_of_a_whole_study()
    {
        using var browser = await SignedIn("narrow", new RoleGrant(Role.Researcher, "small", School: "s1"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/studies/small/dataset.zip")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/studies/small/reports/researcher.json")).StatusCode);
    }

    async Task<HttpClient> Key(string study, string? district, params string[] schools)
    {
        var key = await _world.Host.Services.GetRequiredService<ApiKeyStore>().Create(new KeyRequest("school", OfSchools, study, district, schools, 1), "test");
        var client = WatchedHandler.Client(_world.Host.Address);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Token);
        return client;
    }

    async Task<FormClient> SignedIn(string name, params RoleGrant[] roles)
    {
        var token = await _world.Host.Services.GetRequiredService<InvitationStore>().Invite(roles, TimeSpan.FromDays(1), "test");
        var browser = new FormClient(_world.Host.Address);
        (await browser.Send($"/invitations/{token}", $"/invitations/{token}", ("name", $"{name}, at a browser"), ("password", "seven quiet rivers at noon"))).EnsureSuccessStatusCode();
        return browser;
    }
}
