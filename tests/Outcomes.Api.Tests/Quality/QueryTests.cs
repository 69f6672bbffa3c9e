using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Api.Tests.Assessments;
using Outcomes.Api.Tests.Entry;
using Outcomes.Domain.Accounts;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Quality;

/// <summary>A researcher asks, the therapist who has the paper answers, the researcher closes or asks again; each step is kept.</summary>
public sealed class QueryTests
{
    static Task<FormClient> Researcher(RunningHost host) => host.As(new RoleGrant(Role.Researcher, Id));

    static async Task<string> Raise(FormClient researcher, JsonObject form, string question = "same_answers", string item = "")
    {
        var address = Correcting.Address(form) + "/query";
        var html = await researcher.Page(address);
        var id = Regex.Match(html, "name=\"id\" value=\"([^\"]*)\"").Groups[1].Value;
        await researcher.Post(address, ("__RequestVerificationToken", FormClient.TokenIn(html)), ("id", id), ("question", question), ("item", item));
        return $"/studies/small/queries/{id}";
    }

    static Task<HttpResponseMessage> Step(FormClient person, string query, string step, params (string, string)[] fields) => person.Send(query, $"{query}/{step}", fields);

    static IReadOnlyList<string> Steps(RunningHost host) => Typist.Rows(host, "SELECT number || ' ' || step || ' ' || COALESCE(answer, '') FROM data_query_step ORDER BY query_id, number");

    [Fact]
    public async Task A_query_goes_to_the_therapist_of_the_school_and_back_until_it_is_closed()
    {
        var (host, form) = await Correcting.Stored();
        await using var _1 = host;
        using var researcher = await Researcher(host);
        using var therapist = await Typist.Client(host);
        using var stranger = await Typist.Client(host, school: "s2");
        Assert.DoesNotContain("queries?state", await therapist.Page("/"));
        var query = await Raise(researcher, form, item: "4");
        Assert.Contains("1 query waits for an answer", await therapist.Page("/"));
        Assert.DoesNotContain("waits for an answer", await stranger.Page("/"));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get(query)).StatusCode);
        Assert.Contains("Are all answers really the same?", await therapist.Page(query));

        Assert.Contains("The answer is stored", await (await Step(therapist, query, "answer", ("answer", "as_on_paper"))).Content.ReadAsStringAsync());
        Assert.DoesNotContain("waits for an answer", await therapist.Page("/"));
        Assert.Contains("1 query was answered and can be closed", await researcher.Page("/"));
        await Step(researcher, query, "reopen");
        await Step(therapist, query, "answer", ("answer", "paper_lost"));
        await Step(researcher, query, "close");
        Assert.Equal(["1 answered as_on_paper", "2 reopened ", "3 answered paper_lost", "4 closed "], Steps(host));
        Assert.Contains("Closed", await researcher.Page("/studies/small/queries?state=closed"));
        Assert.Equal(["query_raised", "query_answered", "query_reopened", "query_answered", "query_closed"], Typist.Rows(host, "SELECT action FROM audit WHERE action LIKE 'query%' ORDER BY number"));
        // A step that is not the next one changes nothing, and says so.
        var late = await therapist.Post($"{query}/answer", ("__RequestVerificationToken", FormClient.TokenIn(await therapist.Page("/account"))), ("answer", "as_on_paper"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        Assert.Equal(4, Steps(host).Count);
    }

    [Fact]
    public async Task Whoever_answers_by_a_correction_is_led_to_the_form_and_the_query_is_answered_when_that_is_stored()
    {
        var (host, form) = await Correcting.Stored();
        await using var _1 = host;
        using var researcher = await Researcher(host);
        using var therapist = await Typist.Client(host);
        var query = await Raise(researcher, form);
        var led = await Step(therapist, query, "answer", ("answer", "corrected"));
        Assert.Equal($"{Correcting.Address(form)}?query={query[^36..]}", led.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Empty(Steps(host));
        var fields = await Correcting.Fields(therapist, led.RequestMessage.RequestUri.PathAndQuery, ("item.1", "4"));
        Assert.Contains("value=\"query\" checked", await (await therapist.Post(Correcting.Address(form), [.. fields])).Content.ReadAsStringAsync());
        Assert.Empty(Steps(host));
        (await therapist.Post(Correcting.Address(form) + "/store", [.. fields, ("reason", "query")])).EnsureSuccessStatusCode();
        Assert.Equal(["1 answered corrected"], Steps(host));
        Assert.Single(Correcting.Revisions(host));
    }

    [Fact]
    public async Task A_query_that_asks_nothing_or_about_no_item_is_refused_and_one_sent_twice_is_raised_once()
    {
        var (host, form) = await Correcting.Stored();
        await using var _1 = host;
        using var researcher = await Researcher(host);
        var address = Correcting.Address(form) + "/query";
        foreach (var (question, item, field) in new[] { ("", "", "question"), ("check_paper", "11", "item") })
        {
            var refused = await researcher.Send(address, address, ("id", $"{NewId()}"), ("question", question), ("item", item));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains($"href=\"#{field}\"", await refused.Content.ReadAsStringAsync());
        }
        var id = $"{NewId()}";
        for (var i = 0; i < 2; i++) await researcher.Send(address, address, ("id", id), ("question", "check_paper"), ("item", ""));
        Assert.Equal([$"{id} check_paper"], Typist.Rows(host, "SELECT id || ' ' || question FROM data_query"));
    }
}
