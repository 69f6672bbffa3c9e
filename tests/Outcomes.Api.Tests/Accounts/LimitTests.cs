using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Outcomes.Domain.Access;
using Xunit;

namespace Outcomes.Api.Tests.Accounts;

/// <summary>How much and how often may be asked, and what is said when it is too much.</summary>
public sealed class LimitTests
{
    [Fact]
    public async Task A_key_that_asks_too_often_is_told_how_long_to_wait_and_others_go_on()
    {
        await using var host = await RunningHost.Start(settings => settings with { ApiCallsAMinute = 60 });
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 200 && answers.LastOrDefault()?.StatusCode != HttpStatusCode.TooManyRequests; i++) answers.Add(await host.Client.GetAsync("api/v1/studies", TestContext.Current.CancellationToken));
        var refused = answers[^1];
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.True(answers.Count > 60);
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(("too_many_requests", 429, "application/problem+json"), ((string)problem["code"]!, (int)problem["status"]!, refused.Content.Headers.ContentType!.MediaType));
        using var other = await host.ClientWith(Scopes.All);
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync("api/v1/studies", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task What_is_too_large_is_refused_with_413_and_a_sentence_in_api_and_pages()
    {
        await using var host = await RunningHost.Start();
        using var definition = new HttpRequestMessage(HttpMethod.Put, "api/v1/studies/small") { Content = new ByteArrayContent(new byte[5 << 20]) { Headers = { ContentType = new("application/json") } } };
        definition.Headers.ExpectContinue = true;   // a server that refuses by the length need not read on
        var api = await host.Client.SendAsync(definition, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, api.StatusCode);
        Assert.Equal("too_large", (string)JsonNode.Parse(await api.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["code"]!);

        using var browser = new FormClient(host.Address);
        var page = await browser.Send("/sign-in", "/sign-in", ("name", new string('x', 100_000)), ("password", "x"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, page.StatusCode);
        Assert.Contains("That is too much at once", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_header_without_end_is_refused()
    {
        await using var host = await RunningHost.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.TryAddWithoutValidation("X-Long", new string('x', 20_000));
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, (await host.Client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("swordfish")]
    [InlineData("Swordfish!")]
    [InlineData("microsoft")]
    public void A_password_that_many_people_choose_is_refused_also_where_eight_signs_are_enough(string password) =>
        Assert.Contains(Domain.Accounts.PasswordRules.Check(password, "Rosa Steward", secondFactor: true), fault => fault.Code == "password_common");

    [Fact]
    public async Task A_password_made_of_a_study_or_school_here_is_refused()
    {
        await using var host = await RunningHost.Start();
        var definition = SmallStudy.Definition();
        definition["districts"]![0]!["schools"]![0]!["title"] = "Riverbend Primary";
        (await host.Client.PutAsync($"api/v1/studies/{SmallStudy.Id}", new StringContent(definition.ToJsonString(), Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        var link = await host.Invitation();
        using var browser = new FormClient(host.Address);
        var answer = await browser.Send(link, link, ("name", "Rosa Steward"), ("password", "Riverbend Primary 2026"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("names of studies and schools here", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
