using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Data.Sessions;
using Outcomes.Domain.Access;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.Sessions;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Sessions;

/// <summary>A therapist's pages on sessions, sent as a browser without scripts sends them.</summary>
public sealed partial class SessionPageTests : IAsyncLifetime
{
    RunningHost _host = null!;
    Guid _session;

    public async ValueTask InitializeAsync() => (_host, _session) = await Started();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    SessionBook Book => _host.Services.GetRequiredService<SessionBook>();

    StoredSession Stored(Guid id) => Book.Find(Actor.OnThisMachine("test"), Id, id)!;

    Task<FormClient> Therapist(string school = "s1") => _host.As(new RoleGrant(Role.Therapist, Id, School: school));

    [Fact]
    public async Task A_session_is_planned_and_held_and_what_it_said_before_is_kept()
    {
        using var therapist = await Therapist();
        var planned = await Plan(therapist, ("week", "3"), ("start", "2026-03-16T10:00"), ("offset", "60"));
        Assert.Contains("The session is planned", await planned.Content.ReadAsStringAsync());
        var id = Guid.Parse(SessionIn().Match(planned.RequestMessage!.RequestUri!.ToString()).Groups[1].Value);
        Assert.Equal((SessionStatus.Planned, new DateTimeOffset(2026, 3, 16, 9, 0, 0, TimeSpan.Zero)), (Stored(id).Session.Status, Stored(id).Session.StartUtc));

        var changed = await Change(therapist, id, ("status", "held"), ("minutes", "40"), ("educator", "yes"), ("attendees", "S1-001"));
        Assert.Contains("Saved.", await changed.Content.ReadAsStringAsync());
        var held = Stored(id);
        Assert.Equal((SessionStatus.Held, 40, true), (held.Session.Status, held.Session.DurationMinutes, held.Session.EducatorPresent));
        Assert.Equal(["S1-001"], held.Session.Attendees);
        Assert.Contains("\"status\":\"planned\"", Assert.Single(held.Revisions).Content);

        await Change(therapist, id, ("status", "missed"), ("minutes", ""), ("educator", ""));
        Assert.Empty(Stored(id).Session.Attendees);
        Assert.Equal(2, Stored(id).Revisions.Count);
        Assert.Contains("session_changed", _host.Dump());
    }

    [Fact]
    public async Task A_plan_with_faults_names_each_and_keeps_what_was_typed_and_one_sent_twice_is_stored_once()
    {
        using var therapist = await Therapist();
        var before = _host.Dump();
        var answer = await Plan(therapist, ("school", "s2"), ("week", "0"), ("delivery", "by pigeon"), ("start", "tomorrow"));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.All(["#school", "#week", "#delivery", "#start"], field => Assert.Contains($"href=\"{field}\"", page));
        Assert.Contains("value=\"0\"", page);
        Assert.Equal(before, _host.Dump());

        var form = await therapist.Page($"/studies/{Id}/sessions/new");
        (string, string)[] fields = [("__RequestVerificationToken", FormClient.TokenIn(form)), ("id", IdIn().Match(form).Groups[1].Value), ("school", "s1"), ("arm", "live"), ("week", "2"), ("delivery", "live"), ("start", "2026-03-09T09:00")];
        foreach (var _ in Enumerable.Range(0, 2)) (await therapist.Post($"/studies/{Id}/sessions/new", fields)).EnsureSuccessStatusCode();
        Assert.Equal(2, Book.List(Actor.OnThisMachine("test"), Id).Count);
    }

    [Fact]
    public async Task What_was_done_is_coded_and_the_latest_record_counts()
    {
        using var therapist = await Therapist();
        foreach (var tradition in new[] { "jazz", "folk_local" })
        {
            var answer = await Record(therapist, ("therapist", "yes"), ("educator", "yes"), ("language", "es"), ("tradition", tradition), ("activities", "singing"), ("activities", "listening"),
                ("event_minute", "12"), ("event_element", "tempo"), ("event_change", "down"), ("event_minute", ""), ("event_element", ""), ("event_change", ""),
                ("adaptation_kind", "pace"), ("adaptation_by", "student"), ("other_therapies", "mindfulness"), ("fidelity_mode", "partly"));
            Assert.Contains("What was done is saved", await answer.Content.ReadAsStringAsync());
        }
        var record = Stored(_session).Record!;
        Assert.Equal((true, true, "es", MusicalTradition.FolkLocal), (record.TherapistPresent, record.EducatorTrained, record.Language, record.Tradition));
        Assert.Equal([Activity.Listening, Activity.Singing], record.Activities);
        Assert.Equal([new MusicalEvent(12, MusicalElement.Tempo, MusicalChange.Down)], record.Events);
        Assert.Equal([new Adaptation(AdaptationKind.Pace, Proposer.Student)], record.Adaptations);
        Assert.Equal(FidelityMark.Partly, record.Fidelity[FidelityHead.Mode]);
        Assert.Equal(2, DatabaseDump.Rows(Path.Combine(_host.DataDirectory, Outcomes.Data.Database.FileName), "SELECT id FROM session_record").Count);
    }

