using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Outcomes.Api.Tests.Analyses;
using Outcomes.Domain.Webhooks;
using Outcomes.Jobs;
using Xunit;
using static Outcomes.Api.Tests.SmallStudy;

namespace Outcomes.Api.Tests.Webhooks;

/// <summary>A notice reaches its receiver, signed, however often that fails at first.</summary>
public sealed class WebhookTests
{
    const string Hooks = "api/v1/studies/small/webhooks";

    [Fact]
    public async Task A_receiver_that_fails_first_gets_each_notice_in_the_end_signed_and_without_a_number_of_a_result()
    {
        await using var receiver = await Receiver.Start(failures: 2);
        await using var host = await Sent(receiver.Address);
        await host.Send("assessments", Json(Stress("S1-001")));
        var notices = await Analysing.Until(() => Task.FromResult(receiver.Taken.Count >= 4 ? receiver.Taken.ToList() : null));   // board and researcher, English and Spanish

        foreach (var (signature, body) in notices)
        {
            var parts = signature.Split(',').ToDictionary(p => p.Split('=')[0], p => p.Split('=')[1]);
            Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(host.Secret), Encoding.UTF8.GetBytes($"{parts["t"]}.{body}"))), parts["v1"]);
            var notice = JsonNode.Parse(body)!.AsObject();
            Assert.Equal(["event", "study", "analysis", "audience", "language", "code", "link"], notice.Select(m => m.Key));
            Assert.All(notice, m => Assert.Equal(System.Text.Json.JsonValueKind.String, m.Value!.GetValueKind()));
            Assert.Contains("?analysis=", (string)notice["link"]!, StringComparison.Ordinal);
        }
        Assert.Equal(4, notices.Select(n => JsonNode.Parse(n.Body)!).Select(n => $"{n["audience"]} {n["language"]}").Distinct().Count());
        var shown = await Analysing.Until(async () => (await List(host))[0] is { } one && (long)one["delivered"]! == 4 ? one : null);
        Assert.Equal("200", (string)shown["last_status"]!);
        Assert.DoesNotContain(host.Secret, shown.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_is_sent_when_it_is_asked_for_and_nothing_after_the_webhook_was_removed()
    {
        await using var receiver = await Receiver.Start(failures: 0);
        await using var host = await Sent(receiver.Address);
        var id = (string)(await List(host))[0]!["id"]!;
        Assert.Equal(HttpStatusCode.Accepted, (await host.Client.PostAsync($"{Hooks}/{id}/test", null)).StatusCode);
        await Analysing.Until(() => Task.FromResult(receiver.Taken.Count == 1 ? "one" : null));
        Assert.Equal("""{"event":"test","study":"small"}""", receiver.Taken.Single().Body);
        Assert.Equal(HttpStatusCode.OK, (await host.Client.DeleteAsync($"{Hooks}/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Client.PostAsync($"{Hooks}/{id}/test", null)).StatusCode);
        Assert.Empty(await List(host));
    }

    [Fact]
    public async Task A_receiver_that_never_takes_a_notice_is_given_up_and_that_can_be_seen()
    {
        await using var receiver = await Receiver.Start(failures: int.MaxValue);
        await using var host = await Sent(receiver.Address, new(TimeSpan.FromSeconds(0.05), TimeSpan.Zero, TimeSpan.FromSeconds(0.01), TimeSpan.FromSeconds(0.02)));
        var id = (string)(await List(host))[0]!["id"]!;
        await host.Client.PostAsync($"{Hooks}/{id}/test", null);
        var shown = await Analysing.Until(async () => (await List(host))[0] is { } one && (long)one["given_up"]! == 1 ? one : null);
        Assert.Equal((0, 0, "503"), ((long)shown["delivered"]!, (long)shown["waiting"]!, (string)shown["last_status"]!));
        Assert.Empty(receiver.Taken);
    }

    [Fact]
    public async Task An_address_in_the_network_of_this_machine_is_not_spoken_to()
    {
        await using var host = await Sent("https://127.0.0.1:9/hook");
        var id = (string)(await List(host))[0]!["id"]!;
        await host.Client.PostAsync($"{Hooks}/{id}/test", null);
        var shown = await Analysing.Until(async () => (await List(host))[0] is { } one && one["last_status"] is not null ? one : null);
        Assert.Equal("not a public address", (string)shown["last_status"]!);
    }

    [Theory]
    [InlineData("http://example.org/hook", "url not_https")]
    [InlineData("ftp://example.org/hook", "url not_https")]
    [InlineData("https://user:word@example.org/", "url has_password")]
    [InlineData("nonsense", "url bad_shape")]
    public async Task An_address_that_cannot_be_used_is_refused(string url, string fault)
    {
        await using var host = await RunningHost.Start();
        await host.PutStudy(Definition());
        using var answer = await host.Client.PostAsync(Hooks, Text(new JsonObject { ["url"] = url }.ToJsonString(), "application/json"));
        Assert.Equal([" " + fault], await answer.Faults());
    }

    [Theory]
    [InlineData("https://a.example/", "93.184.216.34", true)]
    [InlineData("https://a.example/", "10.1.2.3", false)]
    [InlineData("https://a.example/", "172.20.0.1", false)]
    [InlineData("https://a.example/", "192.168.1.1", false)]
    [InlineData("https://a.example/", "169.254.169.254", false)]
    [InlineData("https://a.example/", "100.64.0.1", false)]
    [InlineData("https://a.example/", "::1", false)]
    [InlineData("https://a.example/", "fd00::1", false)]
    [InlineData("https://a.example/", "::ffff:127.0.0.1", false)]
    [InlineData("http://localhost/", "127.0.0.1", true)]
    [InlineData("http://localhost/", "93.184.216.34", false)]
    public void Only_public_addresses_are_spoken_to_and_over_http_only_this_machine(string url, string address, bool may) =>
        Assert.Equal(may, Webhook.MayReach(new Uri(url), IPAddress.Parse(address)));

    static async Task<JsonArray> List(HookedHost host) => JsonNode.Parse(await host.Client.GetStringAsync(Hooks))!.AsArray();

    static async Task<HookedHost> Sent(string url, JobTimes? times = null)
    {
        var host = await RunningHost.Start(s => Analysing.Settings(s) with { JobTimes = times ?? Analysing.Often });
        await host.PutStudy(Definition());
        using var made = await host.Client.PostAsync(Hooks, Text(new JsonObject { ["url"] = url }.ToJsonString(), "application/json"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await host.Send("participants", Json(Participant("S1-001"), Participant("S2-001", "s2", "waiting")));
        return new(host, (string)(await made.Body())["secret"]!);
    }

    sealed record HookedHost(RunningHost Host, string Secret) : IAsyncDisposable
    {
        public HttpClient Client => Host.Client;

        public Task Send(string noun, HttpContent body) => Host.Send(noun, body);

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }

    /// <summary>A real receiver on this machine that fails as often as it is told to, and then takes.</summary>
    sealed class Receiver : IAsyncDisposable
    {
        readonly WebApplication _app = WebApplication.CreateSlimBuilder().Build();
        int _failures;

        public ConcurrentQueue<(string Signature, string Body)> Taken { get; } = [];

        public string Address => _app.Urls.First() + "/hook";

        public static async Task<Receiver> Start(int failures)
        {
            var receiver = new Receiver { _failures = failures };
            receiver._app.Urls.Add("http://127.0.0.1:0");
            receiver._app.MapPost("/hook", async (HttpRequest request) =>
            {
                if (Interlocked.Decrement(ref receiver._failures) >= 0) return Results.StatusCode(503);
                using var reader = new StreamReader(request.Body);
                receiver.Taken.Enqueue((request.Headers[Webhook.SignatureHeader].ToString(), await reader.ReadToEndAsync()));
                return Results.Ok();
            });
            await receiver._app.StartAsync();
            return receiver;
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
