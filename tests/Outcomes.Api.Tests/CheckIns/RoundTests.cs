using System.Net;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.CheckIns;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.CheckIns;

/// <summary>One device that a whole group hands round.</summary>
public sealed class RoundTests : IAsyncLifetime
{
    RunningHost _host = null!;
    Guid _session;

    public async ValueTask InitializeAsync() => (_host, _session) = await CheckingIn.Started();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Three_go_through_it_nobody_sees_anothers_answers_and_the_therapists_pages_are_shut()
    {
        using var tablet = await _host.As(new RoleGrant(Role.Therapist, Id, School: "s1"));
        var began = await tablet.Send($"/studies/{Id}/sessions/{_session}/check-ins", $"/studies/{Id}/sessions/{_session}/round", ("part", "before"), ("language", "en"), ("where", "here"));
        var home = began.RequestMessage!.RequestUri!.AbsolutePath;
        Assert.Matches("^/c/[0-9a-z]{26}$", home);
        Assert.Contains("0 of 3 have answered", await began.Content.ReadAsStringAsync());
        Assert.StartsWith("/sign-in", (await tablet.Get($"/studies/{Id}/sessions/{_session}")).RequestMessage!.RequestUri!.AbsolutePath);

        var token = home["/c/".Length..];
        foreach (var (index, pseudonym) in new[] { "S1-001", "S1-002", "S1-003" }.Index())
        {
            var address = await tablet.Answers(token, ["7", "4", "9"], pseudonym);
            Assert.Contains(pseudonym, await tablet.Page($"{address}/0"));
            var thanks = await (await tablet.Post($"{address}/send", ("lang", pseudonym == "S1-003" ? "es" : "en"))).Content.ReadAsStringAsync();
            Assert.Contains(pseudonym == "S1-003" ? "Ahora pasa el dispositivo" : "Now hand the device on", thanks);
            Assert.DoesNotContain(pseudonym, thanks);
            Assert.Contains($"{index + 1} of 3 have answered", await tablet.Page(home));
            Assert.DoesNotContain("Question", await tablet.Page($"{address}/1"));   // back in the browser: nothing of the one before
        }
        Assert.Equal(3, _host.Stored().Count);
        Assert.Contains("|es|", _host.Stored()[2]);
        Assert.Contains("Everyone has answered", await tablet.Page(home));
        Assert.Equal(home, (await tablet.Post(home, ("participant", "S1-001"))).RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Whoever_leaves_in_the_middle_leaves_nothing_for_the_next_and_others_are_not_in_the_group()
    {
        var token = await _host.Link(_session, participant: null);
        using var tablet = _host.Student();
        var left = await tablet.Answers(token, ["7"], "S1-001");
        Assert.DoesNotContain("S2-001", await tablet.Page($"/c/{token}"));
        await tablet.Answers(token, [], "S1-002");
        Assert.Equal($"/c/{token}", (await tablet.Get($"{left}/1")).RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal(["{}"], _host.Rows("SELECT answers FROM check_in_draft"));
        foreach (var other in new[] { "S2-001", "S9-999", "" })
            Assert.Equal($"/c/{token}", (await tablet.Post($"/c/{token}", ("participant", other))).RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task A_session_that_is_planned_has_the_group_of_its_school_and_arm()
    {
        var planned = NewId();
        var row = Session(planned, []);
        (row["status"], row["transmission"], row["duration_minutes"], row["educator_present"]) = ("planned", null, null, null);
        (await _host.Send("sessions", Json(row))).EnsureSuccessStatusCode();
        using var tablet = _host.Student();
        Assert.Contains("0 of 3 have answered", await tablet.Page($"/c/{await _host.Link(planned, SessionPart.Before, participant: null)}"));
    }

    [Fact]
    public async Task On_another_device_nobody_is_signed_in_and_the_therapist_stays_signed_in_on_theirs()
    {
        using var therapist = await _host.As(new RoleGrant(Role.Therapist, Id, School: "s1"));
        var page = $"/studies/{Id}/sessions/{_session}/check-ins";
        var sheet = await (await therapist.Send(page, $"/studies/{Id}/sessions/{_session}/round", ("part", "after"), ("language", "ar"), ("where", "other"))).Content.ReadAsStringAsync();
        Assert.Contains("<svg class=\"qr\"", sheet);
        Assert.Equal(HttpStatusCode.OK, (await therapist.Get(page)).StatusCode);
        Assert.Equal(page, (await therapist.Get(page)).RequestMessage!.RequestUri!.AbsolutePath);
    }
}