    [Theory]
    [InlineData("event_minute", "46")]
    [InlineData("event_minute", "noon")]
    [InlineData("event_element", "melody")]
    [InlineData("adaptation_by", "")]
    [InlineData("tradition", "polka of Maria Lopez")]
    [InlineData("language", "fr")]
    [InlineData("fidelity_mode", "well")]
    public async Task A_record_that_does_not_fit_is_refused_and_its_words_are_not_stored(string field, string value)
    {
        using var therapist = await Therapist();
        var before = _host.Dump();
        var fields = new Dictionary<string, string> { ["therapist"] = "yes", ["event_minute"] = "3", ["event_element"] = "mode", ["event_change"] = "up", ["adaptation_kind"] = "pace", ["adaptation_by"] = "student", [field] = value };
        var answer = await Record(therapist, [.. fields.Select(f => (f.Key, f.Value))]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(before, _host.Dump());
    }

    [Fact]
    public async Task Of_two_who_change_the_same_session_the_later_is_told()
    {
        using var therapist = await Therapist();
        var old = await therapist.Page($"/studies/{Id}/sessions/{_session}");
        await Change(therapist, _session, ("minutes", "44"));
        var late = await Change(therapist, _session, old, ("minutes", "50"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        Assert.Contains("at the same moment", await late.Content.ReadAsStringAsync());
        Assert.Equal(44, Stored(_session).Session.DurationMinutes);
    }

    [Fact]
    public async Task Another_schools_session_looks_like_none()
    {
        using var foreign = await Therapist("s2");
        var missing = await foreign.Get($"/studies/{Id}/sessions/{NewId()}");
        var theirs = await foreign.Get($"/studies/{Id}/sessions/{_session}");
        Assert.Equal((HttpStatusCode.NotFound, await missing.Content.ReadAsStringAsync()), (theirs.StatusCode, await theirs.Content.ReadAsStringAsync()));
        Assert.DoesNotContain(_session.ToString("D"), await foreign.Page($"/studies/{Id}/sessions"));
        var before = _host.Dump();
        var sent = await foreign.Send($"/studies/{Id}/sessions/new", $"/studies/{Id}/sessions/{_session}", ("status", "missed"), ("delivery", "live"), ("start", "2026-03-02T09:00"));
        Assert.Equal(HttpStatusCode.NotFound, sent.StatusCode);
        Assert.Equal(before, _host.Dump());
    }

    async Task<HttpResponseMessage> Plan(FormClient person, params (string Name, string Value)[] fields)
    {
        var form = await person.Page($"/studies/{Id}/sessions/new");
        var all = new Dictionary<string, string> { ["id"] = IdIn().Match(form).Groups[1].Value, ["school"] = "s1", ["arm"] = "live", ["week"] = "2", ["delivery"] = "live", ["start"] = "2026-03-09T09:00", ["offset"] = "" };
        foreach (var (name, value) in fields) all[name] = value;
        return await person.Post($"/studies/{Id}/sessions/new", [("__RequestVerificationToken", FormClient.TokenIn(form)), .. all.Select(f => (f.Key, f.Value))]);
    }

    async Task<HttpResponseMessage> Change(FormClient person, Guid session, params (string Name, string Value)[] fields) => await Change(person, session, await person.Page($"/studies/{Id}/sessions/{session}"), fields);

    static Task<HttpResponseMessage> Change(FormClient person, Guid session, string page, params (string Name, string Value)[] fields)
    {
        var all = new Dictionary<string, string> { ["from"] = FromIn().Match(page).Groups[1].Value, ["status"] = "held", ["delivery"] = "live", ["start"] = "2026-03-02T09:00", ["minutes"] = "45", ["educator"] = "yes" };
        foreach (var (name, value) in fields) all[name] = value;
        return person.Post($"/studies/{Id}/sessions/{session}", [("__RequestVerificationToken", FormClient.TokenIn(page)), .. all.Select(f => (f.Key, f.Value))]);
    }

    async Task<HttpResponseMessage> Record(FormClient person, params (string Name, string Value)[] fields)
    {
        var page = await person.Page($"/studies/{Id}/sessions/{_session}");
        return await person.Post($"/studies/{Id}/sessions/{_session}/record", [("__RequestVerificationToken", FormClient.TokenIn(page)), ("id", IdIn().Match(page).Groups[1].Value), .. fields]);
    }

    [GeneratedRegex("name=\"id\" value=\"([0-9a-f-]{36})\"")] private static partial Regex IdIn();
    [GeneratedRegex("name=\"from\" value=\"([0-9a-f]{64})\"")] private static partial Regex FromIn();
    [GeneratedRegex("/sessions/([0-9a-f-]{36})")] private static partial Regex SessionIn();
}
