using System.Net;
using System.Text.RegularExpressions;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Domain.Accounts;
using Outcomes.Domain.CheckIns;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.CheckIns;

/// <summary>A study's rule of distress: the student is told beforehand, the therapist of the school once, and nobody else.</summary>
public sealed partial class DistressTests : IAsyncLifetime
{
    RunningHost _host = null!;
    Guid _session;

    public async ValueTask InitializeAsync() => (_host, _session) = await CheckingIn.Started();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    List<string> Alerts => _host.Rows("SELECT p.pseudonym, d.school, d.scale, CAST(d.at_least AS TEXT), COALESCE(d.action, 'open') FROM distress_alert d JOIN participant p ON p.id = d.participant_id");

    [Fact]
    public async Task An_answer_that_meets_the_rule_raises_one_alert_however_often_it_is_sent()
    {
        using var student = _host.Student();
        foreach (var (participant, before, after) in new[] { ("S1-001", "9", "8"), ("S1-002", "prefer_not_to_answer", "10") })
            foreach (var (part, stress) in new[] { (SessionPart.Before, before), (SessionPart.After, after) })
            {
                var token = await _host.Link(_session, part, participant);
                Assert.Contains("your therapist is told", await student.Page($"/c/{token}"));
                var address = await student.Answers(token, ["5", stress, "5"]);
                await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => student.Post($"{address}/send", ("lang", ""))));
            }
        Assert.Equal(["S1-001|s1|stress|9.0|open", "S1-002|s1|stress|9.0|open"], Alerts.Order());
        Assert.Equal(2, _host.Rows("SELECT 1 FROM audit WHERE json_extract(event, '$.action') = 'distress_raised'").Count);
    }

    [Fact]
    public async Task The_schools_therapist_sees_it_first_says_what_was_done_and_nobody_else_sees_it()
    {
        using var student = _host.Student();
        await student.Sends(await _host.Link(_session), ["5", "10", "5"]);
        using var therapist = await _host.As(new RoleGrant(Role.Therapist, Id, School: "s1"));
        foreach (var page in new[] { $"/studies/{Id}", $"/studies/{Id}/sessions", $"/studies/{Id}/sessions/{_session}", $"/studies/{Id}/alerts" })
            Assert.Matches(@"S1-001 answered 9 or more for Stress ?\. Please look after them today\.", Spaces().Replace(CheckingIn.Words(await therapist.Page(page)), " "));
        foreach (var other in new[] { new RoleGrant(Role.Therapist, Id, School: "s2"), new RoleGrant(Role.Researcher, Id), new RoleGrant(Role.BoardReader, Id), new RoleGrant(Role.Educator, Id, School: "s1"), new RoleGrant(Role.Steward) })
        {
            using var person = await _host.As(other);
            Assert.DoesNotContain("S1-001 answered", CheckingIn.Words(await person.Page($"/studies/{Id}")));
            Assert.DoesNotContain("S1-001", await person.Page($"/studies/{Id}/alerts"));
        }

        var alert = Assert.Single(_host.Rows("SELECT id FROM distress_alert"));
        var refused = await therapist.Send($"/studies/{Id}/alerts", $"/studies/{Id}/alerts/{alert}", ("action", "told Rosa"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(["S1-001|s1|stress|9.0|open"], Alerts);
        var done = await therapist.Send($"/studies/{Id}/alerts", $"/studies/{Id}/alerts/{alert}", ("action", "talked"));
        Assert.Contains("Nobody is waiting", await done.Content.ReadAsStringAsync());
        Assert.Equal(["S1-001|s1|stress|9.0|talked"], Alerts);
        Assert.Equal(["talked"], _host.Rows("SELECT json_extract(event, '$.details.action') FROM audit WHERE json_extract(event, '$.action') = 'distress_acknowledged'"));
        Assert.DoesNotContain("answered 9", await therapist.Page($"/studies/{Id}/sessions"));
    }

    [Fact]
    public async Task A_study_without_a_rule_tells_nobody_and_says_nothing_of_it()
    {
        var study = CheckingIn.Definition();
        study.Remove("distress");
        study["version"] = "1.1";
        (await _host.PutStudy(study)).EnsureSuccessStatusCode();
        var token = await _host.Link(_session, SessionPart.After);
        using var student = _host.Student();
        Assert.DoesNotContain("your therapist is told", await student.Page($"/c/{token}"));
        await student.Sends(token, ["5", "10", "5"]);
        Assert.Empty(Alerts);
    }

    [GeneratedRegex(@"\s+")] private static partial Regex Spaces();
}
