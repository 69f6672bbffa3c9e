using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Outcomes.Api.Tests.Accounts;
using Outcomes.Data.Accounts;
using Outcomes.Domain.Accounts;

namespace Outcomes.Api.Tests.Rosters;

/// <summary>Somebody with an account, at the addresses that the roster's scripts use; what is sealed is noise of the right length.</summary>
sealed class Therapist : IDisposable
{
    public const string Password = "seven quiet rivers at noon", Roster = "/studies/small/schools/s1/roster";

    readonly FormClient _browser;
    string? _token;

    Therapist(FormClient browser) => _browser = browser;

    public string Account { get; private set; } = "";

    public HttpClient Client => _browser.Client;

    public static async Task<Therapist> Join(RunningHost host, string name, params RoleGrant[] roles)
    {
        var link = $"/invitations/{await host.Services.GetRequiredService<InvitationStore>().Invite(roles.Length > 0 ? roles : [Of("s1")], TimeSpan.FromDays(1), "test")}";
        var browser = new FormClient(host.Address, follow: false);
        await browser.Send(link, link, ("name", name), ("password", Password));
        return new(browser) { Account = host.Services.GetRequiredService<AccountStore>().All().Single(a => a.SignInName == name).Id };
    }

    public static RoleGrant Of(string school) => new(Role.Therapist, "small", null, school);

    public Task<HttpResponseMessage> Get(string address) => _browser.Get(address);

    public async Task<JsonNode> Data() => (await (await Get($"{Roster}/data")).Content.ReadFromJsonAsync<JsonNode>())!;

    public async Task<HttpResponseMessage> Post(string path, JsonNode body, string roster = Roster)
    {
        _token ??= FormClient.TokenIn(await _browser.Page("/account"));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{roster}/{path}") { Content = SmallStudy.Text(body.ToJsonString(), "application/json") };
        request.Headers.ExpectContinue = true;   // what is too large is refused before it is sent
        request.Headers.Add("RequestVerificationToken", _token);
        return await Client.SendAsync(request);
    }

    /// <summary>Status and codes, such as <c>409 roster_key_changed</c>.</summary>
    public async Task<string> Says(string path, JsonNode body, string roster = Roster)
    {
        using var answer = await Post(path, body, roster);
        var text = await answer.Content.ReadAsStringAsync();
        var codes = text.StartsWith('{') && JsonNode.Parse(text)!["faults"] is JsonArray faults ? string.Concat(faults.Select(f => $" {f!["code"]}")) : "";
        return $"{(int)answer.StatusCode}{codes}";
    }

    public static JsonObject Key() => new() { ["sealed_secret"] = Noise(60), ["sealed_key"] = Noise(97) };

    public static JsonObject Sealed(string id, long revision = 1, long version = 1) => new() { ["id"] = id, ["revision"] = revision, ["key_version"] = version, ["sealed"] = Noise(540) };

    public static JsonObject Entries(params JsonObject[] entries) => new() { ["entries"] = new JsonArray([.. entries]) };

    public static string NewId() => SmallStudy.NewId().ToString("D");

    public static string Noise(int bytes) => System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(bytes));

    public void Dispose() => _browser.Dispose();
}
