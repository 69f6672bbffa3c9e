using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.Reports;
using Outcomes.Data.CheckIns;
using Outcomes.Data.Consents;
using Outcomes.Domain.CheckIns;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.CheckIns;

/// <summary>A student's check-in by a link, sent as a browser without scripts sends it.</summary>
public sealed class CheckInTests : IAsyncLifetime
{
    static readonly string[] Calm = ["6", "3", "prefer_not_to_answer"];

    RunningHost _host = null!;
    Guid _session;

    public async ValueTask InitializeAsync() => (_host, _session) = await CheckingIn.Started();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task What_is_sent_is_stored_once_as_the_API_would_and_a_used_link_says_so()
    {
        var token = await _host.Link(_session);
        using var student = _host.Student();
        Assert.Contains("Your answers are stored", await student.Sends(token, Calm));
        Assert.Equal(["""S1-001|before|screen|en|{"emotional-regulation":6,"social-connection":"prefer_not_to_answer","stress":3}"""], _host.Stored());
        Assert.Equal(["6.0", "", "3.0"], _host.Rows("SELECT CAST(value AS TEXT) FROM score ORDER BY scale"));
        Assert.Empty(_host.Rows("SELECT id FROM check_in_draft"));
        var before = _host.Dump();
        Assert.Contains("nothing more to do here", await student.Page($"/c/{token}"));
        Assert.Contains("nothing more to do here", await (await student.Post($"/c/{token}", ("lang", ""))).Content.ReadAsStringAsync());
        Assert.Equal(before, _host.Dump());
    }

