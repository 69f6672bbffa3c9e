using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Data.Access;
using Outcomes.Domain.Access;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Access;

/// <summary>Who may do what with a key.</summary>
public sealed class ApiKeyTests(StartedStudy study) : IClassFixture<StartedStudy>
{
    [Theory]
    [InlineData(null)]
    [InlineData("ok_")]
    [InlineData("ok_0123456789abcdef_wrong")]
    [InlineData("something else")]
    public async Task Without_a_valid_key_the_answer_is_401(string? token)
    {
        using var client = Client(token);
        var answer = await client.GetAsync("api/v1/studies");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_key_with_another_secret_of_the_same_id_is_none()
    {
        var key = await Keys.Create("one", [Scopes.ReadResults], null, TimeSpan.FromDays(1), "test");
        using var client = Client(key.Token[..^1] + (key.Token[^1] == 'A' ? 'E' : 'A'));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("api/v1/studies")).StatusCode);
    }

    [Fact]
    public async Task Each_scope_opens_only_its_own_doors()
    {
        using var reader = await study.Host.ClientWith([Scopes.ReadResults]);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("api/v1/studies/small")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsync("api/v1/studies/small/assessments", Json(Stress("S1-001")))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PutAsync("api/v1/studies/small", Json(Definition()))).StatusCode);
        using var writer = await study.Host.ClientWith([Scopes.WriteData]);
        Assert.Equal(HttpStatusCode.Forbidden, (await writer.GetAsync("api/v1/studies/small")).StatusCode);
    }

    [Fact]
    public async Task A_key_of_one_study_finds_no_other()
    {
        using var client = await study.Host.ClientWith(Scopes.All, "another");
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("api/v1/studies/small")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("api/v1/studies/small/assessments", Json(Stress("S1-001")))).StatusCode);
        Assert.Equal("[]", await client.GetStringAsync("api/v1/studies"));
    }

    [Fact]
    public async Task A_key_ends_when_it_expires_or_is_revoked()
    {
        var shortLived = await Keys.Create("short", [Scopes.ReadResults], null, TimeSpan.FromMilliseconds(1), "test");
        await Task.Delay(20);
        Assert.Equal(KeyState.Expired, Keys.Find(shortLived.Token).State);
        var revoked = await Keys.Create("long", [Scopes.ReadResults], null, TimeSpan.FromDays(1), "test");
        Assert.Equal(KeyState.Good, Keys.Find(revoked.Token).State);
        Assert.True(await Keys.Revoke(revoked.Id, "test"));
        Assert.Equal(KeyState.Revoked, Keys.Find(revoked.Token).State);
    }

    [Fact]
    public async Task The_database_holds_no_secret()
    {
        var key = await Keys.Create("secret", [Scopes.ReadResults], null, TimeSpan.FromDays(1), "test");
        Assert.DoesNotContain(key.Token[^43..], study.Host.Dump(), StringComparison.Ordinal);
    }

    ApiKeyStore Keys => study.Host.Services.GetRequiredService<ApiKeyStore>();

    HttpClient Client(string? token)
    {
        var client = new HttpClient { BaseAddress = study.Host.Address };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
