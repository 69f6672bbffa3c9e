using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.Canaries;
using Outcomes.Data;
using Outcomes.Data.Access;
using Outcomes.Data.Accounts;
using Outcomes.Data.Analyses;
using Outcomes.Data.Reports;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Audit;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Access;

/// <summary>Two studies with everything in them that an address can name. Small is that of the visitors; the therapists' school is s1.</summary>
sealed class PermissionWorld : IAsyncDisposable
{
    public const string Own = SmallStudy.Id, Other = "another", OwnSchool = "s1";

    PermissionWorld(RunningHost host) => Host = host;

    public RunningHost Host { get; }

    public Dictionary<string, string> Sessions { get; } = [];

    /// <summary>A stored form of each school.</summary>
    public Dictionary<string, string> Assessments { get; } = [];

    public Dictionary<string, string> Analyses { get; } = [];

    /// <param name="map">More addresses, to show what the test finds.</param>
    public static async Task<PermissionWorld> Start(Action<WebApplication>? map = null)
    {
        var world = new PermissionWorld(await RunningHost.Start(map: map));
        await Sent(Tests.Entry.Observing.Register(world.Host));
        await world.Fill(Own, Definition().ToJsonString(), ["s1", "s2"]);
        await world.Fill(Other, Definition().ToJsonString().Replace("\"small\"", "\"another\"").Replace("\"s1\"", "\"a1\"").Replace("\"s2\"", "\"a2\""), ["a1"]);
        return world;
    }

    /// <summary>Its paper forms are typed in twice, and educators observe.</summary>
    static JsonObject Definition()
    {
        var study = Consents.Consenting.Definition();
        study["instruments"]![0]!["double_entry"] = true;
        return Tests.Entry.Observing.In(study);
    }

    async Task Fill(string study, string definition, string[] schools)
    {
        await Sent(Host.Client.PutAsync($"api/v1/studies/{study}", Text(definition, "application/json")));
        foreach (var school in schools)
        {
            var (pseudonym, session) = ($"{school.ToUpperInvariant()}-001", NewId());
            await Sent(Host.Client.PostAsync($"api/v1/studies/{study}/participants", Json(Participant(pseudonym, school))));
            await Sent(Host.Client.PostAsync($"api/v1/studies/{study}/sessions", Json(Session(session, [pseudonym], school))));
            Sessions[school] = session.ToString("D");
            var form = Stress(pseudonym, "endpoint");
            form["mode"] = "paper";
            await Sent(Host.Client.PostAsync($"api/v1/studies/{study}/assessments", Json(form)));
            Assessments[school] = form["id"]!.GetValue<Guid>().ToString("D");
        }
        await Host.Services.GetRequiredService<Outcomes.Data.Trainings.TrainingStore>().Load(Outcomes.Api.Tests.Trainings.TrainingFile.Bytes(Outcomes.Api.Tests.Trainings.TrainingFile.Of()), study, "test");
        await Analysed(study, schools);
    }

    static async Task Sent(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>An analysis with its reports: what stands in them does not matter here.</summary>
    async Task Analysed(string study, string[] schools)
    {
        var id = Analyses[study] = NewId().ToString("D");
        var analyses = Host.Services.GetRequiredService<AnalysisStore>();
        await analyses.Begin(id, new StaleStudy { Id = study, Version = "1.0", Hash = "hash", ChangeNumber = 1, Failures = 0, LastTriedUtc = null }, "test");
        await analyses.Finish(id, "{}", "hash", new AuditEvent("test", "analysis_finished", id, study));
        var reports = new (string, string?)[] { ("board", null), ("researcher", null) }.Concat(schools.Select(s => ("school", (string?)s)))
            .Select(r => new StoredReport(id, r.Item1, r.Item2, StoredReport.NoLanguage, StoredReport.Json, Encoding.UTF8.GetBytes($"{{\"of\":\"{r.Item1} {r.Item2}\"}}"), $"{id} {r}", null, 0, 1, "code", "2026-03-02T00:00:00.000Z"));
        await Host.Services.GetRequiredService<ReportStore>().Store([.. reports], new AuditEvent("test", "reports_made", id, study));
        await Host.Services.GetRequiredService<IssueStore>().Issue(study, id);
    }

    /// <summary>Someone with a role in the study small (therapists, educators and board readers: in its school s1), with a key that may the same.</summary>
    public async Task<Seat> Visitor(Role role, IReadOnlyList<string> scopes)
    {
        const string password = "seven quiet rivers at noon";
        var limited = role is Role.Therapist or Role.Educator or Role.BoardReader;
        var key = await Host.Services.GetRequiredService<ApiKeyStore>().Create(new KeyRequest($"{role}", scopes, Own, null, limited ? [OwnSchool] : [], 1), "test");
        var client = WatchedHandler.Client(Host.Address);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Token);
        var invitation = await Host.Services.GetRequiredService<InvitationStore>().Invite([new RoleGrant(role, Own, School: limited ? OwnSchool : null)], TimeSpan.FromDays(1), "test");
        var browser = new FormClient(Host.Address, follow: false);
        using var made = await browser.Send($"/invitations/{invitation}", $"/invitations/{invitation}", ("name", Name(role)), ("password", password));
        Assert.Equal(System.Net.HttpStatusCode.Redirect, made.StatusCode);
        var account = Host.Services.GetRequiredService<AccountStore>().All().Single(a => a.SignInName == Name(role)).Id;
        return new(this, role, limited, account, client, browser, FormClient.TokenIn(await browser.Page("/account")));
    }

    static string Name(Role role) => $"{role}, at a browser";

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>A role as it comes: to the API with a key, to the pages signed in.</summary>
/// <param name="Limited">To the school s1.</param>
/// <param name="Token">Of forms of our own.</param>
sealed record Seat(PermissionWorld World, Role Role, bool Limited, string Account, HttpClient Key, FormClient Browser, string Token) : IDisposable
{
    public void Dispose() { Key.Dispose(); Browser.Dispose(); }
}