    [Fact]
    public async Task Two_who_press_send_at_once_store_one_assessment()
    {
        var token = await _host.Link(_session);
        using var student = _host.Student();
        var address = await student.Answers(token, Calm);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => student.Post($"{address}/send", ("lang", ""))));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Single(_host.Stored());
        Assert.Equal(["1"], _host.Rows("SELECT COUNT(*) FROM audit WHERE json_extract(event, '$.action') = 'assessments_recorded'"));
    }

    [Fact]
    public async Task A_link_of_a_session_asks_before_and_waits_for_after()
    {
        var token = await _host.Link(_session, SessionPart.Both);
        using var student = _host.Student();
        Assert.Contains("The first part is stored", await student.Sends(token, Calm));
        Assert.Contains("nothing more to do", await student.Sends(token, ["8", "1", "7"]));
        Assert.Equal(["before", "after"], _host.Stored().Select(row => row.Split('|')[1]));
    }

    [Fact]
    public async Task Going_back_loses_nothing_and_doubles_nothing_and_stopping_leaves_nothing()
    {
        var token = await _host.Link(_session);
        using var student = _host.Student();
        var address = await student.Answers(token, ["6", "3"]);
        Assert.Contains("your answer", await student.Page($"{address}/1"));
        await student.Post($"{address}/1", ("answer", "2"));
        Assert.Equal(address, await student.Answers(token, []));   // begun again, it goes on where it was left
        Assert.Contains("Question 3 of 3", await (await student.Post($"{address}/send", ("lang", ""))).Content.ReadAsStringAsync());   // one is still open
        Assert.Equal(["""{"emotional-regulation":2,"stress":3}"""], _host.Rows("SELECT answers FROM check_in_draft"));
        Assert.Contains("Nothing was sent", await (await student.Post($"{address}/stop", ("lang", ""))).Content.ReadAsStringAsync());
        Assert.Empty(_host.Rows("SELECT id FROM check_in_draft"));
        Assert.Empty(_host.Stored());
        Assert.Contains("Hello", await student.Page($"{address}/2"));
    }

    [Fact]
    public async Task What_is_no_answer_is_told_in_the_students_words_and_changes_nothing()
    {
        var token = await _host.Link(_session, language: "es");
        using var student = _host.Student();
        var address = await student.Answers(token, []);
        var before = _host.Dump();
        foreach (var typed in new[] { "11", "-1", "seven", "", "not_reached", "5.55", new string('9', 40) })
        {
            var answer = await student.Post($"{address}/1", ("answer", typed), ("lang", "es"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains("Elige una de las respuestas", CheckingIn.Words(await answer.Content.ReadAsStringAsync()));
        }
        foreach (var number in new[] { "0", "4", "99999999999", "x" })
            Assert.NotEqual(HttpStatusCode.InternalServerError, (await student.Post($"{address}/{number}", ("answer", "5"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await student.Client.PostAsync($"{address}/1", new StringContent("answer=5"))).StatusCode);
        Assert.Equal(before, _host.Dump());
    }

    [Fact]
    public async Task Unknown_expired_ended_and_early_links_answer_with_the_same_page()
    {
        using var student = _host.Student();
        var unknown = await Answer("0123456789abcdefghjkmnpqrs");
        Assert.Equal(HttpStatusCode.NotFound, unknown.Status);
        Assert.Contains("You did nothing wrong", unknown.Body);
        var ended = await _host.Link(_session);
        var link = _host.Services.GetRequiredService<LinkStore>().OfSession(CheckingIn.Anyone, Id, _session).Single();
        Assert.True(await _host.Services.GetRequiredService<LinkStore>().End(CheckingIn.Anyone, Id, link.Link.Id));
        Assert.False(await _host.Services.GetRequiredService<LinkStore>().End(CheckingIn.Anyone, Id, link.Link.Id));
        foreach (var token in new[] { ended, await _host.Link(_session, holds: TimeSpan.FromSeconds(-1)), await _host.Link(_session, opensIn: TimeSpan.FromHours(1)), "a b", "x", new string('z', 3000) })
            Assert.Equal(unknown, await Answer(Uri.EscapeDataString(token)));
        Assert.Equal(HttpStatusCode.NotFound, (await student.Post($"/c/{ended}", ("lang", ""))).StatusCode);

        async Task<(HttpStatusCode Status, string Body)> Answer(string token) => await student.Get($"/c/{token}") is var a ? (a.StatusCode, await a.Content.ReadAsStringAsync()) : default;
    }

    [Fact]
    public async Task A_link_expires_in_the_middle_of_a_check_in_and_a_new_one_ends_the_one_before()
    {
        var clock = new TestClock(new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
        var (host, session) = await CheckingIn.Started(settings => settings with { Time = clock });
        await using var _1 = host;
        using var student = host.Student();
        var token = await host.Link(session);
        var address = await student.Answers(token, ["6"]);
        clock.Move(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.NotFound, (await student.Post($"{address}/2", ("answer", "3"))).StatusCode);
        var first = await host.Link(session);
        var second = await host.Link(session);
        Assert.Equal(HttpStatusCode.NotFound, (await student.Get($"/c/{first}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await student.Get($"/c/{second.ToUpperInvariant()}")).StatusCode);   // typed from paper
    }

    [Fact]
    public async Task Another_links_check_in_is_not_there_and_no_page_sets_a_cookie_or_may_be_kept_or_found()
    {
        var (own, other) = (await _host.Link(_session), await _host.Link(_session, participant: "S1-002"));
        using var student = _host.Student(follow: false);
        using var following = _host.Student();
        var theirs = (await following.Answers(other, ["6"])).Split('/')[^1];
        Assert.Equal($"/c/{own}", (await student.Get($"/c/{own}/{theirs}/1")).Headers.Location?.OriginalString);
        Assert.Equal($"/c/{own}", (await student.Post($"/c/{own}/{theirs}/2", ("answer", "1"))).Headers.Location?.OriginalString);
        await student.Post($"/c/{own}/{theirs}/stop", ("lang", ""));
        Assert.Equal(["""{"emotional-regulation":6}"""], _host.Rows("SELECT answers FROM check_in_draft"));
        foreach (var page in new[] { $"/c/{own}", $"/c/{own}/help", $"/c/{other}/{theirs}/2", "/c/nothing" })
        {
            var answer = await student.Get(page);
            Assert.Equal(("no-store", "no-referrer"), (string.Join(',', answer.Headers.GetValues("Cache-Control")), string.Join(',', answer.Headers.GetValues("Referrer-Policy"))));
            Assert.StartsWith("noindex", string.Join(',', answer.Headers.GetValues("X-Robots-Tag")));
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
        Assert.Equal(0, student.Cookies.Count + following.Cookies.Count);
        Assert.DoesNotContain(own, _host.Dump());
    }

    [Fact]
    public async Task The_language_is_chosen_on_any_page_and_stored_with_the_answers()
    {
        var token = await _host.Link(_session);
        using var student = _host.Student();
        var address = await student.Answers(token, ["6"]);
        Assert.Contains("En este momento, ¿cuánto estrés sientes?", CheckingIn.Words(await student.Page($"{address}/2?lang=es")));
        var third = await student.Post($"{address}/2", ("answer", "3"), ("lang", "es"));
        Assert.Contains("Pregunta 3 de 3", await third.Content.ReadAsStringAsync());
        await student.Post($"{address}/3", ("answer", "3"), ("lang", "es"));
        Assert.Contains("¡Gracias!", CheckingIn.Words(await (await student.Post($"{address}/send", ("lang", "es"))).Content.ReadAsStringAsync()));
        Assert.Contains("|screen|es|", Assert.Single(_host.Stored()));
        Assert.Contains("Your answers are kept", await student.Page($"/c/{await _host.Link(_session, SessionPart.After)}?lang=tlh"));
    }

    [Fact]
    public async Task An_erased_participant_leaves_no_link_no_draft_and_no_alert()
    {
        using var student = _host.Student();
        await student.Sends(await _host.Link(_session, SessionPart.Both), ["1", "10", "1"]);
        var token = await _host.Link(_session, SessionPart.After);
        await student.Answers(token, ["5"]);
        Assert.Equal(["1|1|2"], _host.Rows("SELECT (SELECT COUNT(*) FROM check_in_draft), (SELECT COUNT(*) FROM distress_alert), (SELECT COUNT(*) FROM check_in_link)"));
        await _host.Services.GetRequiredService<ErasureStore>().Erase(CheckingIn.Anyone, Id, "S1-001");
        Assert.Equal(["0|0|0"], _host.Rows("SELECT (SELECT COUNT(*) FROM check_in_draft), (SELECT COUNT(*) FROM distress_alert), (SELECT COUNT(*) FROM check_in_link)"));
        Assert.Equal(HttpStatusCode.NotFound, (await student.Get($"/c/{token}")).StatusCode);
    }
}
